import process from "node:process";
import fc from "fast-check";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { catalogue } from "../../src/problems.ts";
import { Agreements } from "../../src/server/agreement-in-force.ts";
import { api } from "../../src/server/api.ts";
import { app as pagesApp } from "../../src/server/app.ts";
import { configOf } from "../../src/server/config.ts";
import { serverLog, serverMetrics } from "../../src/server/observability.ts";
import { openApi } from "../../src/server/openapi.ts";
import { Reads } from "../../src/server/reads.ts";
import { addressOf, type Route } from "../../src/server/route.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../../src/server/routes/index.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";
import { brokenValuesOf, oddValues, type Schema, valuesOf } from "./schema-values.ts";

/** Requests for each operation; FUZZ_RUNS=1000 and FUZZ_SEED=n look further. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 12);
const SEED = Number(process.env["FUZZ_SEED"] ?? 20_261_125);

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: Schema;
}
interface Operation {
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
}
interface Ask {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: readonly (readonly [string, unknown])[];
  readonly body: unknown;
  readonly role: string;
  readonly key: string | undefined;
}

const routes: readonly Route[] = [...ROUTES, ...ENTRANCE_ROUTES];
const { paths } = openApi(routes) as { paths: Record<string, Record<string, Operation>> };
const ROLES = [
  "nobody",
  "observer token",
  "verifier",
  "commissioner",
  "analyst",
  "party-liaison",
  "administrator",
  "operator",
];
const CODES = new Set(Object.values(catalogue).map((e) => e.code as string));

let at: Entrances;
let app: Hono;
let incident = "";
const people = new Map<string, string>();
beforeAll(async () => {
  at = await openEntrances();
  const config = configOf({});
  const limits = { ...config.limits, perMinute: 1e9, signInsPerMinute: 1e9 };
  const parts = {
    store: at.store,
    identity: at.identity,
    config: { ...config, limits },
    reads: new Reads(at.store),
    agreements: new Agreements(at.store),
    clock: () => millis(Date.now()),
    appended: () => undefined,
  };
  const served = api(ROUTES, parts, { log: serverLog("silent"), metrics: serverMetrics() }, ENTRANCE_ROUTES);
  app = pagesApp({ examples: () => [], front: () => "", file: async () => null }, () => served);
  for (const login of ROLES.slice(2)) {
    const known = await at.identity.personByLogin(login);
    const person =
      known ?? (await at.identity.addPerson({ login, name: login, operator: login === "operator" }, millis(0)));
    people.set(login, person.id);
    if (login === "operator") continue;
    const party = login === "party-liaison" ? { party: "party-a" as const } : {};
    await at.identity.setMembership("m", person.id, { role: login as "verifier", ...party });
  }
  const list = await at.get("/api/v1/missions/m/incidents", "verifier");
  incident = ((await list.json()) as { items: { id: string }[] }).items[0]?.id ?? "";
}, 60_000);
afterAll(() => at.close());

let sessions = 0;
/** Credentials of a role. Each request has a session of its own: what it does may end them. */
async function headersOf(role: string): Promise<Record<string, string>> {
  if (role === "nobody") return {};
  if (role === "observer token") return { Authorization: `Bearer ${at.token("observer")}` };
  const secret = `session-${++sessions}`.padEnd(43, "s");
  const now = millis(Date.now());
  const person = people.get(role) as string;
  const until = millis(now + 60_000);
  await at.identity.setDisabled(person, false);
  await at.identity.addSession({ hash: hashOf(secret), person, created: now, seen: now, until, strong: true });
  return { Cookie: `trucekeeper_session=${secret}`, Origin: HOST };
}

const pathValue = ({ name, schema }: Parameter): fc.Arbitrary<unknown> => {
  if (name === "mission") return fc.constantFrom("m", "m", "m", "hidden", "nowhere", "..", "M", "%00");
  const real = fc.constantFrom(incident, "0", "1", "2");
  return fc.oneof(
    { weight: 3, arbitrary: real },
    { weight: 2, arbitrary: valuesOf(schema) },
    { weight: 1, arbitrary: oddValues },
  );
};

