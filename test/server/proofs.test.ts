import { afterAll, beforeAll, expect, test } from "vitest";
import type { Part } from "../../src/access/audience.ts";
import { TEXT } from "../../src/guarantee/sample.fixture.ts";
import { parsePayload } from "../../src/record/registry.ts";
import { sessionCookie } from "../../src/server/caller.ts";
import type { Decided } from "../../src/server/client/decisions.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import type { Proofs, ProofTaken } from "../../src/server/client/proofs.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { draft } from "../../src/store/made.fixture.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

let at: Entrances;
const cookies = new Map<string, string>();

async function person(name: string, part: Part): Promise<void> {
  const { id } = await at.identity.addPerson({ login: name, name, operator: false }, millis(0));
  await at.identity.setMembership("m", id, part);
  const secret = `session-of-${name}`.padEnd(43, "x");
  const now = millis(Date.now());
  const session = { hash: hashOf(secret), person: id, created: now, seen: now, until: millis(now + 9e6), strong: true };
  await at.identity.addSession(session);
  cookies.set(name, `${sessionCookie(false)}=${secret}`);
}

beforeAll(async () => {
  at = await openEntrances();
  const { sha256 } = await at.store.evidence("m").put(new TextEncoder().encode(TEXT));
  const body = { id: "made", text: { sha256, name: "made.yaml" }, parts: [], reading: null };
  await at.store.append("m", [{ ...draft("agreement-version", body), marking: "TLP:GREEN" }]);
  await person("gua", { role: "guarantor", guarantor: "G" });
  await person("gus", { role: "guarantor", guarantor: "G" });
  await person("other", { role: "guarantor", guarantor: "H" });
  await person("unsaid", { role: "guarantor" });
  await person("ver", { role: "verifier" });
  await person("green", { role: "verifier", upTo: "TLP:GREEN" });
  await person("com", { role: "commissioner" });
}, 60_000);
afterAll(() => at.close());

const PDF = Buffer.from("%PDF-1.7\n40 trucks were handed over\n%%EOF\n");
const PATH = "commitments/sanctions/proofs";

const get = async (who: string, path: string) =>
  at.app.request(`${HOST}/api/v1/missions/m/${path}`, { headers: { Cookie: cookies.get(who) ?? "" } });
const listed = async (who: string) => ((await (await get(who, PATH)).json()) as Proofs).items;
const handIn = async (who: string, bytes: Buffer, path = PATH, headers: Record<string, string> = {}) =>
  at.app.request(`${HOST}/api/v1/missions/m/${path}`, {
    method: "POST",
    body: new Uint8Array(bytes),
    headers: { Origin: HOST, Cookie: cookies.get(who) ?? "", ...headers },
  });
const decide = async (who: string, decision: unknown) => {
  const answer = await at.app.request(`${HOST}/api/v1/missions/m/decisions`, {
    method: "POST",
    body: JSON.stringify({ reason: "as was agreed", decision }),
    headers: { Origin: HOST, Cookie: cookies.get(who) ?? "" },
  });
  return { ...((await answer.json()) as Decided & { detail: string }), status: answer.status };
};
const commitment = async () => {
  const shown = (await (await get("gua", "guarantees")).json()) as GuaranteesShown;
  return shown.real.commitments.find((c) => c.id === "sanctions");
};
const deliver = { decision: "deliver", commitment: "sanctions", what: "40 trucks", share: "whole" };

