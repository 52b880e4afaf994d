import type { Observation } from "../observation/observation.ts";

/** Sources that anyone can read: what they published keeps the place and time that it gave (design.md 1.11). */
export const isPublished = (o: Observation): boolean =>
  o.marking === "TLP:CLEAR" && (o.sourceKind === "media" || o.sourceKind === "social" || o.sourceKind === "dataset");
