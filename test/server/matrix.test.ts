import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { MARKINGS } from "../../src/access/marking.ts";
import { sha256Hex } from "../../src/canonical.ts";
import { FORM_ID } from "../../src/format/openrosa-form.ts";
import { addressOf, type Route } from "../../src/server/route.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../../src/server/routes/index.ts";
import type { Identity } from "../../src/store/identity.ts";
import { embeddedIdentity } from "../../src/store/identity-open.ts";
import { hashOf } from "../../src/store/made.fixture.ts";
import { WRITES } from "./matrix-acts.ts";
import { addPeople, ask, headersOf, type Told } from "./matrix-people.ts";
import {
  AGREEMENT,
  CALLERS,
  type Caller,
  fileHash,
  HOST,
  JOINING,
  openWorld,
  reads,
  THINGS,
  type Thing,
  type World,
} from "./matrix-world.ts";

/**
 * Every caller × every route × every marking and release group, made from the table of routes itself. What a caller may
 * not read must make no difference: each answer over a record with it is, byte for byte, the answer over a record in
 * which something else that they may not read stands in its place.
 */

const ROUTES_ALL: readonly Route[] = [...ROUTES, ...ENTRANCE_ROUTES];
const GETS = ROUTES_ALL.filter((r) => r.method === "get" && r.permission !== "operator");
const NONE = "0".repeat(64);

/** Values of each name in a path. Of an id: every thing, whether the caller reads it or not. A new name has to be told here. */
const PATH: Readonly<Record<string, (things: readonly Thing[]) => readonly string[]>> = {
  mission: () => ["m"],
  incident: (things) => [...things.map((t) => t.id), NONE],
  observation: (things) => [...things.map((t) => t.id), NONE],
  item: (things) => [...things.map((t) => t.id), NONE],
  commitment: () => ["pledge", "none"],
  alert: () => [NONE],
  index: () => ["0", "1", "6", "99999"],
  form: () => [FORM_ID, "none"],
  collection: () => ["m.incidents", "m.observations", "m.assessments", "m.zones", "hidden.incidents"],
  z: () => ["0"],
  x: () => ["0"],
  tile: () => ["0.mvt"],
  level: () => ["0"],
  a: () => ["000"],
  b: () => ["001"],
  c: () => ["001"],
  d: () => ["001"],
  e: () => ["001"],
  f: () => ["001"],
};
/** More questions to a route that takes them, each beside none: what is held back must not be found, counted or paged either. */
const QUERIES: readonly (readonly [name: string, query: string])[] = [
  ["limit", "limit=1"],
  ["text", "text=village-1"],
  ["source", "source=post-9"],
  ["bbox", "bbox=29,47,40,49"],
  ["asOf", "asOf=9"],
];

/** Things whose own addresses are asked for: of each marking one, old or fresh by turns, and those released early. */
const SOME = THINGS.filter((t, i) => t.early !== null || i % 4 === 0 || i % 4 === 3);

/** Questions that are asked by POST: a write of the table that keeps nothing. */
const READING_POSTS: readonly (readonly [path: string, body: string])[] = Object.entries(WRITES).flatMap(([name, c]) =>
  c.asks === undefined ? [] : [[name.replace(/^post /, ""), c.asks] as const],
);

let identity: Identity;
let folder: string;
const worlds: World[] = [];
const whole = { groups: null as World | null, staff: null as World | null };
/** By caller: the world in which only what they may read is. */
const apart = new Map<string, World>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-matrix-identity-"));
  identity = await embeddedIdentity({ folder });
  await identity.setOpening("m", { public: true });
  await addPeople(identity, CALLERS);
  const open = async (holds: (t: Thing) => boolean, more: boolean): Promise<World> => {
    const world = await openWorld(identity, holds, more);
    worlds.push(world);
    return world;
  };
  whole.groups = await open(() => true, true);
  whole.staff = await open(() => true, false);
  const made = new Map<string, World>();
  for (const { name, audience } of CALLERS) {
    const staff = audience.profile === "full";
    if (staff && audience.upTo === "TLP:RED") continue;
    const key = `${audience.profile} ${audience.upTo}`;
    const world = made.get(key) ?? (await open((t) => reads(audience, t), !staff));
    made.set(key, world);
    apart.set(name, world);
  }
}, 60_000);
afterAll(async () => {
  for (const world of worlds) await world.close();
  await identity.close();
  await rm(folder, { recursive: true });
});

