import { afterAll, beforeAll, expect, test } from "vitest";
import { audienceOf } from "../../src/access/audience.ts";
import type { Comparison, ComparisonAnswer } from "../../src/server/client/comparison.ts";
import type { Overview } from "../../src/server/client/overview.ts";
import { comparisonsOf } from "../../src/server/comparisons.ts";
import { Reads } from "../../src/server/reads.ts";
import type { Parts } from "../../src/server/route.ts";
import { draft } from "../../src/store/made.fixture.ts";
import type { Mission } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

/** A made-up truce: in force from the second of the five incidents on as A reads it, from the fourth as B does. */
const TEXT = `agreement:
  id: quiet
  title: Quiet
  status: in-force
  parties: [{id: A, name: Aland}, {id: B, name: Beland}]
  mission-zone: UTC
  containment: 0.9
  demonstration: true
in-force:
  - {reading: A, by: A, from: "2023-11-20T00:00+00:00"}
  - {reading: B, by: B, from: "2023-12-15T00:00+00:00"}
terms:
  - id: stop
    title: All fire stops
    reference: para. 1
    subject: [A, B]
    standing: agreed
    prohibits: {acts: [fire, explosion]}
`;

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
  const { sha256 } = await at.store.evidence("m").put(new TextEncoder().encode(TEXT));
  await at.store.append("m", [
    draft("agreement-version", { id: "quiet", text: { sha256, name: "agreement.yaml" }, parts: [], reading: null }),
  ]);
  await at.more(5, 5);
}, 60_000);
afterAll(async () => {
  await comparisonsOf(at.store).close();
  await at.close();
});

type Answer = Omit<ComparisonAnswer, "comparison"> & { readonly comparison: Comparison };

async function compared(a: unknown, b: unknown, role?: Parameters<Entrances["token"]>[0]) {
  const answer = await at.app.request(`${HOST}/api/v1/missions/m/comparison`, {
    method: "POST",
    body: JSON.stringify({ a, b }),
    headers: { Origin: HOST, ...(role && { Authorization: `Bearer ${at.token(role)}` }) },
  });
  const body = (await answer.json()) as Answer & { detail: string };
  return { status: answer.status, body };
}

test("two readings of the text in force: the incidents between their beginnings come out otherwise, each with its test", async () => {
  const { status, body } = await compared({ reading: "A" }, { reading: "B" }, "verifier");
  expect(status).toBe(200);
  expect(body.changed).toBe(2);
  expect(body.comparison.counts).toEqual({ a: { atLeast: 4, atMost: 4 }, b: { atLeast: 2, atMost: 2 } });
  expect(body.comparison.changes.map((c) => [c.a, c.b, c.because.map((t) => t.test)])).toEqual([
    ["contrary", "not-applicable", ["in-force"]],
    ["contrary", "not-applicable", ["in-force"]],
  ]);
  expect(body.incidents.map((i) => i.from)).toEqual([1.701e12, 1.702e12]);
});

test("a text of one's own is run, its zones and all, and nothing of it is kept", async () => {
  const before = await at.store.size("m");
  const own = TEXT.replace("acts: [fire, explosion]", "acts: [fire]");
  const { status, body } = await compared({ reading: "A" }, { text: own, reading: "A" }, "verifier");
  expect([status, body.changed]).toEqual([200, 4]);
  expect(body.comparison.terms[0]?.differences.map((d) => d.field)).toContain("acts");
  expect(await at.store.size("m")).toBe(before);
});

test("duties are told for both texts, each with its deadline, and one that only the other text has", async () => {
  const duty = (id: string, deadline: string) => `  - id: ${id}
    title: Everybody withdraws
    reference: para. 2
    subject: [A]
    standing: agreed
    obliges: {kind: other, duty: Withdraw, deadline: "${deadline}"}
`;
  const own = `${TEXT}${duty("withdraw", "2023-12-01T00:00+00:00")}`;
  const { body } = await compared({ reading: "A" }, { text: own, reading: "A" }, "verifier");
  expect(body.comparison.obligations).toMatchObject([
    {
      clause: { a: null, b: "withdraw" },
      party: "A",
      a: null,
      b: { result: "unverifiable", due: "passed" },
      same: false,
    },
  ]);
  const later = `${TEXT}${duty("withdraw", "2023-12-08T00:00+00:00")}`;
  const both = await compared({ text: own, reading: "A" }, { text: later, reading: "A" }, "verifier");
  expect(both.body.comparison.obligations.map((o) => [o.a?.deadline, o.b?.deadline, o.same])).toEqual([
    [Date.UTC(2023, 11, 1), Date.UTC(2023, 11, 8), false],
  ]);
  expect(both.body.comparison.same).toBe(false);
});

test("who reads less compares less", async () => {
  const { body } = await compared({ reading: "A" }, { reading: "B" }, "observer");
  expect([body.comparison.incidents, body.changed, body.leftOut]).toEqual([3, 1, 0]);
});

