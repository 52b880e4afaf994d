import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgreementVersions } from "../../src/server/client/comparison.ts";
import type { DraftChecked, NewVersion } from "../../src/server/client/drafts.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { draft } from "../../src/store/made.fixture.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

const ZONES = JSON.stringify({
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { id: "box" },
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [30, 47],
            [31, 47],
            [31, 49],
            [30, 49],
            [30, 47],
          ],
        ],
      },
    },
  ],
});
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
zones:
  - {id: box, name: Box, kind: area, file: "parts/zones.geojson#box", as-of: 2023-11-20}
terms:
  - id: stop
    title: All fire stops
    reference: para. 1
    subject: [A, B]
    standing: agreed
    prohibits: {acts: [fire, explosion]}
    where: {inside: box}
`;
const ANALYST = "a".repeat(43);
const bytes = (text: string) => new TextEncoder().encode(text);

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
  const [text, part] = [await at.store.evidence("m").put(bytes(TEXT)), await at.store.evidence("m").put(bytes(ZONES))];
  const body = {
    id: "quiet",
    text: { sha256: text.sha256, name: "agreement.yaml" },
    parts: [{ path: "parts/zones.geojson", sha256: part.sha256 }],
    reading: null,
  };
  await at.store.append("m", [draft("agreement-version", body)]);
  const { id } = await at.identity.addPerson({ login: "analyst", name: "A", operator: false }, millis(0));
  await at.identity.setMembership("m", id, { role: "analyst" });
  const scopes = ["mission.read", "agreement.read", "agreement.write"] as const;
  const token = { id: "t-a", hash: hashOf(ANALYST), person: id, mission: "m", name: "a", scopes };
  await at.identity.addToken({ ...token, created: millis(0), until: millis(9e12) });
}, 60_000);
afterAll(() => at.close());

const post = async <T>(path: string, body: unknown, secret: string | null = ANALYST) => {
  const answer = await at.app.request(`${HOST}/api/v1/missions/m/agreement${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { Origin: HOST, ...(secret !== null && { Authorization: `Bearer ${secret}` }) },
  });
  return { status: answer.status, body: (await answer.json()) as T & { detail: string } };
};
const seen = async () =>
  ((await (await at.get("/api/v1/missions/m/agreement/versions")).json()) as AgreementVersions).size;
const enter = (change: Partial<NewVersion>, secret?: string) =>
  post<{ index: number }>("/versions", { text: TEXT, reason: "R.", ...change }, secret);

test("a text is checked with what it draws on: every mistake by line and column, and what it is where there is none", async () => {
  const good = await post<DraftChecked>("/check", { text: TEXT });
  expect(good.body.agreement).toEqual({ id: "quiet", title: "Quiet", readings: ["A"] });
  expect(good.body.findings.every((f) => f.severity === "warning")).toBe(true);
  const bad = TEXT.replace("inside: box", "inside: bux").replace("subject: [A, B]", "subject: [A, C]");
  const { body } = await post<DraftChecked>("/check", { text: bad });
  expect(body.agreement).toBeNull();
  expect(body.findings.map((f) => [f.line, f.severity])).toEqual([
    [17, "error"],
    [20, "error"],
  ]);
  expect(body.findings[1]?.message).toContain("box");
  expect((await post("/check", { text: TEXT }, null)).status).toBe(403);
});

test("a version is entered with its reason by whoever may, and the mission works by it", async () => {
  expect((await enter({ seen: 9 }, at.token("observer"))).status).toBe(403);
  expect((await enter({ seen: 9, reason: " " })).status).toBe(400);
  expect((await enter({ seen: 9, text: TEXT.replace("acts: [fire", "acts: [fare") })).status).toBe(422);
  expect((await enter({ seen: 9, reading: "B" })).body.detail).toContain('no reading "B"');
  const before = await seen();
  const text = TEXT.replace("All fire stops", "All fire ceases");
  const entered = await enter({ text, reading: "A", reason: "As the annex has it.", seen: before });
  expect([entered.status, entered.body.index]).toEqual([201, before]);
  expect(await (await at.get("/api/v1/missions/m/agreement/text", "verifier")).text()).toBe(text);
  // It came as TLP:AMBER, which is not for all.
  expect((await at.get("/api/v1/missions/m/agreement/text")).status).toBe(404);
  const now = (await (await at.get("/api/v1/missions/m/agreement/versions", "verifier")).json()) as AgreementVersions;
  expect(now.items.map((v) => [v.inForce, v.adopted])).toEqual([
    [true, "A"],
    [false, null],
  ]);
  const entry = await at.store.entry("m", before);
  expect(entry?.content?.payload).toMatchObject({
    reason: "As the annex has it.",
    body: { parts: [{ path: "parts/zones.geojson" }] },
  });
});

test("of two that edited the same text one enters it, and the other is told of it", async () => {
  const size = await seen();
  const both = await Promise.all(
    ["one", "two"].map((title) => enter({ text: TEXT.replace("title: Quiet", `title: ${title}`), seen: size })),
  );
  expect(both.map((b) => b.status).sort((a, b) => a - b)).toEqual([201, 409]);
  expect(both.find((b) => b.status === 409)?.body.detail).toContain(`entry ${size}`);
  expect(await at.store.size("m")).toBe(size + 1);
});

test("a mission without a text: its first one is checked and entered, under the marking that its author gives it", async () => {
  await at.store.createMission({ id: "fresh", name: "F", zone: "UTC", exercise: false });
  const { id } = await at.identity.addPerson({ login: "first", name: "F", operator: false }, millis(0));
  await at.identity.setMembership("fresh", id, { role: "analyst" });
  const secret = "f".repeat(43);
  const scopes = ["mission.read", "agreement.read", "agreement.write"] as const;
  const token = { id: "t-f", hash: hashOf(secret), person: id, mission: "fresh", name: "f", scopes };
  await at.identity.addToken({ ...token, created: millis(0), until: millis(9e12) });
  const ask = (path: string, body?: unknown) =>
    at.app.request(`${HOST}/api/v1/missions/fresh${path}`, {
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
      headers: { Origin: HOST, Authorization: `Bearer ${secret}` },
    });
  const text = TEXT.replace(/file: "[^"]+"/, "polygon: [[30, 47], [31, 47], [31, 49], [30, 49]]");
  const told = async () => ((await (await ask("")).json()) as { agreement: boolean }).agreement;
  expect(await told()).toBe(false);
  // There is no part beside it that it could draw on.
  expect(((await (await ask("/agreement/check", { text: TEXT })).json()) as DraftChecked).agreement).toBeNull();
  expect(((await (await ask("/agreement/check", { text })).json()) as DraftChecked).agreement?.id).toBe("quiet");
  const first = { text, reason: "The text as signed.", seen: 0 };
  expect((await ask("/agreement/versions", { ...first, marking: "TLP:GREEN" })).status).toBe(201);
  expect((await at.store.entry("fresh", 0))?.envelope?.marking).toBe("TLP:GREEN");
  expect(await told()).toBe(true);
  expect((await ask("/agreement/versions", { ...first, reason: "Another first." })).status).toBe(409);
});
