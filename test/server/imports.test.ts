import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionCookie } from "../../src/server/caller.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

let at: Entrances;
const cookies = new Map<string, string>();
beforeAll(async () => {
  at = await openEntrances();
  const now = millis(Date.now());
  for (const role of ["analyst", "observer"] as const) {
    const { id } = await at.identity.addPerson({ login: `${role}-here`, name: role, operator: false }, now);
    await at.identity.setMembership("m", id, { role });
    const secret = `session-of-${role}`.padEnd(43, "x");
    const until = millis(now + 3_600_000);
    await at.identity.addSession({ hash: hashOf(secret), person: id, created: now, seen: now, until, strong: false });
    cookies.set(role, `${sessionCookie(false)}=${secret}`);
  }
}, 60_000);
afterAll(() => at.close());

const LOG =
  "Act,When,Grid,Remark\nexplosion.mortar,2025-04-20 03:15,37U CQ 66400 83500,a\nfire,yesterday,37U CQ 66400 83500,b\n\nfire,2025-04-20 04:00,,c\n";
const MAPPING = {
  Act: "act",
  When: "time_from",
  Grid: "position",
  Remark: "note",
  "=p-7": "source",
  "=monitor": "source_kind",
};

const send = (path: string, query: Readonly<Record<string, string>>, body: string, role = "analyst", more = {}) =>
  at.app.request(`${HOST}/api/v1/missions/m/imports${path}?${new URLSearchParams(query)}`, {
    method: "POST",
    body,
    headers: { Origin: HOST, Cookie: cookies.get(role) ?? "", ...more },
  });
const mapped = { name: "log.csv", mapping: JSON.stringify(MAPPING) };

test("a preview says what would be kept, and keeps nothing", async () => {
  const size = await at.store.size("m");
  const unknown = (await (await send("/preview", { name: "log.csv" }, LOG)).json()) as Record<string, unknown>;
  expect(unknown).toMatchObject({
    format: null,
    problem: expect.stringContaining("unknown format"),
    headings: { line: 1, headings: ["Act", "When", "Grid", "Remark"] },
    observations: 0,
    sample: [],
  });
  const known = (await (await send("/preview", mapped, LOG)).json()) as {
    rowsIn: number;
    rowsUsed: number;
    refused: number;
    skipped: Record<string, number>;
  };
  expect(known).toMatchObject({
    format: "trucekeeper-csv",
    problem: null,
    rowsIn: 3,
    rowsUsed: 2,
    refused: 1,
    refusals: [{ line: 3, field: "time_from", why: expect.stringContaining("yesterday") }],
    sample: [
      { line: 2, acts: ["explosion.mortar"], zoneBasis: "assumed", count: "≥ 1 event" },
      { line: 5, acts: ["fire"], place: "" },
    ],
    withoutPlace: 1,
  });
  expect(known.rowsIn).toBe(known.rowsUsed + known.refused + Object.values(known.skipped).reduce((a, b) => a + b, 0));
  expect(await at.store.size("m")).toBe(size);
});

test("an import is one entry with its reason and mapping; again it adds nothing; undone it stays with its withdrawal", async () => {
  const size = await at.store.size("m");
  expect((await send("", { ...mapped, reason: "" }, LOG)).status).toBe(400);
  const first = await send("", { ...mapped, reason: "the patrol's own log" }, LOG);
  expect(first.status).toBe(201);
  expect(await first.json()).toMatchObject({ entry: size, present: false });
  expect(await (await send("", { ...mapped, reason: "once more" }, LOG)).json()).toMatchObject({
    entry: size,
    present: true,
  });
  expect(await at.store.size("m")).toBe(size + 1);
  const entry = await at.store.entry("m", size);
  expect(entry?.content?.payload).toMatchObject({
    reason: "the patrol's own log",
    body: { format: "trucekeeper-csv", mapping: MAPPING, zone: "UTC" },
  });
  const undo = (role: string, key: string, index = size) =>
    send(`/${index}/withdrawn`, {}, JSON.stringify({ reason: "the wrong month" }), role, { "Idempotency-Key": key });
  expect((await undo("observer", "k0")).status).toBe(403);
  expect((await undo("analyst", "k0", 0)).status).toBe(404);
  for (const _ of [1, 2]) expect(await (await undo("analyst", "k1")).json()).toEqual({ entry: size + 1 });
  expect(await at.store.size("m")).toBe(size + 2);
});

test("who may not import learns nothing; a wrong mapping is refused with what is wrong", async () => {
  expect((await send("/preview", mapped, LOG, "observer")).status).toBe(403);
  expect((await send("/preview", mapped, LOG, "nobody")).status).toBe(401);
  expect((await send("/preview", { name: "log.csv", mapping: "[1" }, LOG)).status).toBe(400);
  const twice = await send(
    "",
    { name: "log.csv", mapping: JSON.stringify({ Act: "act", When: "act" }), reason: "r" },
    LOG,
  );
  expect([twice.status, await twice.text()]).toEqual([422, expect.stringContaining("more than one source")]);
});
