import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/agreement/compile.ts";
import { parseAgreement } from "../../src/agreement/parse.ts";
import { canonical, sha256Hex } from "../../src/canonical.ts";
import { accountOf } from "../../src/mission/account.ts";
import type { Derived } from "../../src/mission/derive.ts";
import type { FileContents } from "../../src/mission/gather.ts";
import { LiveMission, type LiveSnapshot } from "../../src/mission/live.ts";
import { deriveRecord, type Sources } from "../../src/mission/record.ts";
import type { Recorded } from "../../src/mission/recorded.ts";
import type { Observation } from "../../src/observation/observation.ts";
import { catalogue, problem } from "../../src/problems.ts";
import { type Body, type EntryKind, parsePayload } from "../../src/record/registry.ts";
import type { TaggedRow } from "../../src/store/derivations.ts";
import { changedRows } from "../../src/store/derived-changes.ts";
import { idOf } from "../../src/store/derived-row.ts";
import { derivedRows, impedimentRow, incidentRows, observationRows, windowRow } from "../../src/store/derived-rows.ts";
import { filingOf } from "../../src/store/filing.ts";
import { findZone, type Zone } from "../../src/time/zone.ts";
import { byCodePoint, millis } from "../../src/units.ts";
import { anyObservations } from "../random-observations.ts";
import { draft, recordable } from "./made.ts";

const UTC = findZone("UTC") as Zone;

const terms = (acts: string) => `
agreement:
  id: t
  title: T
  status: signed
  parties: [{id: A, name: A}, {id: B, name: B}]
  mission-zone: UTC
in-force:
  - {reading: text, by: A, from: "1970-01-01T00:00Z"}
  - {reading: other, by: B, from: "1970-01-01T12:00Z"}
terms:
  - {id: c1, title: No fire, reference: "1", standing: agreed, subject: [A, B], prohibits: {acts: [${acts}]}, except: [{id: self, kind: self-defence}]}
  - {id: c2, title: No explosions by A, reference: "2", standing: agreed, subject: [A], prohibits: {acts: [explosion]}}
`;
const DUTIES = `  - {id: d1, title: Guns go, reference: "3", standing: agreed, subject: [A, B], obliges: {kind: withdraw-by, duty: go, weapons: [{class: mortar}], deadline: EIF + 1 d}}
  - {id: d2, title: Incidents are reported, reference: "4", standing: agreed, subject: [A, B], obliges: {kind: report-by, duty: report, to: OBS, deadline: incident + 1 d}}
  - {id: c3, title: Mortars in store, reference: "5", standing: agreed, subject: [A], prohibits: {acts: [explosion, fire], weapons: [{class: mortar}], within: {line: L, per-side-km: 9}, storage: site}}
verification:
  bodies: [{id: OBS, name: Observers, functions: [verify]}]
  clocks: [{id: look, name: Looked into, body: OBS, starts-at: incident, within: 24 h}]
lines: [{id: L, name: L, applies-to: [A], as-of: 1970-01-01, positions: [[37, 47], [37, 49]]}]
zones: [{id: site, name: Site, kind: storage, belongs-to: A, circle: {centre: [37.5, 48], radius-km: 9}, meets-criteria: true}]
`;
/** The last two need to know the whole record: their second clause holds after a quiet day, or once a duty is done. */
const AGREEMENTS = [
  terms("fire"),
  terms("fire, explosion, presence"),
  terms("fire").replace("subject: [A], ", "subject: [A], when: {from: {quiet-days: 1, since: 1970-01-01T00:00Z}}, ") +
    DUTIES,
  terms("fire").replace("subject: [A], ", "subject: [A], when: {from: done d1}, ") + DUTIES,
].map((text) => {
  const parsed = parseAgreement(text, "t.yaml", () => undefined);
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return compile(parsed.agreement);
});

/** One step of a record's growth. Numbers choose among what is there, whatever there is. */
type Step =
  | { readonly is: "submission" | "import"; readonly of: readonly number[]; readonly name: number }
  | { readonly is: "judgement"; readonly same: boolean; readonly a: number; readonly b: number }
  | { readonly is: "pin"; readonly of: readonly number[] }
  | {
      readonly is: "attribute" | "invoke" | "decide" | "assess" | "read" | "quiet" | "state" | "complain" | "answer";
      readonly on: number;
      readonly members: readonly number[];
    }
  | { readonly is: "agreement"; readonly n: number; readonly reading: boolean; readonly stated: number }
  | { readonly is: "rules" | "early"; readonly on: number; readonly members: readonly number[] }
  | { readonly is: "withdrawal" | "erasure" | "again"; readonly of: number };

