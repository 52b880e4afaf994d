import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audienceOf, everybody, mayRead } from "../../src/access/audience.ts";
import { MARKINGS } from "../../src/access/marking.ts";
import { ROLES } from "../../src/access/roles.ts";
import { Agreements } from "../../src/server/agreement-in-force.ts";
import { api } from "../../src/server/api.ts";
import { configOf } from "../../src/server/config.ts";
import { passwordHash } from "../../src/server/identity/password.ts";
import { serverLog, serverMetrics } from "../../src/server/observability.ts";
import { Reads } from "../../src/server/reads.ts";
import { ROUTES } from "../../src/server/routes/index.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { Derivation } from "../../src/store/derivation.ts";
import type { Lease } from "../../src/store/derivations.ts";
import type { Identity } from "../../src/store/identity.ts";
import { embeddedIdentity } from "../../src/store/identity-open.ts";
import { draft, observation } from "../../src/store/made.fixture.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Mission, Store } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";

const HOST = "http://truce.example";
let store: Store;
let identity: Identity;
let app: Hono;
let folder: string;
const cookies = new Map<string, string>();

const get = (path: string, cookie = "") => app.request(`${HOST}/api/v1${path}`, { headers: { Cookie: cookie } });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request(`${HOST}/api/v1${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { Origin: HOST, ...headers },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-api-"));
  store = await openEmbedded(folder);
  identity = await embeddedIdentity({ folder });
  const mission = await store.createMission({ id: "m", name: "M", zone: "UTC", exercise: false });
  await store.createMission({ id: "hidden", name: "H", zone: "UTC", exercise: false });
  await identity.setOpening("m", { public: true });
  // One incident of each marking, far apart in time.
  await store.append(
    "m",
    MARKINGS.map((marking, n) =>
      draft("submission", {
        via: "cli",
        evidence: [],
        observations: [
          {
            ...observation(n),
            marking,
            time: { ...observation(n).time, from: millis(n * 1e9), until: millis(n * 1e9 + 1000) },
          },
        ],
      }),
    ),
  );
  const lease = (await store.derivations.acquire("m", "test")) as Lease;
  const derivation = new Derivation(store, mission as Mission);
  await derivation.run(lease, { whole: true });
  await derivation.close();
  await store.derivations.release(lease);
  const agreements = new Agreements(store);
  app = api(
    ROUTES,
    {
      store,
      identity,
      config: configOf({}),
      reads: new Reads(store),
      agreements,
      clock: () => millis(Date.now()),
      appended: () => undefined,
    },
    { log: serverLog("silent"), metrics: serverMetrics() },
  );
  const password = await passwordHash("a long enough password");
  for (const role of ROLES) {
    const { id } = await identity.addPerson({ login: role, name: role, operator: false }, millis(0));
    await identity.setPassword(id, password);
    await identity.setMembership("m", id, { role, ...(role === "party-liaison" && { party: "party-a" }) });
    const answer = await post("/sign-in", { login: role, password: "a long enough password" });
    expect(answer.status).toBe(200);
    cookies.set(role, (answer.headers.get("Set-Cookie") ?? "").split(";")[0] as string);
  }
}, 60_000);
afterAll(async () => {
  await identity.close();
  await store.close();
  await rm(folder, { recursive: true });
});

describe("role × route × marking", () => {
  test("lists, counts, single reads and histograms show what the marking allows, and what is forbidden is as absent", async () => {
    for (const role of [undefined, ...ROLES]) {
      const cookie = role ? cookies.get(role) : "";
      const now = millis(Date.now());
      const audience = role
        ? audienceOf({ role, ...(role === "party-liaison" && { party: "party-a" as const }) }, now)
        : everybody(now);
      const expected = MARKINGS.filter((marking) => mayRead(audience, { marking }));
      const list = (await (await get("/missions/m/incidents", cookie)).json()) as {
        items: { id: string; marking: string }[];
        total: number;
      };
      expect([role, list.items.map((i) => i.marking).sort()]).toEqual([role, [...expected].sort()]);
      expect(list.total).toBe(expected.length);
      const bars = (await (await get("/missions/m/histogram", cookie)).json()) as { total: number };
      expect(bars.total).toBe(expected.length);
      const map = (await (await get("/missions/m/map", cookie)).json()) as { total: number };
      expect(map.total).toBe(expected.length);
      const none = await (await get(`/missions/m/incidents/${"0".repeat(64)}`, cookie)).text();
      const all = (await (await get("/missions/m/incidents", cookies.get("verifier"))).json()) as typeof list;
      for (const { id, marking } of all.items) {
        const one = await get(`/missions/m/incidents/${id}`, cookie);
        const reads = expected.includes(marking as never);
        expect([role, marking, one.status]).toEqual([role, marking, reads ? 200 : 404]);
        if (!reads) expect(await one.text()).toBe(none);
      }
      const hidden = await get("/missions/hidden/incidents", cookie);
      expect([hidden.status, await hidden.text()]).toEqual([
        404,
        await (await get("/missions/nowhere/incidents", cookie)).text(),
      ]);
    }
  });

  test("who may decide is who the role says; a reporter never verifies; no token and no other origin decides", async () => {
    const all = (await (await get("/missions/m/incidents", cookies.get("verifier"))).json()) as {
      items: { id: string }[];
    };
    const decision = { decision: "verify", incident: all.items[0]?.id, finding: "confirmed", seen: [] };
    const body = { reason: "two photographs", decision };
    const by = async (role: string, more = {}) =>
      (await post("/missions/m/decisions", body, { Cookie: cookies.get(role) as string, ...more })).status;
    expect(await by("analyst")).toBe(403);
    expect(await by("verifier", { Origin: "http://elsewhere" })).toBe(403);
    const key = { "Idempotency-Key": "k1" };
    expect(await by("verifier", key)).toBe(201);
    const size = await store.size("m");
    expect(await by("verifier", key)).toBe(201);
    expect(await store.size("m")).toBe(size);
    expect(await by("verifier")).toBe(409);
  });

  test("a token reads within its scopes and its mission, and decides nothing", async () => {
    const person = await identity.personByLogin("verifier");
    const secret = "a".repeat(43);
    const scopes = ["mission.read" as const, "incident.read" as const];
    const token = { id: "t-1", hash: hashOf(secret), person: person?.id ?? "", mission: "m", name: "t", scopes };
    await identity.addToken({ ...token, created: millis(0), until: millis(9e12) });
    const Authorization = `Bearer ${secret}`;
    const read = async (path: string) =>
      (await app.request(`${HOST}/api/v1${path}`, { headers: { Authorization } })).status;
    expect(await read("/missions/m/incidents")).toBe(200);
    expect(await read("/missions/m/entries")).toBe(404);
    expect(await read("/missions/hidden/incidents")).toBe(404);
    expect((await post("/missions/m/decisions", {}, { Authorization })).status).toBe(403);
    await identity.revokeToken(token.person, "t-1");
    expect(await read("/missions/m/incidents")).toBe(401);
  });

  test("failures slow one login from one place, and nobody else; each attempt is kept without login or address", async () => {
    const attempt = async (login: string, password: string) => (await post("/sign-in", { login, password })).status;
    for (let i = 0; i < 10; i++) expect(await attempt("guarantor", "wrong")).toBe(401);
    expect(await attempt("guarantor", "a long enough password")).toBe(429);
    expect(await attempt("publisher", "a long enough password")).toBe(200);
    expect(await attempt("nobody at all", "wrong")).toBe(401);
    // The session that the person has already goes on.
    const me = (await (await get("/me", cookies.get("guarantor"))).json()) as { signedIn: boolean };
    expect(me.signedIn).toBe(true);
    const events = await identity.events(20);
    expect(events.map((e) => e.outcome)).toContain("slowed");
    expect(JSON.stringify(events)).not.toMatch(/guarantor|nobody at all|wrong-password/);
  });

  test("ETags, unknown filters, limits, and the OpenAPI document", async () => {
    const first = await get("/missions/m/incidents");
    const again = await app.request(`${HOST}/api/v1/missions/m/incidents`, {
      headers: { "If-None-Match": first.headers.get("ETag") as string },
    });
    expect(again.status).toBe(304);
    expect((await get("/missions/m/incidents?claus=2")).status).toBe(400);
    expect((await post("/sign-in", "x".repeat(2_000_000))).status).toBe(413);
    expect((await post("/sign-in", { login: "observer", password: "wrong" })).status).toBe(401);
    const document = (await (await get("/openapi.json")).json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toContain("/api/v1/missions/{mission}/incidents");
  });
});
