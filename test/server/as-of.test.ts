import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { closePast } from "../../src/server/as-of.ts";
import { draft, erasure, withdrawal } from "../../src/store/made.fixture.ts";
import { deriveMission, rootAt } from "../../src/store/mission-state.ts";
import { PastStates } from "../../src/store/past-states.ts";
import type { Mission, Store } from "../../src/store/store.ts";
import { type Entrances, openEntrances } from "./entrances-server.ts";
import { AGREEMENT } from "./matrix-world.ts";

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
  await at.more(5, 12);
  const first = await at.store.entry("m", 6);
  const named = { index: 6, envelope: { commitment: first?.envelope?.commitment as string } };
  await at.store.append("m", [withdrawal(named)]);
  await at.more(12, 14);
  const { sha256 } = await at.store.evidence("m").put(new TextEncoder().encode(AGREEMENT));
  const body = { id: "quiet", text: { sha256, name: "a.yaml" }, parts: [], reading: null };
  await at.store.append("m", [draft("agreement-version", body)]);
  await at.more(14, 16);
}, 60_000);
afterAll(async () => {
  await closePast(at.store);
  await at.close();
});

const get = async (path: string, role: Role = "verifier") => {
  const answer = await at.get(`/api/v1/missions/m/${path}`, role);
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of several routes
  return { status: answer.status, body: (await answer.json()) as any };
};
const idsOf = ({ body }: Awaited<ReturnType<typeof get>>): string[] => body.items.map((i: { id: string }) => i.id);

test("list, counts, histogram, situation, map and one incident are those of the record as it then was", async () => {
  const size = await at.store.size("m");
  const mission = (await at.store.mission("m")) as Mission;
  for (const asOf of [8, 12, size]) {
    const { derived } = await deriveMission(at.store, mission, { size: asOf });
    const expected = derived.findings.incidents.map((f) => f.incident.id).sort();
    const list = await get(`incidents?asOf=${asOf}`);
    expect([asOf, idsOf(list).sort(), list.body.total]).toEqual([asOf, expected, expected.length]);
    expect((await get(`histogram?asOf=${asOf}`)).body.total).toBe(expected.length);
    expect((await get(`map?asOf=${asOf}`)).body.total).toBe(expected.length);
    const situation = await get(`situation?asOf=${asOf}`);
    expect(situation.body.asKnownAt).toEqual({ size: asOf, root: await rootAt(at.store, "m", asOf) });
    expect(situation.body.incidents).toBe(expected.length);
    const tile = await at.get(`/tiles/m/incidents/0/0/0.mvt?asOf=${asOf}`, "verifier");
    expect(tile.status).toBe(200);
  }
  // Withdrawn since: there before, and here no more.
  const before = idsOf(await get("incidents?asOf=12"));
  const now = new Set(idsOf(await get("incidents")));
  const [gone] = before.filter((id) => !now.has(id));
  expect(gone).toBeDefined();
  expect((await get(`incidents/${gone}?asOf=12`)).status).toBe(200);
  expect((await get(`incidents/${gone}`)).status).toBe(404);
});

test("observations, assessments and OGC API's collections are those of the record as it then was", async () => {
  const mission = (await at.store.mission("m")) as Mission;
  const size = await at.store.size("m");
  for (const asOf of [12, size - 1]) {
    const { derived } = await deriveMission(at.store, mission, { size: asOf });
    const reports = derived.gathered.observations.map((o) => o.id).sort();
    const list = await get(`observations?asOf=${asOf}&limit=1000`);
    expect([idsOf(list).sort(), list.body.total]).toEqual([reports, reports.length]);
    const incidents = derived.findings.incidents.map((f) => f.incident.id).sort();
    const results = await get(`assessments?asOf=${asOf}&limit=1000`);
    // While there was no agreement nothing was judged by it.
    const today = (await get("assessments?limit=1000")).body.items as { incident: string }[];
    expect(results.body.items).toEqual(asOf === 12 ? [] : today.filter((r) => incidents.includes(r.incident)));
    expect(today.length > results.body.total && (asOf === 12 || results.body.total > 0)).toBe(true);
    const ogc = async (kind: string) => {
      const answer = await at.get(`/ogc/collections/m.${kind}/items?limit=1000&asOf=${asOf}`, "verifier");
      return (await answer.json()) as { features: { id: string }[]; links: { rel: string; href: string }[] };
    };
    expect((await ogc("incidents")).features.map((f) => f.id).sort()).toEqual(incidents);
    expect((await ogc("observations")).features.map((f) => f.id).sort()).toEqual(reports);
    expect((await ogc("assessments")).features.length).toBe(results.body.total);
  }
  // Withdrawn since: as it was then, and absent now.
  const now = new Set(idsOf(await get("observations?limit=1000")));
  const [gone] = idsOf(await get("observations?asOf=12&limit=1000")).filter((id) => !now.has(id));
  const item = `/ogc/collections/m.observations/items/${gone}`;
  const status = async (path: string) => (await at.get(path, "verifier")).status;
  expect([(await get(`observations/${gone}?asOf=12`)).status, (await get(`observations/${gone}`)).status]).toEqual([
    200, 404,
  ]);
  expect([await status(`${item}?asOf=12`), await status(item)]).toEqual([200, 404]);
  // A next page is of the same moment.
  const first = await at.get("/ogc/collections/m.incidents/items?limit=2&asOf=12", "verifier");
  const { links } = (await first.json()) as { links: { rel: string; href: string }[] };
  expect(links.find((l) => l.rel === "next")?.href).toContain("asOf=12");
  expect(JSON.stringify(await (await at.get("/ogc/api", "verifier")).json())).toContain('"name":"asOf"');
});

