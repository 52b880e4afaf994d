import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { may, PEOPLE_ONLY, PERMISSIONS, type Permission } from "../../src/access/roles.ts";
import { type DecisionKind, TWO_PEOPLE } from "../../src/server/client/decisions.ts";
import { NEEDS } from "../../src/server/decision-draft.ts";
import { addressOf, type Route } from "../../src/server/route.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../../src/server/routes/index.ts";
import type { Identity } from "../../src/store/identity.ts";
import { embeddedIdentity } from "../../src/store/identity-open.ts";
import { DECISIONS, NOTHING, type Target, WRITES } from "./matrix-acts.ts";
import { addPeople, ask, headersOf, type Told } from "./matrix-people.ts";
import {
  type Caller,
  fileHash,
  HOST,
  openWorld,
  reads,
  THINGS,
  type Thing,
  type World,
  WRITERS,
} from "./matrix-world.ts";

/**
 * Every caller × every write of the table of routes, and × every decision: on what they may read, on what is held back
 * from them, and on what never was. Forbidden is as absent, and nothing that is refused leaves a trace in the record.
 */

const POSTS: readonly Route[] = [...ROUTES, ...ENTRANCE_ROUTES].filter((r) => r.method !== "get");
const nameOf = (r: Route): string => `${r.method} ${r.path}`;
const KINDS = Object.keys(DECISIONS) as DecisionKind[];
const DECIDE = POSTS.find((r) => r.path === "/missions/{mission}/decisions") as Route;
const isPermission = (p: string): p is Permission => (PERMISSIONS as readonly string[]).includes(p);

let identity: Identity;
let folder: string;
const worlds: { full: World; groups: World } = {} as never;
const people = new Map<string, string>();
const targets = new Map<World, ReadonlyMap<string, Target>>();

/** Reported by those who judge: nobody judges their own. */
const OWN = ["verifier", "commissioner"];
let things: readonly Thing[] = THINGS;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-matrix-identity-"));
  identity = await embeddedIdentity({ folder });
  await identity.setOpening("m", { public: true });
  for (const [name, id] of await addPeople(identity, WRITERS)) people.set(name, id);
  const clear = THINGS.filter((t) => t.marking === "TLP:CLEAR" || (t.marking === "TLP:GREEN" && !t.early));
  things = THINGS.map((t) => {
    const who = OWN[clear.indexOf(t)];
    return who === undefined ? t : { ...t, author: people.get(who) as string };
  });
  worlds.full = await openWorld(identity, () => true, false, things);
  worlds.groups = await openWorld(identity, () => true, true, things);
  for (const world of Object.values(worlds)) targets.set(world, await targetsIn(world));
}, 60_000);
afterAll(async () => {
  for (const world of Object.values(worlds)) await world.close();
  await identity.close();
  await rm(folder, { recursive: true });
});

/** What a write can name of each thing, by the thing's id. */
async function targetsIn({ store }: World): Promise<ReadonlyMap<string, Target>> {
  const found = new Map<string, Target>();
  for await (const { index, envelope, content } of store.entries("m", { kinds: ["submission"] })) {
    const { body } = (content?.payload ?? {}) as { body?: { observations: { id: string }[] } };
    const thing = THINGS.find((t) => t.id === body?.observations[0]?.id);
    if (thing && envelope)
      found.set(thing.id, { id: thing.id, entry: { index, commitment: envelope.commitment }, file: fileHash(thing) });
  }
  return found;
}

const worldOf = (caller: Caller): World => (caller.audience.profile === "full" ? worlds.full : worlds.groups);
const targetOf = (world: World, thing: Thing): Target => targets.get(world)?.get(thing.id) as Target;
const allows = ({ part }: Caller, permission: Permission): boolean => may(part?.role ?? "public", permission);

function asked(caller: Caller, route: Route, t: Target, token = false): readonly [address: string, init: RequestInit] {
  const { asks, of } = WRITES[nameOf(route)] ?? {};
  const { path = {}, body = asks } = of?.(t) ?? {};
  const address = addressOf(route.path).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(name === "mission" ? "m" : (path[name] ?? "none")),
  );
  const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  return [
    address,
    { method: route.method.toUpperCase(), ...sent, headers: { Origin: HOST, ...headersOf(caller, route, token) } },
  ];
}

const deciding = (caller: Caller, kind: DecisionKind, t: Target, token = false): RequestInit => ({
  method: "POST",
  body: JSON.stringify({ reason: "x", decision: { decision: kind, ...DECISIONS[kind](t) } }),
  headers: { Origin: HOST, ...headersOf(caller, DECIDE, token) },
});
const decide = (world: World, ...of: Parameters<typeof deciding>): Promise<Told> =>
  ask(world, "/api/v1/missions/m/decisions", deciding(...of));

/** An answer without the words of the question: which entry, which file, and the id and time of a half that waits. */
const plain = ({ status, body, headers }: Told, t: Target): unknown => ({
  status,
  headers,
  body: body
    .replaceAll(t.id, "ID")
    .replaceAll(t.file, "FILE")
    .replaceAll(t.entry.commitment, "ENTRY")
    .replaceAll(`"index":${t.entry.index}`, '"index":N')
    .replaceAll(`Entry ${t.entry.index} `, "Entry N ")
    .replaceAll(/"id":"[0-9a-f]{24}"/g, '"id":"HALF"'),
});

