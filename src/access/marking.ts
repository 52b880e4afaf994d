/**
 * Traffic Light Protocol 2.0, most restrictive first. Source: FIRST, Standard Definitions and Usage Guidance, version 2.0
 */
export const MARKINGS = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"] as const;
export type Marking = (typeof MARKINGS)[number];

/** 0 for what is for all, 4 for TLP:RED. */
export const markingRank = (marking: Marking): number => MARKINGS.length - 1 - MARKINGS.indexOf(marking);

/** The stricter of two markings: what holds for anything made of both. */
export const stricter = (a: Marking, b: Marking): Marking => (markingRank(a) >= markingRank(b) ? a : b);

/** The lower of two ceilings: what both allow. */
export const lower = (a: Marking, b: Marking): Marking => (markingRank(a) <= markingRank(b) ? a : b);

/** The strictest of some markings; TLP:CLEAR where there are none. */
export const strictest = (markings: Iterable<Marking>): Marking => {
  let found: Marking = "TLP:CLEAR";
  for (const m of markings) found = stricter(found, m);
  return found;
};