test("where there is no earlier state to show, asking for one is refused in words and never passed over", async () => {
  for (const path of ["/feeds/m/atom", "/feeds/m/cap", "/live/m", "/api/v1/missions/m/entries", "/ogc/collections"]) {
    const answer = await at.get(`${path}?asOf=8`, "verifier");
    expect([path, answer.status]).toEqual([path, 400]);
    expect(((await answer.json()) as { detail: string }).detail).toContain("asOf: what stands here is as of now only");
  }
  const zones = await at.get("/ogc/collections/m.zones/items?asOf=8", "verifier");
  expect([zones.status, ((await zones.json()) as { detail: string }).detail]).toEqual([
    400,
    expect.stringContaining("zones are of the agreement in force now"),
  ]);
});

test("a filter, a page and a marking hold in an earlier state as today", async () => {
  const pages: string[] = [];
  for (let next = ""; ; ) {
    const page = await get(`incidents?asOf=8&limit=3${next}`);
    pages.push(...idsOf(page));
    if (page.body.next === null) break;
    next = `&cursor=${page.body.next}`;
  }
  expect(pages).toEqual(idsOf(await get("incidents?asOf=8")));
  const amber = await get("incidents?asOf=8", "observer");
  expect(new Set(amber.body.items.map((i: { marking: string }) => i.marking)).has("TLP:RED")).toBe(false);
  expect(amber.body.total).toBeLessThan(pages.length);
});

test("a moment counts what had been received; before the first entry, to come, and what is none of it are refused", async () => {
  const first = (await at.store.entry("m", 0))?.envelope?.received as number;
  const last = (await at.store.entry("m", (await at.store.size("m")) - 1))?.envelope?.received as number;
  const all = await get("incidents");
  for (const asOf of [last, new Date(last).toISOString()])
    expect(idsOf(await get(`incidents?asOf=${asOf}`))).toEqual(idsOf(all));
  const root = await rootAt(at.store, "m", 8);
  expect(idsOf(await get(`incidents?asOf=${root.slice(0, 12)}`))).toEqual(idsOf(await get("incidents?asOf=8")));
  for (const [asOf, why] of [
    [first - 1, /first entry was received later/],
    ["0", /before the first entry/],
    ["2999-01-01T00:00:00Z", /still to come/],
    ["99999", /expected a moment/],
    ["yesterday", /expected a moment/],
    ["2025-02-31", /expected a moment/],
  ] as const) {
    const { status, body } = await get(`incidents?asOf=${asOf}`);
    expect([asOf, status, why.test(body.detail)]).toEqual([asOf, 400, true]);
  }
});

test("who is not of the staff is refused alike, whether there is such a state or not", async () => {
  for (const role of ["guarantor", "administrator"] as const) {
    const asked = ["3", "99999", "x"].flatMap((asOf) => [`incidents?asOf=${asOf}`, `assessments?asOf=${asOf}`]);
    const answers = await Promise.all(asked.map((path) => get(path, role)));
    const ogc = await at.get("/ogc/collections/m.incidents/items?asOf=3", role);
    expect(await ogc.json()).toEqual(answers[0]?.body);
    expect(new Set(answers.map((a) => JSON.stringify(a)))).toHaveProperty("size", 1);
    expect(answers[0]?.status).toBe(403);
  }
});

test("states are made one at a time and kept in a number that is bounded; an erasure takes them away", async () => {
  const mission = (await at.store.mission("m")) as Mission;
  const past = new PastStates(at.store, { kept: 2, waiting: 1, patienceMs: 60_000, threads: false });
  const many = await Promise.allSettled([1, 2, 3, 4].map((size) => past.at(mission, size)));
  const refused = many.filter((m) => m.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) expect(one.reason).toMatchObject({ code: "http/busy" });
  const [kept] = many.filter((m) => m.status === "fulfilled");
  expect(await kept?.value.state("m")).toMatchObject({ size: 1 });
  expect(await past.at(mission, 1)).toBe(kept?.value);
  const entry = await at.store.entry("m", 0);
  const named = { index: 0, envelope: { commitment: entry?.envelope?.commitment as string } };
  await at.store.append("m", [erasure([named])]);
  const again = await past.at(mission, 1);
  expect(again).not.toBe(kept?.value);
  const view = await again.visible("m", { profile: "full", upTo: "TLP:RED" });
  expect(await view?.count("observation")).toBe(0);
  await past.close();
});

test("who has waited long enough is told to come again, and then it is there", async () => {
  const mission = (await at.store.mission("m")) as Mission;
  let go = (): void => undefined;
  const gate = new Promise<void>((open) => {
    go = open;
  });
  const slow: Store = {
    ...at.store,
    overTree: async (...asked) => gate.then(() => at.store.overTree(...asked)),
  };
  const past = new PastStates(slow, { kept: 1, waiting: 1, patienceMs: 1, threads: false });
  await expect(past.at(mission, 5)).rejects.toMatchObject({ code: "http/busy", status: 503 });
  go();
  // Asked until it is there: each time it is the same one that goes on.
  const asked = async (): ReturnType<typeof past.at> => past.at(mission, 5).catch(asked);
  expect(await (await asked()).state("m")).toMatchObject({ size: 5 });
  await past.close();
});