test("a guarantor proposes a delivery with its proof; it counts once a verifier has confirmed it", async () => {
  const answer = await handIn("gua", PDF);
  expect(answer.status).toBe(201);
  const proof = (await answer.json()) as ProofTaken;
  expect(proof).toMatchObject({ kind: "pdf", bytes: PDF.length, present: false });
  const stored = await at.store.entry("m", proof.entry);
  expect(stored?.envelope?.marking).toBe("TLP:AMBER");
  expect(parsePayload("guarantee", stored?.content?.payload).payload.body).toMatchObject({
    guarantee: "proof",
    commitment: "sanctions",
    evidence: [proof.sha256],
  });
  // The same file again is the same proof.
  const again = await handIn("gua", PDF);
  expect([again.status, await again.json()]).toEqual([200, { ...proof, present: true }]);

  const made = await decide("gua", { ...deliver, evidence: [proof.sha256] });
  expect([made.status, made.detail]).toEqual([201, undefined]);
  expect((await commitment())?.deliveries.at(-1)).toMatchObject({ standing: "proof-handed-in", proven: false });
  expect((await commitment())?.state).not.toBe("delivered");

  const delivery = { index: made.index, commitment: made.commitment };
  const confirm = { decision: "confirm-delivery", delivery, finding: "confirmed", by: "the verifiers" };
  for (const who of ["gua", "gus", "other", "com"])
    expect([who, (await decide(who, confirm)).status]).toEqual([who, 403]);
  expect((await decide("ver", { ...confirm, delivery: { ...delivery, commitment: "0".repeat(64) } })).status).toBe(404);
  const found = await decide("ver", confirm);
  expect(found.status).toBe(201);
  expect(await commitment()).toMatchObject({ state: "delivered", deliveries: [{ standing: "confirmed" }] });

  // Two findings that contradict each other block, until one is taken back, by a verifier only.
  const other = await decide("green", { ...confirm, finding: "not-confirmed" });
  expect((await commitment())?.deliveries.at(-1)?.standing).toBe("contradicted");
  const back = { decision: "withdraw", entry: { index: other.index, commitment: other.commitment } };
  expect((await decide("gua", back)).status).toBe(403);
  expect((await decide("ver", back)).status).toBe(201);
  expect((await commitment())?.state).toBe("delivered");
  // A delivery is taken back by who entered it.
  const withdraw = { decision: "withdraw", entry: delivery };
  expect((await decide("gus", withdraw)).status).toBe(403);
  expect((await decide("gua", withdraw)).status).toBe(201);
  expect((await commitment())?.state).not.toBe("delivered");
});

test("a guarantor acts for its own commitments, and one whose membership names none for none", async () => {
  for (const [who, why] of [
    ["other", "You act for H"],
    ["unsaid", "which guarantor you act for"],
  ] as const) {
    const refused = await handIn(who, PDF);
    expect([who, refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      who,
      403,
      expect.stringContaining(why),
    ]);
    expect((await decide(who, { ...deliver, evidence: [] })).status).toBe(403);
    expect(((await (await get(who, "guarantees")).json()) as GuaranteesShown).mine).toEqual([]);
  }
  expect(((await (await get("gua", "guarantees")).json()) as GuaranteesShown).mine).toEqual(["sanctions", "forces"]);
  for (const who of ["ver", "com"]) expect((await handIn(who, PDF)).status).toBe(403);
  expect((await handIn("gua", PDF, "commitments/none/proofs")).status).toBe(404);
  const token = await handIn("", PDF, PATH, { Authorization: `Bearer ${at.token("guarantor")}` });
  expect(token.status).toBe(403);
});

test("proof is seen by the staff as it is marked, and by who handed it in; a hash of anything else is of nothing", async () => {
  const secret = Buffer.from("%PDF-1.7\nwho drove them\n%%EOF\n");
  const proof = (await (await handIn("gua", secret, `${PATH}?marking=TLP:RED`)).json()) as ProofTaken;
  const sees = async (who: string) => (await listed(who)).some((p) => p.sha256 === proof.sha256);
  expect(await Promise.all(["gua", "ver", "gus", "other", "green"].map(sees))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  const original = `${PATH}/${proof.sha256}?form=original`;
  const size = await at.store.size("m");
  const status = async (who: string, path: string) => (await get(who, path)).status;
  expect(await Promise.all(["ver", "green", "gua", "gus"].map((who) => status(who, original)))).toEqual([
    200, 404, 404, 404,
  ]);
  const sent = await get("ver", original);
  expect([sent.headers.get("content-disposition"), Buffer.from(await sent.arrayBuffer())]).toEqual([
    expect.stringContaining("attachment"),
    secret,
  ]);
  // That it was looked at is an entry.
  expect((await at.store.entry("m", size))?.envelope?.kind).toBe("custody");

  // What the mission holds besides, and what another guarantor handed in: answered as what is not here.
  const held = (await at.store.evidence("m").list()[Symbol.asyncIterator]().next()).value as string;
  const answers = [];
  for (const [who, sha256] of [
    ["gua", held === proof.sha256 ? hashOf(TEXT) : held],
    ["gus", proof.sha256],
    ["gua", "a".repeat(64)],
  ] as const) {
    const { status: told, detail } = await decide(who, { ...deliver, evidence: [sha256] });
    answers.push([told, detail.replace(sha256, "HASH")]);
  }
  expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1);
  expect(answers[0]?.[0]).toBe(400);

  const refused = await handIn("gua", Buffer.from("PK\u0003\u0004 an archive"));
  expect(refused.status).toBeGreaterThanOrEqual(400);
});