const n = fc.nat({ max: 1_000 });
const some = fc.array(n, { minLength: 1, maxLength: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constantFrom("submission", "import"), of: some, name: n }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("judgement"), same: fc.boolean(), a: n, b: n }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("pin"), of: some }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constantFrom("attribute", "invoke", "decide", "assess", "read", "quiet", "state", "complain", "answer"),
      on: n,
      members: some,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant("agreement"), n, reading: fc.boolean(), stated: fc.nat({ max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom("rules", "early"), on: n, members: some }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom("withdrawal", "erasure", "again"), of: n }) },
) as fc.Arbitrary<Step>;

/** A record as it grows: entries, what files give, what was destroyed. */
class Growing {
  readonly entries = new Map<string, Recorded>();
  readonly files = new Map<string, FileContents>();
  readonly all: readonly Observation[];
  private readonly log: Recorded[] = [];

  constructor(all: readonly Observation[]) {
    this.all = all;
  }

  readonly sources: Sources = {
    contents: async (body) => {
      const found = this.files.get(body.file.sha256);
      if (found?.reconciliation.format === "damaged")
        throw problem(catalogue.badFile, { why: "is damaged" }, { file: body.file.name });
      return found && { ...found, reconciliation: { ...found.reconciliation, file: body.file.name } };
    },
    // Of the one version whose text the program of today refuses.
    text: async () => "agreement: {id: t}",
    agreement: (body) => AGREEMENTS[Number(body.text.name)],
  };

  private made<K extends EntryKind>(kind: K, body: Body<K>, stated?: number): Recorded {
    const { payload, ...rest } = draft(kind, body, stated);
    const commitment = sha256Hex(`entry ${this.log.length}`);
    const parsed = parsePayload(kind, JSON.parse(canonical(payload)));
    return { commitment, stated: rest.stated, marking: rest.marking, entry: parsed };
  }

  private pick<T>(list: readonly T[], i: number): T | undefined {
    return list[i % Math.max(1, list.length)];
  }

  private bodyOf(s: Step): Recorded | undefined {
    const ids = this.all.map((o) => o.id);
    switch (s.is) {
      case "submission":
        return this.made("submission", { via: "cli", observations: this.observations(s.of), evidence: [] });
      case "import":
        return this.imported(s);
      case "judgement": {
        const [a, b] = [this.pick(ids, s.a), this.pick(ids, s.b)];
        if (a === undefined || b === undefined || a === b) return undefined;
        return this.made("judgement", { judgement: s.same ? "same" : "different", a, b });
      }
      case "pin": {
        const observations = [...new Set(s.of.flatMap((i) => this.pick(ids, i) ?? []))];
        return observations.length === 0 ? undefined : this.made("judgement", { judgement: "pin", observations });
      }
      case "attribute":
      case "invoke":
      case "decide":
      case "assess":
      case "read":
        return this.decision(s, ids);
      case "quiet":
        return this.made("quiet", {
          agreement: "t",
          clause: "c2",
          body: s.on % 3 === 0 ? "A" : "OBS",
          from: millis((s.on % 4) * 21_600_000),
          until: millis(172_800_000 + (s.on % 4) * 21_600_000),
          words: "",
          evidence: [],
        });
      case "state":
        return this.made("statement", {
          agreement: "t",
          clause: s.on % 2 === 0 ? "d1" : "d2",
          party: s.on % 2 === 0 ? "A" : "B",
          incident: s.on % 2 === 0 ? null : (this.pick(ids, s.members[0] ?? 0) ?? null),
          body: s.on % 3 === 0 ? "A" : "OBS",
          progress: s.on % 4 === 0 ? "partly" : "fulfilled",
          asOf: millis((s.on % 5) * 21_600_000),
          share: null,
          place: "",
          words: "",
          evidence: [],
        });
      case "complain":
      case "answer":
        return this.caseStep(s, ids);
      case "agreement": {
        const text = { sha256: sha256Hex("text"), name: String(s.n % (AGREEMENTS.length + 1)) };
        const body = { id: "t", text, parts: [], reading: s.reading ? "text" : null };
        return this.made("agreement-version", body, 1_745_000_000_000 + s.stated);
      }
      case "rules": {
        const rule = { delayMs: 259_200_000 + (s.on % 3) * 3_600_000, cellM: 5_000 * (1 + (s.on % 2)) };
        return this.made("release-rules", { from: (s.on % 4) * 86_400_000, rules: { public: rule } });
      }
      case "early": {
        const [id, ...others] = s.members.flatMap((i) => this.pick(ids, i) ?? []);
        if (id === undefined) return undefined;
        const about =
          s.on % 2 === 0
            ? { of: "observation" as const, id, members: [] }
            : { of: "incident" as const, id, members: [id, ...others] };
        return this.made("release-early", {
          ...about,
          to: s.on % 3 === 0 ? ["public"] : ["party-a", "guarantors"],
          precise: s.on % 5 === 0,
          people: ["p-1", "p-2"],
        });
      }
      case "withdrawal": {
        const of = this.pick(this.log, s.of);
        return of && this.made("withdrawal", { entry: { index: 0, commitment: of.commitment } });
      }
      case "erasure":
        return this.erasure(s.of);
      default:
        return undefined;
    }
  }

