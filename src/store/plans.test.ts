import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { millis } from "../units.ts";
import { FULL, type Lease, type TaggedRow } from "./derivations.ts";
import { at, hashOf, row } from "./made.fixture.ts";
import { openEmbedded } from "./open-embedded.ts";
import type { Store } from "./store.ts";

/** Statements as SQLite was given them. */
const given = new Set<string>();
const { prepare } = Database.prototype;

let folder: string;
let store: Store;
let lease: Lease;
beforeAll(async () => {
  Database.prototype.prepare = function (this: Database.Database, text: string) {
    given.add(text);
    return prepare.call(this, text);
  } as typeof prepare;
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-plans-"));
  store = await openEmbedded(folder);
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  lease = (await store.derivations.acquire("m", "one")) as Lease;
  await store.derivations.replace(lease, state, [0, 1, 2, 3].flatMap(rowsOf));
});
afterAll(async () => {
  Database.prototype.prepare = prepare;
  await store.close();
  await rm(folder, { recursive: true });
});

const state = { derivation: "test 1", size: 1, root: hashOf("root") };

/** An observation, its incident, and that one's assessment. */
function rowsOf(n: number): TaggedRow[] {
  const shared = {
    profile: FULL,
    time: { from: millis(at + n), until: millis(at + n + 1) },
    position: [37, 48],
    marking: "TLP:AMBER",
    content: "{}",
  } as const;
  const incident = hashOf(`incident ${n}`);
  return [
    row(n),
    { table: "incident", row: { ...shared, id: incident, kind: "recorded", act: "clash" } },
    { table: "assessment", row: { ...shared, incident, clause: "1", reading: "text", kind: "contrary" } },
  ];
}

const DERIVED = /\b(observation|incident|assessment|facet)\b/;

/** How SQLite would find the derived rows of these statements. */
function plansOf(statements: Iterable<string>): { readonly statement: string; readonly plan: string }[] {
  const file = new Database(join(folder, "derived.sqlite"), { readonly: true });
  try {
    return [...statements]
      .filter((s) => DERIVED.test(s) && !s.startsWith("insert") && !s.startsWith("explain"))
      .flatMap((statement) => {
        const values: unknown[] = Array(statement.split("?").length - 1).fill(null);
        const steps = (prepare.call(file, `explain query plan ${statement}`) as Database.Statement<unknown[]>).all(
          ...values,
        ) as { detail: string }[];
        return steps.filter((s) => DERIVED.test(s.detail)).map(({ detail }) => ({ statement, plan: detail }));
      });
  } finally {
    file.close();
  }
}

// SQLite keeps no statistics here, and where an index by time holds all columns that a statement asks for it reads the
// whole of a mission there in place of a few rows by key: nothing shows that in a small mission.
test("rows that are named are found by their key and by nothing else: a late report costs the same in any mission", async () => {
  given.clear();
  await store.derivations.change(lease, { ...state, size: 2 }, [1, 2].flatMap(rowsOf), [
    { table: "incident", profile: FULL, id: hashOf("incident 3") },
    { table: "incident", profile: FULL, id: hashOf("incident 0") },
  ]);
  const view = await store.derivations.visible("m", { profile: FULL, upTo: "TLP:RED" });
  if (!view) throw new Error("nothing is derived");
  const ids = [1, 2].map((n) => hashOf(`incident ${n}`));
  expect((await view.page("incident", { ids })).rows).toHaveLength(2);
  expect(await view.ids("incident", ids)).toHaveLength(2);
  expect(await view.one("incident", ids[0] as string)).toBeDefined();
  expect(await view.incidents({ ids }).count()).toBe(2);
  const plans = plansOf(given);
  expect(plans.length).toBeGreaterThan(8);
  expect(plans.filter(({ plan }) => !/^SEARCH .*\bid=\?\)$/.test(plan))).toEqual([]);
});
