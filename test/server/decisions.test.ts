import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MARKINGS } from "../../src/access/marking.ts";
import type { Role } from "../../src/access/roles.ts";
import { TEXT } from "../../src/guarantee/sample.fixture.ts";
import type { Observation } from "../../src/observation/observation.ts";
import { parsePayload } from "../../src/record/registry.ts";
import { sessionCookie } from "../../src/server/caller.ts";
import type { Decided } from "../../src/server/client/decisions.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { draft, observation, sealer } from "../../src/store/made.fixture.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

let at: Entrances;
const cookies = new Map<string, string>();
const people = new Map<string, string>();

/** A person with a part in the mission, in a session of their own. */
async function person(name: string, role: Role, guarantor?: string): Promise<void> {
  const { id } = await at.identity.addPerson({ login: name, name, operator: false }, millis(0));
  await at.identity.setMembership("m", id, { role, ...(guarantor && { guarantor }) });
  const secret = `session-of-${name}`.padEnd(43, "x");
  const now = millis(Date.now());
  const session = { hash: hashOf(secret), person: id, created: now, seen: now, until: millis(now + 9e6), strong: true };
  await at.identity.addSession(session as Parameters<typeof at.identity.addSession>[0]);
  cookies.set(name, `${sessionCookie(false)}=${secret}`);
  people.set(name, id);
}

beforeAll(async () => {
  at = await openEntrances();
  const { sha256 } = await at.store.evidence("m").put(new TextEncoder().encode(TEXT));
  const body = { id: "made", text: { sha256, name: "made.yaml" }, parts: [], reading: null };
  await at.store.append("m", [{ ...draft("agreement-version", body), marking: "TLP:GREEN" }]);
  await at.more(MARKINGS.length, MARKINGS.length + 1);
  await person("ver", "verifier");
  await person("vera", "verifier");
  await person("com", "commissioner");
  await person("coma", "commissioner");
  await person("comb", "commissioner");
  await person("ana", "analyst");
  await person("gua", "guarantor", "G");
  await person("adm", "administrator");
}, 60_000);
afterAll(() => at.close());

interface Answer extends Decided {
  readonly status: number;
  readonly detail: string;
}