  private observations(of: readonly number[]): Observation[] {
    return of.flatMap((i) => {
      const o = this.pick(this.all, i);
      // Some come in another version, under the id that is known.
      return o ? [i % 7 === 0 ? { ...o, source: "another", origin: { ...o.origin, line: 1 + (i % 3) } } : o] : [];
    });
  }

  private imported(s: Extract<Step, { is: "import" | "submission" }>): Recorded {
    const sha256 = sha256Hex(`file ${s.name % 6}`);
    const format = s.name % 6 === 5 ? "damaged" : "trucekeeper-csv";
    const items: FileContents["items"] = [
      ...this.observations(s.of).map((value) => ({ type: "observation", value }) as const),
      { type: "coverage", value: watch(s.name) },
    ];
    const account = { file: "", sha256, format, rowsIn: 0, rowsUsed: 0, refused: 0, skipped: {}, observations: 0 };
    if (!this.files.has(sha256))
      this.files.set(sha256, { reconciliation: { ...account, refusals: [], assumptions: [], warnings: [] }, items });
    return this.made("import", {
      file: { sha256, name: `f${s.name % 3}.csv`, bytes: 1 },
      format: "trucekeeper-csv",
      reader: { name: "trucekeeper-csv", version: "1" },
      mapping: null,
      assumptions: [],
      zone: s.name % 4 === 0 ? "UTC" : null,
    });
  }

  private decision(s: Extract<Step, { on: number }>, ids: readonly string[]): Recorded {
    const incident = this.pick(ids, s.on) ?? sha256Hex("none");
    const members = [...new Set(s.members.flatMap((i) => this.pick(ids, i) ?? []))];
    const basis = { checkpoint: null, observations: [], evidence: [] };
    const about = { incident, members, basis };
    const standard = "balance";
    const exception = { clause: "c1", exception: "self", by: "B", incident, members };
    switch (s.is) {
      case "attribute":
        return this.made("decision", { decision: "attribute", ...about, standard, actor: "A", dissent: [] });
      case "assess":
        return this.made("decision", {
          decision: "assess-actor",
          ...about,
          actor: "B",
          strength: s.on % 2 === 0 ? "likely" : "almost-certain",
          method: "m",
        });
      case "read":
        return this.made("decision", {
          decision: "read-clause",
          agreement: "t",
          clause: "c1",
          words: "w",
          body: "OBS",
          effect: s.on % 2 === 0 ? "exempts" : "does-not-cover",
          acts: ["fire"],
          activities: [],
          objects: [],
        });
      case "invoke":
        return this.made("decision", { decision: "invoke", ...exception, words: "" });
      default:
        return this.made("decision", { decision: "decide-exception", ...about, ...exception, standard, holds: true });
    }
  }

  private caseStep(s: Extract<Step, { on: number }>, ids: readonly string[]): Recorded | undefined {
    const known = this.log.filter((e) => e.entry.kind === "case");
    const after = this.pick(known, s.on);
    const own = { by: s.on % 2 === 0 ? "A" : "OBS", words: "w", dissent: [], evidence: [] };
    if (s.is === "answer")
      return (
        after &&
        this.made(
          "case",
          {
            ...own,
            by: "OBS",
            opens: null,
            move: { after: { index: 0, commitment: after.commitment }, act: s.on % 3 === 0 ? "link" : "acknowledge" },
          },
          172_800_000 + s.on,
        )
      );
    const incidents = s.members.flatMap((i) => this.pick(ids, i) ?? []);
    const opens = { subject: "complaint" as const, agreement: "t", clauses: ["c1"], incidents, from: null };
    return this.made("case", { ...own, opens, move: null }, 86_400_000 + s.on);
  }