function asks(operation: Operation): fc.Arbitrary<Ask> {
  const body = operation.requestBody?.content["application/json"].schema;
  const inPath = operation.parameters.filter((p) => p.in === "path");
  const inQuery = operation.parameters.filter((p) => p.in === "query");
  const queryOf = (value: (s: Schema) => fc.Arbitrary<unknown>) =>
    fc
      .tuple(
        ...inQuery.map((p) => fc.tuple(fc.constant(p.name), fc.option(value(p.schema), { freq: p.required ? 20 : 1 }))),
      )
      .map((all) => all.filter(([, v]) => v !== null) as [string, unknown][]);
  const surplus = fc.array(fc.tuple(fc.string({ maxLength: 8 }), oddValues), { maxLength: 1 });
  const values = (broken: boolean): fc.Arbitrary<Ask> =>
    fc.record({
      path: fc.record(Object.fromEntries(inPath.map((p) => [p.name, pathValue(p)]))),
      query: broken
        ? fc
            .tuple(
              queryOf((s) => fc.oneof(valuesOf(s), oddValues)),
              surplus,
            )
            .map(([a, b]) => [...a, ...b])
        : queryOf(valuesOf),
      body: body ? (broken ? brokenValuesOf(body) : valuesOf(body)) : fc.constant(undefined),
      role: fc.constantFrom(...ROLES),
      key: fc.option(fc.stringMatching(/^[a-z]{1,3}$/), { nil: undefined, freq: 1 }),
    });
  return fc.oneof(values(false), values(true));
}

/** Text for a path or a query; what cannot be text at all is left out. */
const say = (value: unknown): string =>
  (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).toWellFormed();

async function send(address: string, method: string, ask: Ask): Promise<Response> {
  const filled = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(say(ask.path[name])));
  const query = new URLSearchParams(
    ask.query.flatMap(([k, v]) =>
      (Array.isArray(v) ? v : [v]).map((one): [string, string] => [k.toWellFormed(), say(one)]),
    ),
  );
  const writes = method !== "get";
  return app.request(`${HOST}${filled}?${query}`, {
    method: method.toUpperCase(),
    headers: {
      ...(await headersOf(ask.role)),
      ...(writes && { "Content-Type": "application/json" }),
      ...(writes && ask.key !== undefined && { "Idempotency-Key": ask.key }),
    },
    ...(writes && ask.body !== undefined && { body: JSON.stringify(ask.body) }),
  });
}

/** What is wrong with an answer; nothing: null. */
async function faultOf(answer: Response, route: Route): Promise<string | null> {
  const type = answer.headers.get("Content-Type") ?? "";
  if (type.startsWith("text/event-stream")) {
    await answer.body?.cancel();
    return null;
  }
  const text = await answer.text();
  if (answer.status >= 400) {
    if (type !== "application/problem+json") return `${answer.status} as ${type}`;
    const problem = JSON.parse(text) as Record<string, unknown>;
    const form = Object.keys(problem).sort().join();
    if (form !== "code,detail,status,title,type" || problem["status"] !== answer.status) return `form: ${text}`;
    if (!CODES.has(problem["code"] as string)) return `not in the catalogue: ${text}`;
    if (answer.status === 503 && answer.headers.has("Retry-After")) return null;
    return answer.status >= 500 ? `${answer.status}: ${text}` : null;
  }
  if (route.answer === "bytes" || answer.status === 304 || answer.status === 204) return null;
  const found = (route.answer as z.ZodType).safeParse(JSON.parse(text));
  return found.success ? null : `not as its own schema says: ${found.error.message}`;
}

describe("every operation of our own OpenAPI document, asked at random by every role", () => {
  for (const route of routes) {
    const address = addressOf(route.path);
    const operation = paths[address]?.[route.method];
    test(`${route.method.toUpperCase()} ${address}`, async () => {
      if (!operation) throw new Error("the document does not hold it");
      await fc.assert(
        fc.asyncProperty(asks(operation), async (ask) => {
          expect(await faultOf(await send(address, route.method, ask), route)).toBeNull();
        }),
        { numRuns: RUNS, seed: SEED },
      );
    }, 60_000);
  }
});

describe("bodies that are no JSON of ours", () => {
  test.each([
    ["nothing", ""],
    ["half", '{"login":"a"'],
    ["another encoding", new Uint8Array([0xff, 0xfe, 0x7b, 0x00])],
    ["two values", "{}{}"],
    ["a key that means something", '{"__proto__":{"operator":true},"login":"a","password":"b"}'],
    ["a number of a million digits", `{"login":${"9".repeat(1_000_000)}}`],
    ["text that no database holds", '{"login":"a\\u0000b","password":"c"}'],
    ["half a character", '{"login":"a\\ud800","password":"c"}'],
    ["a key that no database holds", '{"login\\u0000":"a","password":"c"}'],
  ])("%s: a problem, and no failure of the server", async (_, body) => {
    const answer = await app.request(`${HOST}/api/v1/sign-in`, { method: "POST", body, headers: { Origin: HOST } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  });

  test("a zero character in path or query is refused wherever it is", async () => {
    for (const path of [
      "/api/v1/missions/m/incidents?text=a%00b",
      "/api/v1/missions/m/incidents/a%00b",
      "/ogc/collections/m.incidents%00",
    ])
      expect([path, (await app.request(`${HOST}${path}`)).status]).toEqual([path, 400]);
  });
});
