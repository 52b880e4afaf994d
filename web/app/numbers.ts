const made = new Map<string, (n: number) => string>();

/** Figures as a language writes them, digits as in all data: 0 to 9. */
export function numbers(language: string): (n: number) => string {
  let say = made.get(language);
  if (!say) {
    const format = new Intl.NumberFormat(language, { numberingSystem: "latn" });
    say = (n) => format.format(n);
    made.set(language, say);
  }
  return say;
}
