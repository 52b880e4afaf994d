import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { postgresBinaries, startPostgres } from "../../scripts/postgres-for-tests.mjs";
import { metricsPort } from "../../src/cli/serve.ts";
import { catalogue, problem } from "../../src/problems.ts";
import { Agreements } from "../../src/server/agreement-in-force.ts";
import { api, type Watch } from "../../src/server/api.ts";
import { app } from "../../src/server/app.ts";
import { type Config, configOf } from "../../src/server/config.ts";
import { heapPressure } from "../../src/server/limits.ts";
import { listening } from "../../src/server/listen.ts";
import { mayReadMetrics } from "../../src/server/metrics-entrance.ts";
import { safeError, serverLog, serverMetrics } from "../../src/server/observability.ts";
import { waitingFor } from "../../src/server/readiness.ts";
import { Reads } from "../../src/server/reads.ts";
import { type Route, route } from "../../src/server/route.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../../src/server/routes/index.ts";
import { tracesTo } from "../../src/server/traces.ts";
import type { Identity } from "../../src/store/identity.ts";
import { embeddedIdentity, postgresIdentity } from "../../src/store/identity-open.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Store } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";

const HOST = "http://truce.example";
let folder: string;
let store: Store;
let identity: Identity;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-watch-"));
  store = await openEmbedded(folder);
  identity = await embeddedIdentity({ folder });
  await store.createMission({ id: "quiet-line", name: "Q", zone: "UTC", exercise: false });
  await identity.setOpening("quiet-line", { public: true });
}, 60_000);
afterAll(async () => {
  await identity.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const parts = (limits: Partial<Config["limits"]> = {}, settings: Record<string, string> = {}) => {
  const config = configOf(settings);
  return {
    store,
    identity,
    config: { ...config, limits: { ...config.limits, ...limits } },
    reads: new Reads(store),
    agreements: new Agreements(store),
    clock: () => millis(Date.now()),
    appended: () => undefined,
  };
};
const silent = (): Watch => ({ log: serverLog("silent"), metrics: serverMetrics() });

describe("metrics", () => {
  test("stand on a port of their own where one is set, alone; a port that is none is refused", async () => {
    const before = process.env["METRICS_PORT"];
    const watch = silent();
    try {
      delete process.env["METRICS_PORT"];
      expect(await metricsPort(watch)).toBeNull();
      process.env["METRICS_PORT"] = "0";
      const own = await metricsPort(watch);
      const at = `http://127.0.0.1:${own?.port}`;
      const answer = await fetch(`${at}/metrics`);
      expect([answer.status, (await answer.text()).includes("trucekeeper_http_")]).toEqual([200, true]);
      for (const path of ["/", "/api/v1/missions", "/metrics/"]) expect((await fetch(at + path)).status).toBe(404);
      await own?.stop();
      process.env["METRICS_PORT"] = "99999";
      await expect(metricsPort(watch)).rejects.toThrow(/METRICS_PORT=99999: expected a number/);
    } finally {
      if (before === undefined) delete process.env["METRICS_PORT"];
      else process.env["METRICS_PORT"] = before;
    }
  });

  const open = { token: null, published: false };
  test.each([
    ["this machine, nothing published", open, {}, "127.0.0.1", true],
    ["this machine, IPv6", open, {}, "::1", true],
    ["another machine", open, {}, "192.0.2.7", false],
    ["no connection at all", open, {}, undefined, false],
    ["through a proxy on this machine", open, { "X-Forwarded-For": "192.0.2.7" }, "127.0.0.1", false],
    ["through one that says so otherwise", open, { Forwarded: "for=192.0.2.7" }, "127.0.0.1", false],
    ["this machine of a published server", { token: null, published: true }, {}, "127.0.0.1", false],
    ["the token, from anywhere", { token: "s", published: true }, { Authorization: "Bearer s" }, "192.0.2.7", true],
    ["a wrong token", { token: "s", published: true }, { Authorization: "Bearer t" }, "127.0.0.1", false],
    ["no token, from this machine, where one is set", { token: "s", published: false }, {}, "127.0.0.1", false],
  ] as const)("%s", (_, rule, headers, peer, expected) => {
    expect(mayReadMetrics(rule, new Headers(headers), peer)).toBe(expected);
  });

  test("are read over HTTP, name patterns of routes only, and are absent for whoever may not", async () => {
    const watch = silent();
    const served = api(ROUTES, parts(), watch, ENTRANCE_ROUTES);
    const none = () => ({ examples: () => [], front: () => "", file: async () => null });
    const inside = { ...watch, metricsRule: { token: "collector", published: true }, secure: false };
    const { port, stop } = await listening(
      app(
        none(),
        () => served,
        () => true,
        inside,
      ),
      "127.0.0.1",
      0,
    );
    const url = `http://127.0.0.1:${port}`;
    await fetch(`${url}/api/v1/missions/quiet-line?nonsense=Kovalenko`);
    await fetch(`${url}/api/v1/no-such-thing/Kovalenko`);
    const refused = await fetch(`${url}/metrics`);
    expect([refused.status, await refused.json()]).toEqual([404, expect.objectContaining({ code: "http/no-page" })]);
    const answer = await fetch(`${url}/metrics`, { headers: { Authorization: "Bearer collector" } });
    expect(answer.headers.get("Content-Type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    for (const part of ['route="/api/v1/missions/{mission}"', 'route="none"', "trucekeeper_derivation_failures_total"])
      expect(text).toContain(part);
    expect(text).not.toMatch(/Kovalenko|quiet-line/);
    await stop();
  });
});

describe("readiness", () => {
  test("asks each database, keeps the answer for a second, and does not wait for ever", async () => {
    let now = 0;
    let asked = 0;
    const record = { missions: async () => (asked++, []) };
    const accounts = { alive: async () => true };
    const ready = waitingFor(record, accounts, () => now);
    expect([await ready(), await ready(), asked]).toEqual([[], [], 1]);
    now = 1_000;
    await ready();
    expect(asked).toBe(2);
    const fails = { missions: () => Promise.reject(new Error("gone")) };
    expect(await waitingFor(fails, accounts)()).toEqual(["record: its database does not answer"]);
    const hangs = { alive: () => new Promise<boolean>(() => undefined) };
    expect(await waitingFor(record, hangs, () => 0, 10)()).toEqual(["accounts: their database does not answer"]);
    expect(await waitingFor(store, identity)()).toEqual([]);
  });

  const title = "a database that goes away makes the server not ready, and one that comes back ready";
  if (postgresBinaries() === undefined) test.skip(`${title} (left out: PostgreSQL is not installed)`, () => undefined);
  else
    test(title, async () => {
      const server = await startPostgres();
      const accounts = await postgresIdentity(server.url, { folder });
      const page = app(
        { examples: () => [], front: () => "", file: async () => null },
        () => null,
        waitingFor(
          store,
          accounts,
          (() => {
            let now = 0;
            return () => (now += 1_000);
          })(),
        ),
      );
      const status = async () => (await page.request(`${HOST}/readyz`)).status;
      expect(await status()).toBe(200);
      await server.stop();
      const gone = await page.request(`${HOST}/readyz`);
      expect([gone.status, gone.headers.get("Retry-After"), await gone.text()]).toEqual([
        503,
        "2",
        "accounts: their database does not answer\n",
      ]);
      expect((await page.request(`${HOST}/healthz`)).status).toBe(200);
      await accounts.close().catch(() => undefined);
    }, 60_000);
});

/** Everything that must never stand in a log: who, where from, what was asked, what was shown. */
const MARKS = [
  "olena.kovalenko@mission.example",
  "Olena Kovalenko",
  "a secret quiet night at the line",
  "31.415926",
  "47.271828",
  "Kherson bridge",
  "203.0.113.77",
  "tok-".padEnd(43, "z"),
  "report-from-the-north",
] as const;

describe("logs", () => {
  const [login, name, password, lon, lat, place, address, token, instance] = MARKS;

  test("hold no name, login, password, address, coordinate, text or token, whatever happens and at every level", async () => {
    const lines: string[] = [];
    const log = serverLog("trace", { write: (line) => void lines.push(line) });
    const faulty = (path: string, thrown: () => unknown): Route =>
      route({
        method: "get",
        path: `/${path}`,
        permission: "anyone",
        summary: "fails",
        answer: z.object({}),
        handle: () => Promise.reject(thrown()),
      });
    const ofDatabase = Object.assign(new Error(`duplicate key value: Key (login)=(${login}) already exists.`), {
      code: "23505",
      detail: `Key (login)=(${login})`,
      query: `insert into person values ('${name}')`,
      parameters: [login, password],
    });
    const failing = [
      faulty("one", () => ofDatabase),
      faulty("two", () => new SyntaxError(`Unexpected token in "${place} ${lon},${lat}"`, { cause: ofDatabase })),
      faulty("three", () => `${name} at ${lon},${lat}`),
      faulty("four", () => problem(catalogue.store, { why: "the disk is full", todo: "Make room" })),
      faulty("five", () => Object.assign(new Error("x"), { name: `${name}\nat ${place} (x:1:1)`, code: login })),
      faulty("six", () => {
        const error = new Error("multi");
        error.stack = `Error: ${name}\nat ${place}\n    at real (/somewhere/file.ts:1:2)`;
        return error;
      }),
    ];
    await identity.addPerson({ login, name, operator: false }, millis(0));
    const served = api(
      [...ROUTES, ...failing],
      parts({}, { TRUST_PROXY: "1" }),
      { log, metrics: serverMetrics() },
      ENTRANCE_ROUTES,
    );
    const headers = {
      Origin: HOST,
      "X-Forwarded-For": address,
      "User-Agent": name,
      Cookie: `trucekeeper_session=${token}`,
      "Content-Type": "application/json",
    };
    const ask = (method: string, path: string, body?: string, more = {}) =>
      served.request(`${HOST}${path}`, {
        method,
        headers: { ...headers, ...more },
        ...(body !== undefined && { body }),
      });
    for (const n of ["one", "two", "three", "four", "five", "six"]) await ask("GET", `/api/v1/${n}`);
    await ask("POST", "/api/v1/sign-in", JSON.stringify({ login, password }));
    await ask("POST", "/api/v1/sign-in", `{"login": "${login}", "password": ${password}`);
    await ask("POST", "/api/v1/sign-in/link", JSON.stringify({ link: token, password }));
    const query = `bbox=${lon},${lat},32,48&text=${encodeURIComponent(place)}`;
    for (const path of ["incidents", "map", "histogram", "situation", "observations"])
      await ask("GET", `/api/v1/missions/quiet-line/${path}?${query}`);
    await ask("GET", `/api/v1/missions/${instance}/incidents?${encodeURIComponent(name)}=1`);
    await ask("GET", "/api/v1/account", undefined, { Authorization: `Bearer ${token}` });
    await ask("GET", `/openrosa/quiet-line/formList?x=${token}`, undefined, {
      Authorization: `Basic ${btoa(`${login}:${token}`)}`,
    });
    await ask("POST", "/openrosa/quiet-line/submission", `<x>${instance}</x>`, { Authorization: `Bearer ${token}` });
    await ask("GET", `/${encodeURIComponent(name)}`);
    const said = lines.join("");
    expect(lines.filter((l) => l.includes("a request failed")).length).toBe(6);
    expect(lines.filter((l) => l.includes('"answered"')).length).toBeGreaterThan(12);
    for (const mark of MARKS)
      expect([mark, said.includes(mark), said.includes(encodeURIComponent(mark))]).toEqual([mark, false, false]);
    // What a person who runs the server needs is there all the same.
    expect(said).toContain('"code":"23505"');
    expect(said).toContain("the disk is full");
    expect(said).toContain('"route":"/api/v1/missions/{mission}/incidents"');
  });

  test("an error is told by its kind, code and places, and a long chain of causes ends", () => {
    const circle = new Error("a");
    circle.cause = circle;
    const told = JSON.stringify(safeError(circle));
    expect(told.match(/"type":"Error"/g)).toHaveLength(4);
    expect(safeError(new TypeError("x")).at[0]).toMatch(/watch\.test\.ts/);
    expect(safeError("text")).toEqual({ type: "string", at: [] });
  });
});

describe("traces", () => {
  const collector = async (status = 200) => {
    const got: {
      headers: Record<string, unknown>;
      body: { resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[] };
    }[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (d) => {
        text += d;
      });
      request.on("end", () => {
        got.push({ headers: { ...request.headers, path: request.url }, body: JSON.parse(text) });
        response.writeHead(status).end("{}");
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const spans = () => got.flatMap((g) => g.body.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)));
    return { got, endpoint, spans, close: () => new Promise((done) => server.close(done)) };
  };

  test("go to the collector that is set: a span for each request, under the caller's trace, with nothing of what was asked", async () => {
    const at = await collector();
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: `${at.endpoint}/`, OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b" };
    const traces = tracesTo(settings);
    const served = api(ROUTES, parts(), { ...silent(), traces }, ENTRANCE_ROUTES);
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const ask = (path: string, traceparent?: string) =>
      served.request(`${HOST}${path}`, { headers: { ...(traceparent && { traceparent }) } });
    await ask("/api/v1/missions/quiet-line?x=Kovalenko", `00-${trace}-00f067aa0ba902b7-01`);
    await ask("/api/v1/me", `00-${trace}-00f067aa0ba902b7-00`);
    await ask("/api/v1/me", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`);
    await traces?.close();
    expect(at.got).toHaveLength(1);
    expect(at.got[0]?.headers).toMatchObject({
      path: "/v1/traces",
      "x-key": "a b",
      "content-type": "application/json",
    });
    const [first, second, ...others] = at.spans();
    expect(first).toMatchObject({
      traceId: trace,
      parentSpanId: "00f067aa0ba902b7",
      name: "GET /api/v1/missions/{mission}",
      kind: 2,
    });
    expect(BigInt(String(first?.["endTimeUnixNano"])) >= BigInt(String(first?.["startTimeUnixNano"]))).toBe(true);
    expect(second).toMatchObject({ name: "GET /api/v1/me", traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect([others, JSON.stringify(at.got).includes("Kovalenko")]).toEqual([[], false]);
    await at.close();
  });

  test("a collector that is away or refuses costs spans, and nothing else; without a setting there are none", async () => {
    expect(tracesTo({})).toBeNull();
    const span = { method: "GET", route: "/x", status: 500, from: 1, until: 2, parent: undefined };
    let lost = 0;
    const refusing = await collector(500);
    for (const endpoint of ["http://127.0.0.1:1", refusing.endpoint]) {
      const traces = tracesTo({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, (n) => {
        lost += n;
      });
      for (let i = 0; i < 2_050; i++) traces?.add(span);
      await traces?.close();
    }
    expect(lost).toBe(2 * 2_050);
    await refusing.close();
  });
});

describe("back-pressure", () => {
  const holding = () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((go) => {
      release = go;
    });
    const hold = route({
      method: "get",
      path: "/hold",
      permission: "anyone",
      summary: "waits",
      answer: z.object({ done: z.boolean() }),
      handle: () => held.then(() => ({ done: true })),
    });
    return { hold, release };
  };
  const refusal = async (answer: Response) => ({
    status: answer.status,
    retry: answer.headers.get("Retry-After"),
    code: ((await answer.json()) as { code: string }).code,
  });

  test("beyond its number of requests the server says to come back, and serves again when one has ended", async () => {
    const { hold, release } = holding();
    const served = api([...ROUTES, hold], parts({ atOnce: 2 }), silent());
    const held = [served.request(`${HOST}/api/v1/hold`), served.request(`${HOST}/api/v1/hold`)];
    expect(await refusal(await served.request(`${HOST}/api/v1/me`))).toEqual({
      status: 503,
      retry: "2",
      code: "http/busy",
    });
    release();
    for (const one of held) expect((await one).status).toBe(200);
    expect((await served.request(`${HOST}/api/v1/me`)).status).toBe(200);
  });

  test("what took too long is told so, and counts until it has really ended", async () => {
    const { hold, release } = holding();
    const served = api([...ROUTES, hold], parts({ atOnce: 1, requestMs: 20 }), silent());
    expect(await refusal(await served.request(`${HOST}/api/v1/hold`))).toEqual({
      status: 503,
      retry: "5",
      code: "http/time",
    });
    expect((await refusal(await served.request(`${HOST}/api/v1/me`))).code).toBe("http/busy");
    release();
    // The work ends after its answer was given up; how many turns later is not promised.
    while ((await served.request(`${HOST}/api/v1/me`)).status !== 200) await new Promise((go) => setImmediate(go));
  });

  test("short of memory, nothing new is begun; the heap is looked at four times a second at most", async () => {
    let heap = { used: 95, limit: 100 };
    let [now, looks] = [0, 0];
    const pressed = heapPressure(
      () => {
        looks++;
        return heap;
      },
      () => now,
    );
    const served = api(ROUTES, parts(), { ...silent(), pressed });
    expect((await refusal(await served.request(`${HOST}/api/v1/me`))).code).toBe("http/busy");
    heap = { used: 10, limit: 100 };
    expect([pressed() !== null, looks]).toEqual([true, 1]);
    now = 250;
    expect((await served.request(`${HOST}/api/v1/me`)).status).toBe(200);
    expect(looks).toBe(2);
    expect(heapPressure()()).toBeNull();
  });

  test("depth, length and rate are refused with what they are", async () => {
    const served = api(ROUTES, parts({ perMinute: 3, depth: 4, bodyBytes: 100 }), silent());
    const post = (body: string) =>
      served.request(`${HOST}/api/v1/sign-in`, { method: "POST", body, headers: { Origin: HOST } });
    expect((await refusal(await post("[[[[[1]]]]]"))).code).toBe("http/too-deep");
    expect((await refusal(await post(`"${"x".repeat(200)}"`))).code).toBe("format/limit");
    expect((await refusal(await post('{"login":'))).code).toBe("http/bad-request");
    expect(await refusal(await post("{}"))).toMatchObject({
      status: 429,
      code: "http/too-many",
      retry: expect.any(String),
    });
  });
});