/** Every address of a route: its path with each value of each name, and each query that it takes. */
function addresses(route: Route, things: readonly Thing[]): string[] {
  let paths = [addressOf(route.path)];
  for (const [, name = ""] of addressOf(route.path).matchAll(/\{(\w+)\}/g)) {
    if (name === "sha256") continue;
    const values = PATH[name];
    if (!values) throw new Error(`${route.path}: say in PATH which values {${name}} takes`);
    paths = paths.flatMap((p) => values(things).map((v) => p.replace(`{${name}}`, encodeURIComponent(v))));
  }
  // A file is asked for with its own thing, whose id stands in the path.
  paths = paths.flatMap((p) => {
    if (!p.includes("{sha256}")) return [p];
    const own = things.find((t) => p.includes(t.id));
    return [p.replace("{sha256}", own ? fileHash(own) : NONE), p.replace("{sha256}?", `${NONE}?`)];
  });
  const takes = new Set(Object.keys((route.query as z.ZodObject | undefined)?.shape ?? {}));
  const queries = ["", ...QUERIES.filter(([name]) => takes.has(name)).map(([, q]) => `?${q}`)];
  const one = paths.some((p) => things.some((t) => p.includes(t.id)));
  return paths.flatMap((p) => (one ? [""] : queries).map((q) => p + q));
}

const KNOWN = new Set([...THINGS, JOINING].flatMap((t) => [t.id, fileHash(t)]).concat(NONE));

/**
 * An answer without what two logs of the same entries differ in: salts, and so commitments, roots, proofs, signatures
 * and keys. An ETag stays where the body has none of them; where it has, it must be the body's own hash.
 */
function plain({ status, body, headers }: Told): unknown {
  const bare = body
    .replace(/[0-9a-f]{64}/g, (h) => (KNOWN.has(h) ? h : "HASH"))
    .replace(/"(commitment|leaf|root|vkey|note|point|version|instance)":"[^"]*"/g, '"$1":""')
    .replace(/[A-Za-z0-9+/]{43,}={0,2}/g, (b) => (KNOWN.has(b) ? b : "BYTES"));
  const rest = headers.filter(([name]) => name !== "etag");
  const etag = headers.find(([name]) => name === "etag")?.[1];
  if (etag === undefined || bare === body) return { status, bare, headers };
  const own = etag === `"${sha256Hex(Buffer.from(body, "latin1")).slice(0, 32)}"`;
  return { status, bare, headers: [...rest, ["etag", own ? "of the body" : etag]] };
}

describe.each(CALLERS.map((c) => [c.name, c] as const))("%s", (_, caller) => {
  test("answers alike, whatever is there that they may not read", async () => {
    const other = apart.get(caller.name);
    const full = (caller.audience.profile === "full" ? whole.staff : whole.groups) as World;
    if (!other) {
      // Who reads everything has nothing held back: every thing is listed.
      const list = await ask(full, "/api/v1/missions/m/incidents", { headers: headersOf(caller, GETS[0] as Route) });
      expect((JSON.parse(list.body) as { total: number }).total).toBe(THINGS.length);
      return;
    }
    const seen = { equal: 0, found: 0 };
    const differ: unknown[] = [];
    for (const route of GETS)
      for (const address of addresses(route, SOME)) {
        const init = { headers: headersOf(caller, route) };
        const [a, b] = [await ask(full, address, init), await ask(other, address, init)];
        // Two failures are alike and hold nothing.
        if (a.status < 500 && JSON.stringify(plain(a)) === JSON.stringify(plain(b))) seen.equal++;
        else differ.push({ address, with: plain(a), without: plain(b) });
        if (a.status === 200) seen.found++;
      }
    for (const [path, body] of READING_POSTS) {
      const route = ROUTES.find((r) => r.path === path && r.method === "post") as Route;
      const init = { method: "POST", body, headers: { Origin: HOST, ...headersOf(caller, route) } };
      const address = addressOf(path).replace("{mission}", "m");
      const [a, b] = [await ask(full, address, init), await ask(other, address, init)];
      if (JSON.stringify(plain(a)) !== JSON.stringify(plain(b)))
        differ.push({ address, with: plain(a), without: plain(b) });
    }
    expect(differ.slice(0, 3)).toEqual([]);
    expect(seen.equal).toBeGreaterThan(200);
    expect(seen.found).toBeGreaterThan(20);
  });

  test("one thing held back is answered as one that never was, by every way to ask", async () => {
    const full = (caller.audience.profile === "full" ? whole.staff : whole.groups) as World;
    const held = THINGS.filter((t) => !reads(caller.audience, t)).slice(0, 4);
    const ways: readonly RequestInit[] = [
      {},
      { method: "HEAD" },
      { headers: { "If-None-Match": "*" } },
      { headers: { Range: "bytes=0-9" } },
      { headers: { "Accept-Encoding": "gzip" } },
    ];
    for (const route of GETS.filter((r) => /\{(incident|observation|item)\}/.test(r.path)))
      for (const thing of held)
        for (const way of ways) {
          const init = { ...way, headers: { ...headersOf(caller, route), ...way.headers } };
          for (const address of addresses(route, [thing]).filter((a) => a.includes(thing.id))) {
            const absent = address.replace(thing.id, NONE).replace(fileHash(thing), hashOf("no file"));
            const [a, b] = [await ask(full, address, init), await ask(full, absent, init)];
            expect([address, a]).toEqual([address, b]);
            expect(a.status).toBeGreaterThanOrEqual(400);
          }
        }
  });
});