  private erasure(of: number): Recorded | undefined {
    const target = this.pick(
      this.log.filter((e) => e.entry.kind !== "erasure"),
      of,
    );
    if (!target) return undefined;
    const { entry } = target;
    const evidence = of % 2 === 0 && entry.kind === "import" ? [entry.payload.body.file.sha256] : [];
    const entries = of % 3 === 0 && evidence.length > 0 ? [] : [{ index: 0, commitment: target.commitment }];
    // Older orders kept nothing of a withdrawal: then it takes nothing back any more.
    const kept = entry.kind === "withdrawal" && entries.length > 0 && of % 5 !== 0;
    const keeps = kept
      ? { keeps: [{ withdrawal: target.commitment, entry: entry.payload.body.entry.commitment }] }
      : {};
    return this.made("erasure", { entries, evidence, envelopes: false, people: ["p-1", "p-2"], ...keeps });
  }

  /** Takes one step. @returns what arrived by it, and what was destroyed */
  take(s: Step): { entries: Recorded[]; destroyed: string[] } {
    const again = s.is === "again" ? this.pick([...this.entries.values()], s.of) : undefined;
    if (again) return { entries: [again], destroyed: [] };
    const made = this.bodyOf(s);
    if (!made) return { entries: [], destroyed: [] };
    this.log.push(made);
    this.entries.set(made.commitment, made);
    const { entry } = made;
    if (entry.kind !== "erasure") return { entries: [made], destroyed: [] };
    const destroyed = entry.payload.body.entries.map((e) => e.commitment);
    for (const commitment of destroyed) this.entries.delete(commitment);
    for (const sha256 of entry.payload.body.evidence) this.files.delete(sha256);
    return { entries: [made], destroyed };
  }
}

const watch = (i: number) => ({
  id: sha256Hex(`window ${i % 4}`),
  station: `s${i % 2}`,
  kind: "station" as const,
  area: { kind: "point" as const, lon: 37, lat: 48, radiusM: 1_000 },
  state: i % 3 === 0 ? ("down" as const) : ("watching" as const),
  detects: [],
  blindTo: [],
  zone: "UTC",
  origin: { file: sha256Hex(`file ${i % 6}`), line: 1 + (i % 5) },
  from: millis((i % 5) * 3_600_000),
  until: millis((i % 5) * 3_600_000 + 5_400_000),
});

/** Obligations and all that is judged beside rows, as plain values. */
const besideRows = ({ obligations, judged }: Pick<Derived, "obligations" | "judged">) => ({
  obligations,
  asOf: judged.asOf,
  withdrawals: judged.withdrawals(),
  cases: judged.cases(),
  series: [judged.series(), judged.days()],
  duties: [...judged.incidentDuties()],
  severities: [...judged.severities()],
});

/** What of it was met at all: a comparison of nothing holds nothing. */
const met = new Set<string>();

const keyOf = (row: TaggedRow): string => `${row.table} ${row.row.profile} ${idOf(row)}`;

