import type { Mode } from "./observation.ts";

/**
 * Reach, in metres, assumed for "at unknown distance": how far the mode can perceive a shot or a burst at all, so that
 * the area is too large rather than too small. A reach that is known belongs into distance_max_m.
 */
export const REACH_M: Readonly<Record<Mode, { readonly m: number; readonly why: string }>> = {
  heard: { m: 10_000, why: "shelling is heard to about 10 km on most days; small arms less far" },
  saw: { m: 5_000, why: "flashes and smoke are placed by eye to about 5 km" },
  "heard-and-saw": { m: 5_000, why: "what was seen as well as heard lay within sight" },
  recorded: { m: 6_500, why: "fixed cameras watch to about 6.5 km" },
  detected: { m: 15_000, why: "light counter-battery and acoustic sets reach about 15 km" },
  told: { m: 10_000, why: "as heard: how the teller perceived it is not known" },
  document: { m: 10_000, why: "as heard: how the writer perceived it is not known" },
};