test("of a text that a group may not read nothing is told but its clauses' and readings' ids beside released results", async () => {
  const other = AGREEMENT.replaceAll("Quiet", "Hushed")
    .replaceAll(/Aland|Beland/g, "Nowhere")
    .replace("All fire stops", "Fire is to stop")
    .replace("No fire in the north", "None there")
    .replaceAll("para. ", "art. ")
    .replace("id: north, name: North", "id: upper, name: Upper")
    .replace("inside: [north]", "inside: [upper]")
    .replace("The pact", "The treaty")
    .replace("A pledge", "Another pledge")
    .replace("title: The ladder", "title: The stairs");
  const marking = "TLP:AMBER" as const;
  const [a, b] = [
    await openWorld(identity, () => true, true, THINGS, { text: AGREEMENT, marking }),
    await openWorld(identity, () => true, true, THINGS, { text: other, marking }),
  ];
  worlds.push(a, b);
  const differ: unknown[] = [];
  let told = 0;
  for (const caller of CALLERS.filter((c) => ["nobody", "guarantor", "party-a"].includes(c.name)))
    for (const route of GETS)
      for (const address of addresses(route, SOME.slice(0, 2))) {
        const init = { headers: headersOf(caller, route) };
        const [x, y] = [await ask(a, address, init), await ask(b, address, init)];
        if (x.status >= 500 || JSON.stringify(plain(x)) !== JSON.stringify(plain(y)))
          differ.push({ caller: caller.name, address, one: plain(x), other: plain(y) });
        if (x.body.includes('"clause":"stop"')) told++;
      }
  expect(differ.slice(0, 3)).toEqual([]);
  expect(told).toBeGreaterThan(0);
}, 60_000);

test("the agreement is one, and what it cannot tell is among the results", async () => {
  const verifier = CALLERS.find((c) => c.name === "verifier") as Caller;
  const address = "/api/v1/missions/m/situation";
  const { body } = await ask(whole.staff as World, address, { headers: headersOf(verifier, GETS[0] as Route) });
  const { clauses, refusedFiles } = JSON.parse(body) as {
    clauses: { atLeast: number; atMost: number }[];
    refusedFiles: string[];
  };
  expect(refusedFiles).toHaveLength(1);
  expect(clauses.map((c) => c.atMost - c.atLeast).some((n) => n > 0)).toBe(true);
});

test("the things are of every marking, and each caller but those who read all is kept from some", () => {
  expect(new Set(THINGS.map((t) => t.marking))).toEqual(new Set(MARKINGS));
  for (const { audience, name } of CALLERS)
    expect([name, THINGS.some((t) => !reads(audience, t))]).toEqual([
      name,
      audience.upTo !== "TLP:RED" || audience.profile !== "full",
    ]);
});