/** Goes through the steps, some at a time, and holds the live state to the one that is derived whole. */
async function sameAsWhole(
  observations: readonly Observation[],
  steps: readonly Step[],
  stride: number,
  resumes = false,
) {
  const record = new Growing(observations);
  let live = new LiveMission(() => record.sources, UTC);
  let rows = new Map<string, string>();
  for (let at = 0; at < steps.length; at += stride) {
    const arrived = steps.slice(at, at + stride).map((s) => record.take(s));
    const destroyed = arrived.flatMap((a) => a.destroyed);
    const entries = arrived.flatMap((a) => a.entries).filter((e) => !destroyed.includes(e.commitment));
    const change = await live.apply({ entries, destroyed });
    const filing = filingOf(live.terms.agreement.zones, live.release);
    for (const { row, removed } of changedRows(change, filing)) {
      if (row) rows.set(keyOf(row), canonical(row));
      else if (removed) rows.delete(`${removed.table} ${removed.profile} ${removed.id}`);
    }
    if (change.whole || change.released) {
      const { observations: filed, coverage, impediments } = live.filed();
      const all: TaggedRow[] = [...coverage.map(windowRow), ...impediments.map(impedimentRow)];
      for (const o of filed) all.push(...observationRows(o, filing));
      for (const one of live.incidents()) all.push(...incidentRows(one, filing));
      rows = new Map(all.map((row) => [keyOf(row), canonical(row)]));
    }
    const batch = await deriveRecord({ entries: record.entries.values(), sources: record.sources, zone: UTC });
    const whole = filingOf(live.terms.agreement.zones, batch.release);
    const expected = [...derivedRows(batch.derived, whole)].map((r) => [keyOf(r), canonical(r)] as const);
    expect([...rows].sort(([a], [b]) => byCodePoint(a, b))).toEqual(
      [...expected].sort(([a], [b]) => byCodePoint(a, b)),
    );
    expect(canonical(live.account())).toBe(canonical(accountOf(batch)));
    if (batch.refusedFiles.some((f) => f.why.startsWith("as a version"))) met.add("refused agreements");
    for (const row of rows.values()) if (row.includes("two-person-release")) met.add("early releases");
    // Worked out over the whole mission: once it has grown.
    if (at + stride >= steps.length) {
      const beside = besideRows(batch.derived);
      expect(canonical(besideRows(live.judged()))).toBe(canonical(beside));
      for (const [what, list] of Object.entries(beside)) if (Array.isArray(list) && list.length > 0) met.add(what);
    }
    if (!resumes) continue;
    const snapshot = live.snapshot() as LiveSnapshot;
    live = new LiveMission(() => record.sources, UTC);
    await live.resume({ entries: record.entries.values() }, JSON.parse(JSON.stringify(snapshot), revived));
    expect(canonical(live.account())).toBe(canonical(accountOf(batch)));
  }
}

/** Bytes as JSON gives them are bytes again. */
const revived = (name: string, value: unknown): unknown =>
  name === "groups" ? Uint8Array.from(Object.values(value as object) as number[]) : value;

describe("a mission kept as its record grows", () => {
  test("is the one derived whole, after every step and from a snapshot: late reports, merges, splits, claims, decisions, withdrawals, erasures", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyObservations(14)
          .filter((all) => all.length > 0)
          .map((all) => all.map(recordable)),
        fc.array(step, { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        sameAsWhole,
      ),
      // The seed holds, so that every kind of thing is met in every run.
      { numRuns: 300, seed: 11 },
    );
    expect([...met].sort(byCodePoint)).toEqual([
      "cases",
      "duties",
      "early releases",
      "obligations",
      "refused agreements",
      "series",
      "severities",
      "withdrawals",
    ]);
  }, 300_000);
});

test("a file that was destroyed and comes again counts again, also for its other imports", async () => {
  const all = fc
    .sample(anyObservations(6), { numRuns: 20, seed: 3 })
    .find((list) => list.length > 3)
    ?.map(recordable) as Observation[];
  const file = (of: number[], name: number): Step => ({ is: "import", of, name });
  // 6 erases the evidence of the first entry and leaves the entry; 0 is read with a zone, 6 and 18 without and with one.
  await sameAsWhole(
    all,
    [file([1, 2], 0), file([1, 2], 6), { is: "erasure", of: 0 }, file([1, 2], 6), file([3], 12)],
    1,
  );
  await sameAsWhole(all, [file([1], 0), { is: "erasure", of: 6 }, file([1], 0), file([2], 18)], 1);
});

test("a snapshot of other observations, or one that is damaged, is refused", async () => {
  const all = fc
    .sample(anyObservations(6), { numRuns: 20, seed: 3 })
    .find((list) => list.filter((o) => o.kind !== "aggregate").length > 3)
    ?.map(recordable) as Observation[];
  const record = new Growing(all);
  const { entries } = record.take({ is: "submission", of: all.map((_, i) => 7 * i + 1), name: 0 });
  const live = new LiveMission(() => record.sources, UTC);
  for (const _ of (await live.apply({ entries })).incidents());
  const { groups, counts } = live.snapshot() as LiveSnapshot;
  const resumed = (arrived: readonly Recorded[], bytes: Uint8Array) =>
    new LiveMission(() => record.sources, UTC).resume({ entries: arrived }, { groups: bytes, counts });
  await resumed(entries, groups);
  await expect(resumed([], groups)).rejects.toThrow(TypeError);
  await expect(resumed(entries, groups.subarray(0, groups.length - 1))).rejects.toThrow(TypeError);
  await expect(
    resumed(
      entries,
      Uint8Array.from(groups, (b, i) => (i === 0 ? b + 1 : b)),
    ),
  ).rejects.toThrow(TypeError);
});
