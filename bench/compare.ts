import { compile } from "../src/agreement/compile.ts";
import { parseAgreement } from "../src/agreement/parse.ts";
import { columnsOf, type FoundIncident } from "../src/assessment/columns.ts";
import { compareResults, moved, STRONGEST } from "../src/comparison/compared.ts";
import { pairReadings } from "../src/comparison/side.ts";
import { millis } from "../src/units.ts";
import { median } from "./measured.ts";
import { wideAgreement } from "./wide-agreement.ts";

/** Two drafts over made-up incidents: median, least and most of 5 runs, with what each found. `node bench/compare.ts [incidents]` */
const N = Number(process.argv[2] ?? 1_000_000);

/** A share of 0 to 1 that is the same on every machine. */
function share(i: number, salt: number): number {
  let hash = Math.imul(i ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

const ACTS = [
  "explosion.artillery",
  "explosion.air-strike",
  "explosion.uav-strike",
  "fire",
  "movement.assault",
  "clash",
] as const;
const START = Date.UTC(2023, 5, 1);
const SPAN = 730 * 86_400_000;

function incidentAt(i: number): FoundIncident {
  const from = millis(START + Math.floor(share(i, 1) * SPAN));
  return {
    incident: { id: `i${String(i).padStart(8, "0")}`, status: "recorded", members: [], evidence: [] },
    facts: {
      time: {
        kind: share(i, 2) < 0.7 ? "seen" : "window",
        from,
        until: millis(from + 1 + Math.floor(share(i, 3) * 43_200_000)),
        sdMs: 0,
        precision: "minute",
        stated: "",
        zone: "Europe/Kyiv",
        zoneBasis: "stated",
      },
      place: {
        kind: "point",
        lon: 23 + share(i, 4) * 17,
        lat: 45 + share(i, 5) * 7,
        radiusM: 100 + share(i, 6) * 8000,
      },
      acts: [ACTS[Math.floor(share(i, 7) * ACTS.length)] as (typeof ACTS)[number]],
      labelBasis: share(i, 8) < 0.8 ? "person" : "machine",
      roles: ["undetermined"],
      activities: ["ceasefire-event"],
      weapons: [],
      objects: [],
      heard: [],
      fused: [{ min: 1, max: 1, unit: "explosion", form: "number" }],
      alleged: [],
      assertedZones: [],
      independentGroups: 1,
    },
  };
}

const compiledOf = (text: string) => {
  const parsed = parseAgreement(text, "wide.yaml");
  if ("errors" in parsed) throw new Error(parsed.errors.map((e) => e.message).join("\n"));
  return compile(parsed.agreement);
};

const wide = wideAgreement();
const DRAFTS: readonly (readonly [what: string, text: string])[] = [
  [
    "one clause speaks of fewer zones",
    wide.replace("where: {inside: [z0, z1, z2, z3, z4]}", "where: {inside: [z0, z1, z2]}"),
  ],
  [
    "one clause forbids another act",
    wide.replace("prohibits: {acts: [fire]}", "prohibits: {acts: [explosion.artillery]}"),
  ],
  [
    "three clauses differ",
    wide
      .replace("[z0, z1, z2, z3, z4]", "[z0, z1]")
      .replace("[z10, z11, z12, z13, z14]", "[z10]")
      .replace("acts: [clash]", "acts: [fire]"),
  ],
  ["the agreement begins a month later: every clause differs", wide.replace("2023-07-01T00:00", "2023-08-01T00:00")],
];

const start = performance.now();
const columns = columnsOf(
  (function* () {
    for (let i = 0; i < N; i++) yield incidentAt(i);
  })(),
);
console.log(
  `${N} incidents as columns: ${((performance.now() - start) / 1000).toFixed(2)} s (made once for any number of comparisons)`,
);
for (const [what, text] of DRAFTS) {
  const times: number[] = [];
  let found = "";
  for (let run = 0; run < 6; run++) {
    const { pairs } = pairReadings({ a: { compiled: compiledOf(wide) }, b: { compiled: compiledOf(text) } });
    const [sides] = pairs;
    if (!sides) throw new Error("no readings");
    const began = performance.now();
    const compared = compareResults({ columns, sides });
    const seconds = (performance.now() - began) / 1000;
    // The first run warms up.
    if (run > 0) times.push(seconds);
    const gained = compared.clauses.reduce(
      (n, c) => n + (c.results ? moved(c.moves, "not-applicable", "contrary") : 0),
      0,
    );
    const other = compared.strongest.a.filter((s, k) => s !== compared.strongest.b[k]).length;
    found = `${compared.changed.length} incidents come out otherwise under a clause, ${other} under all together (${STRONGEST.length} results), ${gained} newly contrary`;
  }
  console.log(
    `${what}: ${median(times).toFixed(2)} s (${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)}); ${found}`,
  );
}