async function post(who: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await at.app.request(`${HOST}/api/v1/missions/m/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { Origin: HOST, Cookie: cookies.get(who) ?? "", ...headers },
  });
  return { ...((await answer.json()) as Decided & { detail: string }), status: answer.status };
}
const decide = (who: string, decision: unknown, headers: Record<string, string> = {}) =>
  post(who, "decisions", { reason: "as seen on two photographs", decision }, headers);
const get = async (who: string, path: string) =>
  (await (
    await at.app.request(`${HOST}/api/v1/missions/m/${path}`, { headers: { Cookie: cookies.get(who) ?? "" } })
  ).json()) as never;
const entry = async (index: number | null) => {
  const stored = await at.store.entry("m", index ?? -1);
  return parsePayload(stored?.envelope?.kind ?? "", stored?.content?.payload);
};
const cited = ({ index, commitment }: Answer) => ({ index, commitment });
const incidents = async () => ((await get("ver", "incidents")) as { items: { id: string; marking: string }[] }).items;

describe("on an incident", () => {
  test("of two who decide at once on what both saw, one is told of the other, and both can be heard", async () => {
    const [first] = await incidents();
    const verify = { decision: "verify", incident: first?.id, finding: "confirmed", seen: [] };
    const size = await at.store.size("m");
    const both = await Promise.all([decide("ver", verify), decide("vera", { ...verify, finding: "not-confirmed" })]);
    expect(both.map((a) => a.status).sort()).toEqual([201, 409]);
    expect(await at.store.size("m")).toBe(size + 1);
    const [lost, won] = both[0]?.status === 409 ? both : both.toReversed();
    expect(lost?.detail).toContain(`entry ${won?.index}`);
    // Whoever has seen it may still say otherwise: it is a contradiction for people, and no rule settles it.
    expect((await decide("vera", { ...verify, finding: "not-confirmed", seen: [won?.index] })).status).toBe(201);
  });

  test("a decision is taken back once, by who may decide so; it stays in the record, and so does that", async () => {
    const [, second] = await incidents();
    const made = await decide("ver", { decision: "reject", incident: second?.id, seen: [] });
    expect(made.status).toBe(201);
    const back = { decision: "withdraw", entry: cited(made) };
    expect((await decide("ana", back)).status).toBe(403);
    expect((await decide("com", { ...back, entry: { ...cited(made), commitment: "0".repeat(64) } })).status).toBe(404);
    const twice = await Promise.all([decide("vera", back), decide("ver", back)]);
    expect(twice.map((a) => a.status).sort()).toEqual([201, 409]);
    const done = twice.find((a) => a.status === 201) as Answer;
    expect(await entry(done.index)).toMatchObject({ kind: "withdrawal", payload: { body: { entry: cited(made) } } });
    // What was taken back can be given back.
    expect((await decide("ver", { decision: "withdraw", entry: cited(done) })).status).toBe(201);
    // The next who decides has to have seen all of it.
    const again = { decision: "verify", incident: second?.id, finding: "confirmed" };
    expect((await decide("vera", { ...again, seen: [made.index] })).status).toBe(409);
  });

  test("an assessment of who did it is no attribution; a reporter judges nothing of their own", async () => {
    const list = await incidents();
    const who = { incident: list[2]?.id, seen: [], actor: "A" };
    const assessed = await decide("ana", { decision: "assess-actor", ...who, strength: "likely", method: "crater" });
    expect(assessed.status).toBe(201);
    const seen = { ...who, seen: [assessed.index], standard: "clear" };
    expect((await decide("ana", { decision: "attribute", ...seen })).status).toBe(403);
    expect((await decide("com", { decision: "attribute", ...seen })).status).toBe(201);
  });
});

describe("on whether two reports tell of one event", () => {
  test("two who judge otherwise block each other, each is told of the other, until one is taken back", async () => {
    const [first, second] = (await incidents()).slice(-2);
    const id = first?.id ?? "";
    const merge = { decision: "merge", a: id, b: second?.id };
    const one = await decide("ver", merge);
    const other = await decide("vera", { ...merge, decision: "split" });
    expect([one.status, other.status]).toEqual([201, 201]);
    const judged = async () => {
      // One of the two reports is TLP:RED, and so is what is said of both.
      const { decisions } = (await get("vera", `incidents/${id}`)) as { decisions: Said[] };
      return decisions.filter((d) => d.kind === "judgement").map((d) => [d.index, d.contradicts]);
    };
    expect(await judged()).toEqual([
      [one.index, [other.index]],
      [other.index, [one.index]],
    ]);
    await decide("ver", { decision: "withdraw", entry: cited(one) });
    expect(await judged()).toEqual([
      [one.index, []],
      [other.index, []],
    ]);
    // What follows begins without it.
    await decide("vera", { decision: "withdraw", entry: cited(other) });
  });
});
describe("a pin", () => {
  test("names the reports as they stand, goes by what its author saw, and is lifted by who may judge", async () => {
    const all = await incidents();
    const { id } = all[3] as { id: string };
    const seen = ((await get("ana", `incidents/${id}`)) as { decisions: Said[] }).decisions.map((d) => d.index);
    const pin = { decision: "pin", incident: id, seen };
    expect((await post("ana", "decisions", { reason: " ", decision: pin })).status).toBe(400);
    expect((await decide("gua", pin)).status).toBe(403);
    const made = await decide("ana", pin);
    expect(made.status).toBe(201);
    expect(await get("gua", "review")).toMatchObject({ status: 404 });
    const { members } = (await get("ana", `incidents/${id}`)) as { members: { id: string }[] };
    expect(await entry(made.index)).toMatchObject({
      kind: "judgement",
      payload: { body: { judgement: "pin", observations: members.map((m) => m.id) }, reason: /photographs/ },
    });
    // Who did not see it is told of it first.
    expect((await decide("ver", pin)).status).toBe(409);
    expect((await decide("ver", { ...pin, seen: [...seen, made.index] })).status).toBe(201);
    expect((await decide("vera", { decision: "withdraw", entry: cited(made) })).status).toBe(201);
  });
  test("is shown with what says otherwise", async () => {
    const [one = "", two = ""] = (await incidents()).slice(-2).map((i) => i.id);
    const merge = await decide("ver", { decision: "merge", a: one, b: two });
    await at.store.append("m", [
      { ...draft("judgement", { judgement: "pin", observations: [one, two] }), marking: "TLP:GREEN" },
    ]);
    expect(merge.status).toBe(201);
    const index = (await at.store.size("m")) - 1;
    const split = await decide("vera", { decision: "split", a: one, b: two });
    const { decisions } = (await get("vera", `incidents/${one}`)) as { decisions: Said[] };
    expect(decisions.find((d) => d.index === index)?.contradicts).toContain(split.index);
    expect(decisions.find((d) => d.index === split.index)?.contradicts).toContain(index);
    await decide("vera", { decision: "withdraw", entry: cited(split) });
    await decide("ver", { decision: "withdraw", entry: cited(merge) });
  });
  test("of parties' claims alone there is none; a person's same lets a report in, and where they differ is told", async () => {
    const said = { ...observation(77), kind: "claim", marking: "TLP:GREEN" } as const;
    // One that is pinned, and one that would have joined it.
    const [held, late] = [81, 82].map((n) => {
      const time = { ...observation(n).time, from: millis(1.5e12), until: millis(1.5e12 + 60_000) };
      return { ...observation(n), source: `post-${n}`, marking: "TLP:GREEN", time } as const;
    }) as [Observation, Observation];
    await at.store.append("m", [
      draft("submission", { via: "cli", evidence: [], observations: [held, late] }),
      { ...draft("judgement", { judgement: "pin", observations: [held.id] }), marking: "TLP:GREEN" },
    ]);
    await at.store.append("m", [draft("submission", { via: "cli", evidence: [], observations: [said] })]);
    const other = { ...observation(78), source: "post-9", marking: "TLP:GREEN" } as const;
    // The two that were pinned above.
    const [two = "", one = ""] = (await incidents()).slice(-2).map((i) => i.id);
    await at.store.append("m", [
      draft("submission", { via: "cli", evidence: [], observations: [other] }),
      { ...draft("judgement", { judgement: "same", a: one, b: other.id }), marking: "TLP:GREEN" },
    ]);
    await at.more(MARKINGS.length + 1, MARKINGS.length + 2);
    // Where reports contradict each other stands beside the facts, as each of them says it.
    const [id] = [one, two, other.id].sort();
    const { differs } = (await get("ver", `incidents/${id}`)) as { differs: { what: string; says: object[] }[] };
    expect(differs.map((d) => [d.what, d.says.length])).toEqual([
      ["time", 2],
      ["place", 2],
    ]);
    const review = (await get("ana", "review")) as {
      items: { kind: string; gain: number; sides: { incident: string }[] }[];
    };
    expect(review.items[0]).toMatchObject({
      kind: "pinned",
      sides: [held.id, late.id].sort().map((incident) => ({ incident })),
    });
    expect(review.items[0]?.gain).toBeGreaterThan(3);
    const [claimed] = ((await get("ana", "incidents?status=claimed")) as { items: { id: string }[] }).items;
    const answer = await decide("ana", { decision: "pin", incident: claimed?.id, seen: [] });
    expect([answer.status, answer.detail]).toEqual([400, expect.stringContaining("claims alone")]);
  });
});
test("case 105: a wrong merge is undone by one entry, also after later decisions, and these are shown", async () => {
  const recorded = (await incidents()).map((i) => i.id);
  const [a = "", b = ""] = recorded;
  const seenOf = async (id: string) =>
    ((await get("ver", `incidents/${id}`)) as { decisions: Said[] }).decisions.map((d) => d.index);
  const changed = async () => ((await get("ver", "situation")) as { basesChanged: number }).basesChanged;
  const merge = await decide("ver", { decision: "merge", a, b });
  await at.more(MARKINGS.length + 2, MARKINGS.length + 3);
  const [whole = "", part = ""] = [a, b].sort();
  expect((await incidents()).map((i) => i.id)).not.toContain(part);
  const verify = { decision: "verify", incident: whole, finding: "confirmed" };
  const later = await decide("vera", { ...verify, seen: await seenOf(whole) });
  await at.more(MARKINGS.length + 3, MARKINGS.length + 4);
  const before = await changed();
  expect((await decide("ver", { decision: "withdraw", entry: cited(merge) })).status).toBe(201);
  await at.more(MARKINGS.length + 4, MARKINGS.length + 5);
  expect((await incidents()).map((i) => i.id)).toEqual(expect.arrayContaining(recorded));
  // What was decided of the whole in between stands beside it, and its basis is said to have moved.
  expect(await seenOf(whole)).toEqual(expect.arrayContaining([merge.index, later.index]));
  expect(await seenOf(part)).toContain(merge.index);
  expect(await changed()).toBe(before + 1);
});

interface Said {
  readonly kind: string;
  readonly index: number;
  readonly contradicts: readonly number[];
}

describe("on the terms", () => {
  test("a reading names a clause that there is; the three determinations stand apart", async () => {
    const reading = {
      decision: "read-clause",
      clause: "t",
      body: "council",
      words: "drills are fire",
      effect: "covers",
    };
    expect((await decide("com", { ...reading, clause: "none" })).detail).toContain("it has t");
    const made = await decide("com", reading);
    expect(await entry(made.index)).toMatchObject({ payload: { body: { agreement: "made", acts: [] } } });
    const [first] = await incidents();
    const all = { body: "council", standard: "clear", text: "so found", incidents: [first?.id] };
    const statuses = [];
    for (const determination of ["breach", "aggression", "activation"])
      for (const clause of ["t", "sanctions", null])
        statuses.push((await decide("com", { decision: "determine", determination, clause, ...all })).status);
    // Of a breach the clause, of an activation the commitment or none, of aggression what the body names.
    expect(statuses).toEqual([201, 400, 400, 201, 201, 201, 400, 201, 201]);
    expect((await decide("ver", { decision: "determine", determination: "breach", clause: "t", ...all })).status).toBe(
      403,
    );
  });
});

describe("on the ladder", () => {
  let run: { index: number | null; commitment: string | null };
  test("a clock starts by two people, on a determination that fits; what has no effect is refused with its reason", async () => {
    const determined = await decide("com", {
      decision: "determine",
      determination: "breach",
      clause: "t",
      body: "council",
      standard: "clear",
      text: "a breach",
    });
    const start = { decision: "start-clock", ladder: "ladder", determination: cited(determined) };
    expect((await decide("ver", start)).status).toBe(403);
    expect((await decide("com", { ...start, ladder: "drafted" })).detail).toContain("not in force");
    const size = await at.store.size("m");
    const asked = await decide("com", start);
    expect([asked.status, asked.index, asked.pending?.author]).toEqual([202, null, people.get("com")]);
    expect(await at.store.size("m")).toBe(size);
    const waiting = async (who: string) =>
      ((await get(who, "pending")) as { items: { id: string; may: boolean }[] }).items.map((p) => [p.id, p.may]);
    const id = asked.pending?.id as string;
    expect([await waiting("com"), await waiting("coma"), await waiting("ver")]).toEqual([
      [[id, false]],
      [[id, true]],
      [],
    ]);
    const why = { reason: "I have read it" };
    expect((await post("com", `pending/${id}/confirm`, why)).status).toBe(403);
    expect((await post("ver", `pending/${id}/confirm`, why)).status).toBe(404);
    const both = await Promise.all(["coma", "comb"].map((who) => post(who, `pending/${id}/confirm`, why)));
    expect(both.filter((a) => a.status === 201)).toHaveLength(1);
    expect(both.find((a) => a.status !== 201)?.status).toSatisfy((s: number) => s === 409 || s === 404);
    expect(await at.store.size("m")).toBe(size + 1);
    const started = both.find((a) => a.status === 201) as Answer;
    const { payload } = await entry(started.index);
    expect(payload.reason).toBe("as seen on two photographs\n\nConfirmed: I have read it");
    expect((payload.body as unknown as { people: string[] }).people[0]).toBe(people.get("com"));
    expect(await waiting("coma")).toEqual([]);
    run = cited(started);
    // As a screen cites it: by the place that the guarantees say.
    const { places } = (await get("coma", "guarantees")) as { places: Record<string, number> };
    expect(places[String(run.commitment)]).toBe(run.index);
  });

  test("steps, pauses and the end of a run: each once, and two who settle a step at once do not settle it twice", async () => {
    const step = { decision: "step", run, step: "warn", by: "G" };
    const both = await Promise.all([
      decide("com", { ...step, was: "taken" }),
      decide("coma", { ...step, was: "waived" }),
    ]);
    expect(both.map((a) => a.status).sort()).toEqual([201, 409]);
    expect((await decide("coma", { ...step, was: "waived" })).detail).toContain("settled already");
    expect((await decide("com", { ...step, step: "act", was: "taken" })).detail).toContain("condition");
    expect((await decide("com", { decision: "condition", run, step: "act", by: "G" })).status).toBe(201);
    expect((await decide("com", { decision: "resume-clock", run })).detail).toContain("not paused");
    expect((await decide("com", { decision: "pause-clock", run })).status).toBe(201);
    expect((await decide("com", { decision: "resume-clock", run })).status).toBe(201);
    expect((await decide("gua", { decision: "pause-clock", run })).status).toBe(403);
    expect((await decide("com", { decision: "stop-clock", run, by: "G" })).status).toBe(201);
    expect((await decide("com", { ...step, step: "act", was: "taken" })).status).toBe(409);
  });

  test("a delivery is the guarantor's to enter; evidence that is not here is refused", async () => {
    const deliver = { decision: "deliver", commitment: "sanctions", what: "listed 12 people", share: "part" };
    expect((await decide("gua", { ...deliver, evidence: ["a".repeat(64)] })).detail).toContain("hand it in first");
    expect((await decide("gua", { ...deliver, commitment: "none" })).detail).toContain("it has sanctions, forces");
    const made = await decide("gua", deliver);
    // It was never called in: whether that has an effect the guarantees say, in words.
    expect([201, 409]).toContain(made.status);
    if (made.status === 409) expect(made.detail).toContain("no effect");
  });
});

describe("a body makes a finding its own", () => {
  test("once, by who may adopt, of what they may read; of two at once one is told of the other", async () => {
    const [first] = (await incidents()).toReversed();
    const { decisions } = (await get("ver", `incidents/${first?.id}`)) as { decisions: { index: number }[] };
    const seen = decisions.map((d) => d.index);
    const found = await decide("ver", { decision: "verify", incident: first?.id, finding: "confirmed", seen });
    expect(found.status).toBe(201);
    const adopt = { decision: "adopt", entry: cited(found), body: "council" };
    expect((await decide("ver", adopt)).status).toBe(403);
    expect((await decide("com", { ...adopt, entry: { ...cited(found), commitment: "0".repeat(64) } })).status).toBe(
      404,
    );
    const both = await Promise.all([decide("com", adopt), decide("coma", adopt)]);
    expect(both.map((a) => a.status).sort()).toEqual([201, 409]);
    const made = both.find((a) => a.status === 201) as Answer;
    expect(await entry(made.index)).toMatchObject({
      kind: "decision",
      payload: { body: { decision: "adopt", entry: cited(found), body: "council" } },
    });
    // Another body may adopt the same.
    expect((await decide("com", { ...adopt, body: "commission" })).status).toBe(201);
  });
});

describe("by two people", () => {
  test("an early release, an erasure and an opening are made at the second person, and an opening shows what was sealed once", async () => {
    const { blob } = await at.store.seal("m", new TextEncoder().encode("the source is the miller"), sealer);
    const asked = await decide("com", { decision: "open-sealed", blobs: [blob], names: [] });
    expect(asked.status).toBe(202);
    expect((await decide("ana", { decision: "open-sealed", blobs: [blob], names: [] })).status).toBe(403);
    const opened = await post("ver", `pending/${asked.pending?.id}/confirm`, { reason: "to warn the source" });
    expect([opened.status, opened.opened?.blobs[0]?.text]).toEqual([201, "the source is the miller"]);
    expect((await entry(opened.index)).kind).toBe("opening");

    // A place is given as it is known to the groups named, and to no other.
    const green = (await incidents()).find((i) => i.marking === "TLP:GREEN")?.id as string;
    const position = async (role: Role) => {
      const answer = await at.get(`/api/v1/missions/m/incidents/${green}`, role);
      return ((await answer.json()) as { position: number[] }).position;
    };
    const exact = await position("verifier");
    expect(await position("guarantor")).not.toEqual(exact);
    const released = { decision: "release-early", of: "incident", id: green, to: ["guarantors"], precise: true };
    const early = await decide("com", released);
    const second = await post("coma", `pending/${early.pending?.id}/confirm`, { reason: "people are in danger there" });
    expect(second.status).toBe(201);
    await at.more(99, 99);
    expect(await position("guarantor")).toEqual(exact);

    const [gone] = await at.store.append("m", [
      draft("judgement", { judgement: "same", a: "a".repeat(64), b: "b".repeat(64) }),
    ]);
    const target = { index: gone?.index as number, commitment: gone?.envelope.commitment as string };
    const erase = await decide("adm", { decision: "erase", entries: [target], evidence: [], envelopes: false });
    expect((await at.store.entry("m", target.index))?.content).not.toBeNull();
    const declined = await post("com", `pending/${erase.pending?.id}/withdraw`, { reason: "not needed" });
    expect(declined.status).toBe(200);
    expect((await post("com", `pending/${erase.pending?.id}/confirm`, { reason: "x" })).status).toBe(404);
    const again = await decide("adm", { decision: "erase", entries: [target], evidence: [], envelopes: false });
    expect((await post("com", `pending/${again.pending?.id}/confirm`, { reason: "a name stood in it" })).status).toBe(
      201,
    );
    expect((await at.store.entry("m", target.index))?.content).toBeNull();
  });

  test("keys are destroyed by two; what they sealed stays sealed for ever, and the entry says so without it", async () => {
    const sealed = await at.store.seal("m", new TextEncoder().encode("the miller's second name"), sealer);
    const destroy = { decision: "destroy-keys", blobs: [sealed.blob], names: [] };
    expect((await decide("ver", destroy)).status).toBe(403);
    expect((await decide("adm", { ...destroy, blobs: [] })).status).toBe(400);
    const asked = await decide("adm", destroy);
    expect(asked.status).toBe(202);
    expect((await post("adm", `pending/${asked.pending?.id}/confirm`, { reason: "mine" })).status).toBe(403);
    const done = await post("com", `pending/${asked.pending?.id}/confirm`, { reason: "the miller asked for it" });
    expect(done.status).toBe(201);
    const made = await entry(done.index);
    expect([made.kind, JSON.stringify(made.payload).includes("miller's second")]).toEqual(["key-destruction", false]);
    const open = await decide("com", { decision: "open-sealed", blobs: [sealed.blob], names: [] });
    const opened = await post("ver", `pending/${open.pending?.id}/confirm`, { reason: "to look" });
    expect(JSON.stringify(opened.opened ?? opened)).not.toContain("miller's second name");
    // It is final: there is nothing to take back.
    expect((await decide("com", { decision: "withdraw", entry: cited(done) })).status).toBeGreaterThanOrEqual(400);
  });

  test("who asked and lost their part meanwhile is no first person any more; no token asks for anything", async () => {
    await person("temp", "commissioner");
    const { blob } = await at.store.seal("m", new TextEncoder().encode("x"), sealer);
    const asked = await decide("temp", { decision: "open-sealed", blobs: [blob], names: [] });
    await at.identity.setMembership("m", people.get("temp") as string, { role: "observer" });
    const confirmed = await post("com", `pending/${asked.pending?.id}/confirm`, { reason: "yes" });
    expect([confirmed.status, confirmed.detail.includes("ask for it anew")]).toEqual([409, true]);
    const token = { Authorization: `Bearer ${at.token("verifier")}`, Cookie: "" };
    expect((await decide("", { decision: "open-sealed", blobs: [blob], names: [] }, token)).status).toBe(403);
    expect((await decide("", { decision: "merge", a: "a".repeat(64), b: "b".repeat(64) })).status).toBe(401);
  });

  test("a request that comes again by its key is answered the same, and enters nothing twice", async () => {
    const [newest] = await incidents();
    const { decisions } = (await get("com", `incidents/${newest?.id}`)) as { decisions: { index: number }[] };
    const decision = {
      decision: "dispute",
      incident: newest?.id,
      seen: decisions.map((d) => d.index),
      entry: { index: 0, commitment: (await at.store.entry("m", 0))?.envelope?.commitment },
      by: "A",
      grounds: "not us",
    };
    const key = { "Idempotency-Key": "the-same" };
    const first = await decide("com", decision, key);
    const size = await at.store.size("m");
    const second = await decide("com", decision, key);
    expect([first.status, second.status, second.index]).toEqual([201, 201, first.index]);
    expect(await at.store.size("m")).toBe(size);
    expect((await decide("com", { ...decision, by: "B" }, key)).status).toBe(422);
  });
});
