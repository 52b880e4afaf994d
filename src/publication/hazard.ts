import { z } from "zod";
import { twoPeople } from "../access/two-people.ts";
import type { PolygonRings } from "../place/place.ts";
import { polygonProblems } from "../place/polygon-problems.ts";

/** What civilians may be warned of (design.md section 6). Nothing that anybody did, and no act that may come, is among them. */
export const HAZARDS = ["mines", "unexploded-ordnance", "toxic-release", "water-outage", "power-outage"] as const;
export type Hazard = (typeof HAZARDS)[number];

export const HAZARD_MESSAGES = ["alert", "update", "cancel"] as const;
/** Words of CAP 1.2, section 3.2.2. */
export const URGENCIES = ["Immediate", "Expected", "Future", "Past", "Unknown"] as const;
export const SEVERITIES = ["Extreme", "Severe", "Moderate", "Minor", "Unknown"] as const;
export const CERTAINTIES = ["Observed", "Likely", "Possible", "Unlikely", "Unknown"] as const;

/** Longest that a warning stands without being said again. */
const MOST_MS = 30 * 86_400_000;
const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const instant = z.int().min(-8.64e15).max(8.64e15);
const lon = z.number().min(-180).max(180);
const lat = z.number().min(-90).max(90);
const position = z.tuple([lon, lat]);
const words = (most: number) => z.string().trim().min(1).max(most);

/** What two people say of a hazard; the entry has their names beside it. */
export const hazardFields = {
  message: z.enum(HAZARD_MESSAGES),
  hazard: z.enum(HAZARDS),
  /** Reports that it rests on; they are no part of what is given out. */
  observations: z.array(hash).max(1_000),
  area: z
    .strictObject({
      name: words(500),
      circles: z.array(z.strictObject({ lon, lat, radiusM: z.number().min(50).max(100_000) })).max(20),
      /** Rings as in GeoJSON, longitude first; holes are not for warnings. */
      polygons: z.array(z.array(position).min(4).max(500)).max(20),
    })
    .refine((a) => a.circles.length + a.polygons.length > 0, "names no place: give a circle or a polygon")
    .superRefine(({ polygons }, context) => {
      // An area that crosses itself or is open is refused, with the point, and never repaired (case 67).
      const [why] = polygonProblems(polygons.map((ring): PolygonRings => [ring]));
      if (why !== undefined) context.addIssue({ code: "custom", path: ["polygons"], message: why });
    }),
  urgency: z.enum(URGENCIES),
  severity: z.enum(SEVERITIES),
  certainty: z.enum(CERTAINTIES),
  /** Since when the hazard is there, and when the warning lapses unless it is said again; ms since 1970 UTC. */
  from: instant,
  until: instant,
  /** What people read, in one language or several. */
  words: z
    .array(
      z.strictObject({
        language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "expected a language such as uk or en-GB"),
        headline: words(160),
        description: words(5_000),
        instruction: words(5_000),
      }),
    )
    .min(1)
    .max(10)
    .refine((all) => new Set(all.map((w) => w.language)).size === all.length, "names a language twice"),
} as const;

type Timed = { readonly message: string; readonly follows: unknown; readonly from: number; readonly until: number };
/** What holds between the fields of a warning, as [member, what is wrong]; undefined where all does. */
export function hazardFault({ message, follows, from, until }: Timed): readonly [string, string] | undefined {
  if (until <= from) return ["until", "ends before it begins"];
  if (until - from > MOST_MS) return ["until", "lasts longer than 30 days: say it again when it still holds then"];
  if ((message === "alert") !== (follows === null))
    return ["follows", "an alert follows nothing, an update or cancellation the message before it"];
  return undefined;
}

/**
 * A warning of a hazard to civilians, by two people: where people are in danger the floor of release does not hold
 * (design.md 1.11). It names no party, follows from no rule, and is no step of a ladder.
 */
export const hazardEntry = {
  kind: "hazard",
  version: 1,
  schema: z
    .strictObject({
      ...hazardFields,
      /** The message before it in the chain of the same hazard. */
      follows: z.strictObject({ index: z.int().min(0), commitment: hash }).nullable(),
      people: twoPeople,
    })
    .superRefine((body, context) => {
      const fault = hazardFault(body);
      if (fault) context.addIssue({ code: "custom", path: [fault[0]], message: fault[1] });
    }),
  migrations: {},
  examples: {},
} as const;
export type HazardBody = z.output<typeof hazardEntry.schema>;
