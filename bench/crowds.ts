import { fuseCounted } from "../src/incident/fuse.ts";
import { observation, point, seen, window } from "../src/incident/samples.fixture.ts";
import type { Observation } from "../src/observation/observation.ts";

/** Files that pile everything on one spot: dull ones, and such as are made to hurt. Keys are what they hold. */
export const CROWDS: Readonly<Record<string, (i: number) => Observation>> = {
  "one place, one day, no counts": (i) => said(i, { place: point(0, 0, 100), time: window(0, 1440) }),
  "the same from one source": (i) => said(i, { source: "one", place: point(0, 0, 100), time: window(0, 1440) }),
  "the same in one report": (i) =>
    said(i, { source: "one", report: "one", place: point(0, 0, 100), time: window(0, 1440) }),
  "strewn within 300 m and an hour": (i) =>
    said(i, { place: point(share(i, 1) / 3, share(i, 2) / 3, 100), time: seen(60 * share(i, 3)) }),
  "an actor each": (i) =>
    said(i, { place: point(0, 0, 100), time: window(0, 1440), alleged: { actor: `actor ${i}`, by: "post" } }),
};

/** A share of 0 to 1 that is the same on every machine. */
function share(i: number, salt: number): number {
  let hash = Math.imul(i ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

const said = (i: number, said: Partial<Observation>): Observation =>
  observation(`o${String(i).padStart(6, "0")}`, {
    sourceKind: "media",
    mode: "told",
    acts: ["explosion"],
    count: { min: 0, max: null, unit: "event", form: "not-stated" },
    ...said,
  });

export const crowdOf = (what: string, n: number): Observation[] =>
  Array.from({ length: n }, (_, i) => (CROWDS[what] as (i: number) => Observation)(i));

if (process.argv[1]?.endsWith("crowds.ts"))
  for (const what of Object.keys(CROWDS))
    for (const n of (process.argv[2] ?? "300,3000,20000").split(",").map(Number)) {
      const start = performance.now();
      const { incidents, weighed } = fuseCounted(crowdOf(what, n));
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const largest = Math.max(...incidents.map((i) => i.members.length));
      console.log(
        `${what}: ${n} reports, ${seconds} s, ${weighed} groups weighed, ${incidents.length} incidents, largest ${largest}`,
      );
    }
