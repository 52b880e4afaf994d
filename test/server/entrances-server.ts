import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { MARKINGS } from "../../src/access/marking.ts";
import type { Permission, Role } from "../../src/access/roles.ts";
import { Agreements } from "../../src/server/agreement-in-force.ts";
import { api } from "../../src/server/api.ts";
import { configOf } from "../../src/server/config.ts";
import { serverLog, serverMetrics } from "../../src/server/observability.ts";
import { Reads } from "../../src/server/reads.ts";
import type { Parts } from "../../src/server/route.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../../src/server/routes/index.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { Derivation } from "../../src/store/derivation.ts";
import type { Lease } from "../../src/store/derivations.ts";
import type { Identity } from "../../src/store/identity.ts";
import { embeddedIdentity } from "../../src/store/identity-open.ts";
import { draft, observation } from "../../src/store/made.fixture.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Mission, Store } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";

export const HOST = "http://truce.example";
/** One incident of each marking, in the order of MARKINGS, far apart in time and place. */
export const TIMES = MARKINGS.map((_, n) => millis(1.7e12 + n * 1e9));

/** A server with two missions, "m" open to the public and "hidden" not, and a token for each role of "m". */
export interface Entrances {
  readonly app: Hono;
  readonly store: Store;
  readonly identity: Identity;
  readonly parts: Parts;
  readonly get: (path: string, role?: Role, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly token: (role: Role) => string;
  /** Appends observations numbered from..until and derives. */
  readonly more: (from: number, until: number) => Promise<void>;
  /** Serves on a free port until closed. @returns the address */
  readonly listen: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openEntrances(): Promise<Entrances> {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-entrances-"));
  const store = await openEmbedded(folder);
  const identity = await embeddedIdentity({ folder });
  const mission = (await store.createMission({ id: "m", name: "M", zone: "UTC", exercise: false })) as Mission;
  await store.createMission({ id: "hidden", name: "H", zone: "UTC", exercise: false });
  await identity.setOpening("m", { public: true });
  const derive = async () => {
    const lease = (await store.derivations.acquire("m", "test")) as Lease;
    const derivation = new Derivation(store, mission);
    await derivation.run(lease, { whole: true });
    await derivation.close();
    await store.derivations.release(lease);
  };
  const more = async (from: number, until: number) => {
    const drafts = Array.from({ length: until - from }, (_, i) => {
      const n = from + i;
      const begin = millis(1.7e12 + n * 1e9);
      const one = observation(n);
      const marking = MARKINGS[n % MARKINGS.length] as (typeof MARKINGS)[number];
      const time = { ...one.time, from: begin, until: millis(begin + 1000) };
      const place = { kind: "point" as const, lon: 30 + n / 10, lat: 48, radiusM: 200 };
      return draft("submission", { via: "cli", evidence: [], observations: [{ ...one, marking, time, place }] });
    });
    await store.append("m", drafts);
    await derive();
  };
  await more(0, MARKINGS.length);
  const parts = {
    store,
    identity,
    config: configOf({}),
    reads: new Reads(store),
    agreements: new Agreements(store),
    clock: () => millis(Date.now()),
    appended: () => undefined,
  };
  const app = api(ROUTES, parts, { log: serverLog("silent"), metrics: serverMetrics() }, ENTRANCE_ROUTES);
  const secret = (role: string) => role.padEnd(43, "x");
  const scopes: readonly Permission[] = [
    "mission.read",
    "agreement.read",
    "incident.read",
    "observation.read",
    "coverage.read",
    "assessment.read",
    "entry.read",
    "evidence.read",
    "submission.write",
  ];
  for (const role of ["observer", "verifier", "guarantor", "administrator"] as const) {
    const { id } = await identity.addPerson({ login: role, name: role, operator: false }, millis(0));
    await identity.setMembership("m", id, { role });
    const token = { id: `t-${role}`, hash: hashOf(secret(role)), person: id, mission: "m", name: role, scopes };
    await identity.addToken({ ...token, created: millis(0), until: millis(9e12) });
  }
  let server: ReturnType<typeof serve> | undefined;
  return {
    app,
    store,
    identity,
    parts,
    token: secret,
    more,
    get: async (path, role, headers = {}) =>
      app.request(`${HOST}${path}`, {
        headers: { ...headers, ...(role && { Authorization: `Bearer ${secret(role)}` }) },
      }),
    listen: () =>
      new Promise((done) => {
        server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info: AddressInfo) =>
          done(`http://127.0.0.1:${info.port}`),
        );
      }),
    async close() {
      await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
      await identity.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
