import { z } from "zod";

/** A pseudonymous id, as it stands in an envelope. Lower-case ASCII only, so that no two of them look alike. */
export const person = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "expected a pseudonymous id of a-z, 0-9 and -");

/** The two people by whose decision an act is done. Their order says nothing. */
export const twoPeople = z
  .array(person)
  .length(2, "expected two people")
  .refine(([a, b]) => a !== b, "expected two different people");

/** Acts that no one does alone (design.md 1.5, 1.10, 1.11), and the words for them. */
export const TWO_PERSON_ACTS = {
  erase: "erasing content",
  "destroy-keys": "destroying keys or names",
  "open-sealed": "opening what is sealed",
  "release-early": "releasing before its time or finer than the rule",
  "start-clock": "starting a clock of the response ladder",
  "send-notice": "sending a notice",
  warn: "warning civilians of a hazard",
} as const;

export type TwoPersonAct = keyof typeof TWO_PERSON_ACTS;

/**
 * Why two people are not enough for an act, or undefined where they are: there are two, they differ, and whoever enters
 * the act is one of them, so that nobody decides in two other people's names.
 * @param people as the entry or the request names them
 * @param author pseudonymous id of who enters it; null where it was entered in another log, whose server judged that
 */
export function twoPeopleFault(
  act: TwoPersonAct,
  people: readonly string[],
  author: string | null,
): string | undefined {
  const what = TWO_PERSON_ACTS[act];
  const parsed = twoPeople.safeParse([...people]);
  if (!parsed.success)
    return `${what} takes two different people, saw ${people.length === 0 ? "none" : people.join(" and ")}: ${parsed.error.issues[0]?.message ?? ""}`;
  if (author !== null && !people.includes(author))
    return `${what} takes two people of whom one enters it: ${author} is neither ${people.join(" nor ")}`;
  return undefined;
}