test("every write of the table has its case, and every case its route", () => {
  expect(Object.keys(WRITES).toSorted()).toEqual(POSTS.map(nameOf).toSorted());
});

test("what only people have is behind routes that no token opens", () => {
  const open = POSTS.filter((r) => PEOPLE_ONLY.has(r.permission as Permission) && !r.peopleOnly);
  expect(open.map(nameOf)).toEqual([]);
  expect(DECIDE.peopleOnly).toBe(true);
});

describe.each(WRITERS.map((c) => [c.name, c] as const))("%s", (_, caller) => {
  const held = THINGS.filter((t) => !reads(caller.audience, t))
    .filter((__, i) => i % 4 < 2)
    .slice(0, 3);

  test("writes about what is held back as about what never was; without the permission nothing is looked at", async () => {
    const world = worldOf(caller);
    const size = await world.store.size("m");
    const differ: unknown[] = [];
    // Signing in is for whoever is nobody yet; tries of one place are counted together.
    for (const route of POSTS.filter((r) => r.permission !== "anyone" || !caller.part)) {
      const { of, asks } = WRITES[nameOf(route)] ?? {};
      const refused = isPermission(route.permission)
        ? !allows(caller, route.permission)
        : route.permission !== "anyone" && !caller.part;
      const [address, init] = asked(caller, route, NOTHING);
      const none = of || refused ? await ask(world, address, init) : undefined;
      if (none && refused) {
        const status = [401, 403].includes(none.status) || (route.permission === "operator" && none.status === 404);
        // Whatever is sent, the answer is the same: nothing of it was read.
        const other = await ask(world, address, { ...init, body: asks ? "{" : ((init.body && "{") ?? null) });
        if (!status || JSON.stringify(none) !== JSON.stringify(other))
          differ.push({ name: nameOf(route), none, other });
      }
      if (!none || !of) continue;
      for (const thing of held) {
        const t = targetOf(world, thing);
        const a = await ask(world, ...asked(caller, route, t));
        if (JSON.stringify(plain(a, t)) !== JSON.stringify(plain(none, NOTHING)))
          differ.push({ name: nameOf(route), held: plain(a, t), none: plain(none, NOTHING) });
        if (a.status < 400) differ.push({ name: nameOf(route), taken: a });
      }
    }
    expect(differ.slice(0, 3)).toEqual([]);
    expect(await world.store.size("m")).toBe(size);
  });

  test("decides on what is held back as on what never was, and only with the permission for it", async () => {
    const world = worldOf(caller);
    const size = await world.store.size("m");
    const differ: unknown[] = [];
    for (const kind of KINDS) {
      const none = await decide(world, caller, kind, NOTHING);
      if (none.status < 400) differ.push({ kind, taken: none });
      if (!allows(caller, NEEDS[kind]) && ![401, 403].includes(none.status)) differ.push({ kind, allowed: none });
      if (caller.part && allows(caller, NEEDS[kind]) && none.status === 401) differ.push({ kind, none });
      for (const thing of held) {
        const t = targetOf(world, thing);
        const a = await decide(world, caller, kind, t);
        if (JSON.stringify(plain(a, t)) !== JSON.stringify(plain(none, NOTHING)))
          differ.push({ kind, held: plain(a, t), none: plain(none, NOTHING) });
      }
    }
    expect(differ.slice(0, 3)).toEqual([]);
    expect(await world.store.size("m")).toBe(size);
  });

  test.runIf(caller.part)("no token of theirs decides, with all the scopes that a token can have", async () => {
    const world = worldOf(caller);
    const answers = new Set<string>();
    for (const kind of KINDS) answers.add(JSON.stringify(await decide(world, caller, kind, NOTHING, true)));
    expect(answers.size).toBe(1);
    expect((JSON.parse([...answers][0] ?? "") as Told).status).toBe(403);
    for (const route of POSTS.filter((r) => r.peopleOnly)) {
      const { status } = await ask(world, ...asked(caller, route, NOTHING, true));
      expect([nameOf(route), status]).toEqual([nameOf(route), 403]);
    }
  });
});

const callerNamed = (name: string): Caller => WRITERS.find((c) => c.name === name) as Caller;
/** Who of the whole staff may decide so. */
const decider = (kind: DecisionKind): Caller =>
  // A submission is taken back by an analyst.
  (kind === "withdraw" ? callerNamed("analyst") : undefined) ??
  WRITERS.find((c) => (c.audience.upTo === "TLP:RED" || c.part?.guarantor) && allows(c, NEEDS[kind])) ??
  (WRITERS.find((c) => c.audience.profile === "full" && allows(c, NEEDS[kind])) as Caller);

