/**
 * Whether a person may verify, reject or attribute what others reported.
 * @param reporters pseudonymous ids of those whose entries the members came by
 */
export const mayJudge = (person: string, reporters: Iterable<string>): boolean => {
  for (const r of reporters) if (r === person) return false;
  return true;
};