test("mistakes in a text of one's own are told by line, and a missing reading by name", async () => {
  const wrong = await compared({ reading: "A" }, { text: TEXT.replace("[fire,", "[fire,,"), reading: "A" }, "verifier");
  expect([wrong.status, wrong.body.detail]).toEqual([422, expect.stringMatching(/^draft\.yaml:\d+:\d+: /)]);
  const which = await compared({}, { reading: "B" }, "verifier");
  expect([which.status, which.body.detail]).toEqual([400, expect.stringContaining("A, B")]);
  const none = await compared({ reading: "C" }, { reading: "B" }, "verifier");
  expect([none.status, none.body.detail]).toEqual([404, expect.stringContaining('no reading "C"')]);
  const closed = await compared({ version: "0".repeat(64), reading: "A" }, { reading: "B" }, "verifier");
  expect(closed.status).toBe(404);
});

test("a mission's card: whichever reading holds, and for each reader what is released to them", async () => {
  const of = async (role?: Parameters<Entrances["token"]>[0]) =>
    ((await (await at.get("/api/v1/overview", role)).json()) as Overview).items.map((i) => ({
      id: i.id,
      incidents: i.incidents,
      contrary: i.contrary,
      readings: i.readings,
      steps: i.days.reduce((sum, n) => sum + n, 0),
      known: i.coverage.known,
    }));
  const card = { id: "m", readings: 2, known: false };
  expect(await of("verifier")).toEqual([{ ...card, incidents: 5, steps: 5, contrary: { atLeast: 2, atMost: 4 } }]);
  expect(await of("observer")).toEqual([{ ...card, incidents: 3, steps: 3, contrary: { atLeast: 2, atMost: 3 } }]);
  expect(await of()).toEqual([{ ...card, incidents: 1, steps: 1, contrary: { atLeast: 1, atMost: 1 } }]);
});

test("a text that its reader may not read is as none: not its words, its zones, its title, nor what it promises", async () => {
  // Entered as TLP:AMBER, which is not for guarantors, administrators or the public.
  for (const path of ["agreement", "agreement/text", "guarantees"]) {
    const none = await at.get("/api/v1/missions/hidden/agreement");
    for (const role of ["guarantor", "administrator", undefined] as const) {
      const answer = await at.get(`/api/v1/missions/m/${path}`, role);
      expect([path, role, answer.status, await answer.text()]).toEqual([path, role, 404, await none.clone().text()]);
    }
  }
  const mission = async (role?: Parameters<Entrances["token"]>[0]) =>
    (await (await at.get("/api/v1/missions/m", role)).json()) as {
      title: string;
      clauses: unknown[];
      readings: unknown[];
    };
  expect(await mission("guarantor")).toMatchObject({ title: "M", clauses: [], readings: [] });
  expect(await mission("verifier")).toMatchObject({ title: "Quiet", clauses: [{ id: "stop" }] });
  expect((await at.get("/api/v1/missions/m/agreement", "verifier")).status).toBe(200);
  // Nor is it run, or listed among the versions.
  for (const role of ["guarantor", "administrator", undefined] as const) {
    expect([role, (await compared({ reading: "A" }, { reading: "B" }, role)).status]).toEqual([role, 404]);
    const versions = await at.get("/api/v1/missions/m/agreement/versions", role);
    expect([role, ((await versions.json()) as { items: unknown[] }).items]).toEqual([role, []]);
  }
});

test("asked again it is the answer of before, for the same reader, the same state and the same texts alone", async () => {
  const reads = new Reads(at.store);
  const parts = { store: at.store, reads } as unknown as Parts;
  const mission = (await at.store.mission("m")) as Mission;
  const text = { text: TEXT, name: "a.yaml", parts: new Map() };
  const asked = { a: { ...text, reading: "A" }, b: { ...text, reading: "B" } };
  const audience = audienceOf({ role: "verifier" }, millis(Date.now()));
  const made = comparisonsOf(at.store);
  const of = (who = audience, what = asked) => made.of(parts, { mission, audience: who }, what);
  const [first, second] = await Promise.all([of(), of()]);
  expect(second).toBe(first);
  expect(await of()).toBe(first);
  expect(await of(audience, { a: asked.b, b: asked.a })).not.toBe(first);
  expect(await of(audienceOf({ role: "observer" }, millis(Date.now())))).not.toBe(first);
  await at.more(5, 6);
  const later = await of();
  expect([later === first, later.state.size > first.state.size]).toEqual([false, true]);
});

test("with a text for everybody anyone compares its readings, over what public sources published; an own text needs a part", async () => {
  const { sha256 } = await at.store.evidence("m").put(new TextEncoder().encode(TEXT));
  const body = { id: "quiet", text: { sha256, name: "agreement.yaml" }, parts: [], reading: null };
  const later = draft("agreement-version", body, { reason: "for all" });
  await at.store.append("m", [{ ...later, stated: millis(later.stated + 1), marking: "TLP:CLEAR" }]);
  await at.more(6, 6);
  const everybody = await compared({ reading: "A" }, { reading: "B" });
  expect([everybody.status, everybody.body.comparison.incidents, everybody.body.leftOut]).toEqual([200, 0, 1]);
  expect(everybody.body.incidents).toEqual([]);
  expect((await compared({ reading: "A" }, { text: TEXT, reading: "A" })).status).toBe(403);
});
