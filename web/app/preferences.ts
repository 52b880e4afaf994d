/** What a person chose on this device; kept by the browser, sent nowhere. */
export type Preference = "language" | "reports" | "keys" | "tour";

export function remembered(name: Preference): string | null {
  try {
    return localStorage.getItem(`trucekeeper.${name}`);
  } catch {
    // A browser may refuse storage; then the choice lasts as long as the page.
    return null;
  }
}

export function remember(name: Preference, value: string): void {
  try {
    localStorage.setItem(`trucekeeper.${name}`, value);
  } catch {
    // As above.
  }
}