test("nobody judges what they reported themselves, in any way of judging", async () => {
  const size = await worlds.full.store.size("m");
  const judging: readonly DecisionKind[] = ["verify", "reject", "attribute", "determine"];
  const tried = [];
  for (const name of OWN) {
    const own = things.find((t) => t.author === people.get(name)) as Thing;
    for (const kind of judging.filter((k) => allows(callerNamed(name), NEEDS[k]))) {
      const { status, body } = await decide(worlds.full, callerNamed(name), kind, targetOf(worlds.full, own));
      expect([name, kind, status, body]).toEqual([name, kind, 403, expect.stringContaining("decision/own-report")]);
      tried.push(kind);
    }
  }
  expect(tried.toSorted()).toEqual(judging.toSorted());
  expect(await worlds.full.store.size("m")).toBe(size);
});

/** Decisions that a target of ours, a report and its entry, cannot be the right thing of. */
const NOT_OF_REPORTS: ReadonlySet<DecisionKind> = new Set([
  ...(["interpret", "read-clause", "destroy-keys", "open-sealed", "erase"] as const),
  ...(["start-clock", "pause-clock", "resume-clock", "stop-clock", "condition", "step"] as const),
  ...(["deliver", "confirm-delivery"] as const),
]);

test("the questions are right ones: who reads a thing and may decide on it is answered otherwise than on nothing", async () => {
  const taken: string[] = [];
  const readable = things.filter((t) => !t.author && t.marking !== "TLP:RED");
  for (const [n, kind] of KINDS.filter((k) => !NOT_OF_REPORTS.has(k)).entries()) {
    const caller = decider(kind);
    const { status } = await decide(
      worlds.full,
      caller,
      kind,
      targetOf(worlds.full, readable[n % readable.length] as Thing),
    );
    // Somebody who decided before on the same thing is a conflict, which is told to who reads it.
    if (status < 300 || status === 409) taken.push(kind);
  }
  // Of a pair the other one is missing.
  const pairs = ["merge", "split"];
  expect(taken.toSorted()).toEqual(KINDS.filter((k) => !NOT_OF_REPORTS.has(k) && !pairs.includes(k)).toSorted());
});

describe("what needs two people", () => {
  const asking = async (): Promise<Readonly<Record<(typeof TWO_PEOPLE)[number], Record<string, unknown>>>> => {
    const { store } = worlds.full;
    const own = things.find((t) => !t.author && t.marking === "TLP:AMBER") as Thing;
    const t = targetOf(worlds.full, own);
    const { body } = await decide(worlds.full, callerNamed("commissioner"), "determine", {
      ...t,
      id: (things.find((x) => x.marking === "TLP:AMBER+STRICT" && !x.author) as Thing).id,
    });
    const { index, commitment } = JSON.parse(body) as { index: number; commitment: string };
    const sealed = await store.seal("m", Buffer.from("a name"), {
      author: "o-17",
      role: "observer",
      stated: 0 as never,
      reason: "x",
    });
    return {
      "start-clock": { ladder: "ladder", determination: { index, commitment } },
      "release-early": DECISIONS["release-early"](t),
      warn: DECISIONS.warn(t),
      erase: { entries: [t.entry], evidence: [], envelopes: false },
      "destroy-keys": { blobs: [sealed.blob], names: [] },
      "open-sealed": { blobs: [sealed.blob], names: [] },
    };
  };

  test("is entered by no one alone, and its half is seen and moved by those alone who may confirm it", async () => {
    const bodies = await asking();
    const world = worlds.full;
    for (const kind of TWO_PEOPLE) {
      const first = callerNamed(kind === "warn" || kind === "release-early" ? "publisher" : "commissioner");
      const size = await world.store.size("m");
      const half = await ask(world, "/api/v1/missions/m/decisions", {
        method: "POST",
        body: JSON.stringify({ reason: "x", decision: { decision: kind, ...bodies[kind] } }),
        headers: { Origin: HOST, ...headersOf(first, DECIDE) },
      });
      expect([kind, half.status, half.status === 202 || half.body]).toEqual([kind, 202, true]);
      const { id } = (JSON.parse(half.body) as { pending: { id: string } }).pending;
      for (const caller of WRITERS) {
        const headers = { Origin: HOST, ...headersOf(caller, DECIDE) };
        const list = await ask(world, "/api/v1/missions/m/pending", { headers });
        const sees = list.body.includes(id);
        const reading = ["erase", "destroy-keys", "open-sealed"].includes(kind) || caller.audience.upTo !== "TLP:GREEN";
        const greenAct = kind === "start-clock";
        const allowed = allows(caller, NEEDS[kind]) && (reading || greenAct);
        expect([kind, caller.name, sees]).toEqual([kind, caller.name, allowed || caller === first]);
        if (allowed && caller !== first) continue;
        for (const act of ["confirm", ...(caller === first ? [] : ["withdraw"])]) {
          const move = (of: string) =>
            ask(world, `/api/v1/missions/m/pending/${of}/${act}`, {
              method: "POST",
              body: JSON.stringify({ reason: "x" }),
              headers,
            });
          const [a, none] = [await move(id), await move("none")];
          if (caller === first) expect([kind, a.status]).toEqual([kind, 403]);
          else expect([kind, caller.name, act, a]).toEqual([kind, caller.name, act, none]);
        }
      }
      expect(await world.store.size("m")).toBe(size);
    }
  });
});
