import { bearing, type Degrees } from "../units.ts";

/** The sixteen winds clockwise from north, each 22.5° wide. */
export const WINDS = [
  "N",
  "NNE",
  "NE",
  "ENE",
  "E",
  "ESE",
  "SE",
  "SSE",
  "S",
  "SSW",
  "SW",
  "WSW",
  "W",
  "WNW",
  "NW",
  "NNW",
] as const;
export type Wind = (typeof WINDS)[number];

const LETTER: Readonly<Record<string, string>> = { north: "N", south: "S", east: "E", west: "W" };
const HALF = 11.25;

/** A wind's number, or null: "NNW", "north-north-west", "North Northwest", "northwest", "northwesterly". */
function windNumber(word: string): number | null {
  const letters = word
    .toLowerCase()
    .replace(/ern?$|erly$/, "")
    .replace(/north|south|east|west/g, (w) => LETTER[w] ?? w)
    .replace(/[\s.\u2010-\u2015-]/g, "")
    .toUpperCase();
  const at = (WINDS as readonly string[]).indexOf(letters);
  return at < 0 ? null : at;
}

/**
 * A sector of bearings from the names of winds: one wind, or neighbouring winds joined by "+", "and", "," or "/".
 * "NW+NNW" reaches from 303.75° to 348.75°.
 * @returns degrees clockwise from true north, each in [0, 360), equal only for all sixteen winds; or an error for a
 *   word that is no wind, and for winds that do not touch: those are two sectors, which one report row cannot hold
 */
export function parseWinds(
  text: string,
): { readonly fromDeg: Degrees; readonly untilDeg: Degrees } | { readonly error: string } {
  const words = text.split(/\s*(?:\+|&|,|;|\/|\band\b)\s*/i).map((w) => w.trim());
  const numbers = new Set<number>();
  for (const word of words) {
    const n = windNumber(word);
    if (n === null)
      return {
        error: `"${word}" is not a wind: expected one of ${WINDS.join(", ")}, or its name such as north-north-west`,
      };
    numbers.add(n);
  }
  if (numbers.size === 16) return { fromDeg: bearing(0), untilDeg: bearing(0) };
  // A run of neighbours has exactly one member whose counter-clockwise neighbour is missing.
  const firsts = [...numbers].filter((n) => !numbers.has((n + 15) % 16)).sort((a, b) => a - b);
  const [first] = firsts;
  if (firsts.length !== 1 || first === undefined)
    return {
      error: `"${text}": these winds are not neighbours (${[...numbers]
        .sort((a, b) => a - b)
        .map((n) => WINDS[n])
        .join(", ")}); give one row for each sector`,
    };
  return { fromDeg: bearing(first * 22.5 - HALF), untilDeg: bearing((first + numbers.size - 1) * 22.5 + HALF) };
}

/** The wind in whose 22.5° a bearing lies; a bearing on the edge belongs to the next wind clockwise. */
export function windName(degrees: number): Wind {
  return WINDS[Math.floor((bearing(degrees) + HALF) / 22.5) % 16] as Wind;
}
