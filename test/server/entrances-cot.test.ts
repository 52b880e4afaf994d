import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Observation } from "../../src/observation/observation.ts";
import type { HazardBody } from "../../src/publication/hazard.ts";
import { EXAMPLES } from "../../src/record/examples.ts";
import { cotListenerOf, listenForCot } from "../../src/server/cot-listener.ts";
import { draft } from "../../src/store/made.fixture.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

/** As much of node-CoT as we use: its types are sources that do not compile under our settings. */
interface Cot {
  to_xml(): string;
  to_geojson(): { id: string; properties: { type: string; callsign: string }; geometry: { coordinates: number[] } };
}
let CoT: { new (xml: string): Cot; from_geojson(feature: object): Cot };
let at: Entrances;
beforeAll(async () => {
  ({ default: CoT } = (await import("@tak-ps/node-cot" as string)) as { default: typeof CoT });
  at = await openEntrances();
}, 60_000);
afterAll(() => at.close());

/** A marker as node-CoT writes it. */
const marker = (id: string, type: string, [lon, lat]: readonly [number, number], more: object = {}) =>
  CoT.from_geojson({
    id,
    type: "Feature",
    path: "/",
    properties: {
      type,
      how: "h-g-i-g-o",
      callsign: id,
      time: "2025-04-18T15:13:00Z",
      start: "2025-04-18T15:13:00Z",
      stale: "2025-04-18T16:00:00Z",
      center: [lon, lat],
      ...more,
    },
    geometry: { type: "Point", coordinates: [lon, lat, 0] },
  }).to_xml();
const post = async (body: string, role: "observer" | "guarantor" | "verifier" = "observer") => {
  const headers = { Authorization: `Bearer ${at.token(role)}`, "Content-Type": "application/xml" };
  const answer = await at.app.request(`${HOST}/cot/m`, { method: "POST", body, headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const observations = async () => {
  const all: Observation[] = [];
  for await (const { content } of at.store.entries("m", { kinds: ["submission"] })) {
    const { body } = (content?.payload ?? {}) as { body?: { via: string; observations: Observation[] } };
    if (body?.via === "cot") all.push(...body.observations);
  }
  return all;
};

describe("in", () => {
  test("node-CoT's markers are reports of the token's person, once each; case 99: one that was moved elsewhere revises and is no loop; devices are left out", async () => {
    const a = marker("marker-1", "a-h-G-E-W-O", [37.9, 48.1]);
    const device = marker("device-1", "a-f-G-U-C", [37.8, 48], { how: "m-g" });
    const strange = marker("marker-2", "a-u-S", [37.8, 48]);
    const all = `<events>${a}${device}${strange}</events>`;
    expect(await post(all)).toEqual({
      status: 200,
      body: {
        taken: 1,
        repeated: 0,
        skipped: { "position-of-a-device": 1 },
        refused: [{ event: 3, why: expect.stringContaining("type: ") }],
      },
    });
    expect((await post(a)).body).toMatchObject({ taken: 0, repeated: 1 });
    const moved = marker("marker-1", "a-h-G-E-W-O", [37.95, 48.1]);
    expect((await post(moved)).body).toMatchObject({ taken: 1 });
    expect((await post(a)).body).toMatchObject({ taken: 1 });
    const [first, second, third, ...none] = await observations();
    expect(none).toEqual([]);
    expect([second?.revises, third?.revises]).toEqual([first?.id, second?.id]);
    const { id } = (await at.identity.people()).find((p) => p.login === "observer") as { id: string };
    expect(new Set((await observations()).map((o) => o.source)).size).toBe(1);
    expect(first?.source).toBe(id);
  });

  test("the same at once is one entry; other versions at once are all kept", async () => {
    const before = (await observations()).length;
    const b = marker("marker-3", "a-u-G-E-X-M", [37.9, 48.1]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(b)));
    expect(answers.map((a) => a.body["taken"]).toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const moved = await Promise.all([1, 2, 3, 4].map((n) => post(marker("marker-3", "a-u-G-E-X-M", [37, 48 + n]))));
    expect(moved.map((a) => a.body["taken"])).toEqual([1, 1, 1, 1]);
    expect(new Set((await observations()).slice(before).map((o) => o.id)).size).toBe(5);
  });

  test("no permission, no CoT, too much, and a document type", async () => {
    expect((await post(marker("x", "a-u-G-E-X-M", [1, 1]), "guarantor")).status).toBe(403);
    expect((await post("<nothing/>")).status).toBe(422);
    expect((await post(`<!DOCTYPE e [<!ENTITY x "y">]>${marker("x", "a-u-G-E-X-M", [1, 1])}`)).status).toBe(422);
    expect((await post(`<events>${" ".repeat(1_100_000)}</events>`)).status).toBe(413);
    expect((await at.app.request(`${HOST}/cot/m`, { method: "POST", body: "" })).status).toBe(401);
  });
});

describe("out", () => {
  test("the staff gets patrols of now and standing mines, read by node-CoT; nobody else gets anything", async () => {
    const [EXAMPLE] = EXAMPLES.hazard as unknown as [HazardBody];
    const now = Date.now();
    const warn = async (more: Partial<HazardBody>) => {
      const body = { ...EXAMPLE, observations: [], from: now - 1e6, until: now + 1e7, ...more };
      const [entry] = await at.store.append("m", [{ ...draft("hazard", body), marking: "TLP:CLEAR" as const }]);
      return { index: entry?.index as number, commitment: entry?.envelope.commitment as string };
    };
    const ring: [number, number][] = [
      [37, 48],
      [37.02, 48],
      [37.02, 48.02],
      [37, 48],
    ];
    const first = await warn({});
    await warn({ message: "update", follows: first, area: { name: "a", circles: [], polygons: [ring] } });
    await warn({ hazard: "toxic-release" });
    await warn({ from: now - 2e6, until: now - 1e6 });
    const cancelled = await warn({});
    await warn({ message: "cancel", follows: cancelled });
    const minute = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
    const rows = ["Patrol 1,patrol", "Post 2,station"].map(
      (who) => `${who},${minute(now - 3_600_000)}+00:00,${minute(now + 3_600_000)}+00:00,watching,37.5,48.2,900`,
    );
    const past = `Patrol 9,patrol,2025-04-18 08:00+00:00,2025-04-18 09:00+00:00,watching,37.5,48.2,900`;
    const csv = new TextEncoder().encode(["station,kind,from,until,state,lon,lat,radius_m", ...rows, past].join("\n"));
    const { sha256 } = await at.store.evidence("m").put(csv);
    await at.store.append("m", [
      draft("import", {
        file: { sha256, name: "watch.csv", bytes: csv.length },
        format: "coverage-csv",
        reader: { name: "coverage-csv", version: "1" },
        mapping: null,
        assumptions: [],
        zone: "UTC",
      }),
    ]);
    await at.more(60, 61);

    const text = await (await at.get("/cot/m", "verifier")).text();
    const events = [...text.matchAll(/<event [\s\S]*?<\/event>/g)].map(([xml]) => new CoT(xml).to_geojson());
    expect(events.map((e) => [e.properties.type, e.properties.callsign])).toEqual([
      ["a-n-G-U", "Patrol 1"],
      ["a-n-G-E-X-M", "Mines"],
    ]);
    expect(events[1]?.geometry.coordinates.slice(0, 2)).toEqual([37.01, 48.01]);
    expect(text).not.toMatch(/type="a-[fhs]-/);
    const none = await (await at.get("/cot/nowhere", "verifier")).text();
    for (const role of [undefined, "guarantor", "administrator"] as const) {
      const answer = await at.get("/cot/m", role);
      expect([role, answer.status, await answer.text()]).toEqual([role, 404, none]);
    }
  });
});

const openssl = spawnSync("openssl", ["version"]).status === 0;
describe.skipIf(!openssl)("over TLS (left out where openssl is not installed, which makes the certificate)", () => {
  test("says who it is, reports as node-CoT writes, is given the same as by HTTP; others are cut off", {
    timeout: 60_000,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "trucekeeper-cot-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const ask = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "1",
      "-subj",
      "/CN=127.0.0.1",
    ];
    execFileSync("openssl", [...ask, "-keyout", key, "-out", cert], { stdio: "ignore" });
    const pem = { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
    const parts = { ...at.parts, clock: () => millis(Date.now()) };
    let now = millis(Date.now());
    const listener = await listenForCot(parts, { host: "127.0.0.1", port: 0, ...pem, ca: null });
    const strict = await listenForCot(
      { ...parts, clock: () => now },
      { host: "127.0.0.1", port: 0, ...pem, ca: null },
      undefined,
      {
        failures: 2,
        events: 3,
      },
    );
    /** Sends, and reads until `enough`, or until the other side ends. */
    const talk = (sent: readonly string[], enough: (text: string) => boolean = () => false, port = listener.port) =>
      new Promise<string>((done, failed) => {
        let text = "";
        const socket = connect({
          port,
          host: "127.0.0.1",
          ca: pem.cert,
          checkServerIdentity: () => undefined,
        });
        socket.on("secureConnect", () => socket.write(sent.join("\n")));
        socket.on("data", (b: Buffer) => {
          text += b.toString();
          if (enough(text)) socket.end();
        });
        socket.on("close", () => done(text));
        socket.on("error", (e: NodeJS.ErrnoException) =>
          e.code === "ECONNRESET" || e.code === "EPIPE" ? undefined : failed(e),
        );
      });
    const auth = (mission: string, token: string) =>
      `<auth><cot username="${mission}" password="${token}" uid="d"/></auth>`;
    try {
      const ping = marker("ping", "t-x-c-t", [0, 0]);
      const before = (await observations()).length;
      const mine = marker("over-tls", "a-u-G-E-X-M", [37.3, 48.3]);
      const heard = await talk([auth("m", at.token("observer")), mine, mine, ping], (t) => t.includes("takPong"));
      expect((await observations()).length).toBe(before + 1);
      expect([...heard.matchAll(/callsign="([^"]+)"/g)].map((m) => m[1])).toEqual(["Patrol 1", "Mines"]);
      for (const sent of [
        [auth("m", "y".repeat(43)), mine],
        [auth("hidden", at.token("observer")), mine],
        [auth("m", at.token("guarantor")), mine],
        [mine],
        ["GET / HTTP/1.1\r\n\r\n"],
        [auth("m", at.token("observer")), `<event uid="${"x".repeat(70_000)}"`],
      ])
        expect(await talk(sent.map((s) => s.replace("over-tls", "by-nobody")))).not.toContain("takPong");
      expect((await observations()).length).toBe(before + 1);

      // Too many events of one person, then too many wrong tokens from one address; a minute later both may again.
      const good = auth("m", at.token("observer"));
      const pinged = (t: string) => t.includes("takPong");
      expect(await talk([good, mine, mine, mine, mine, ping], pinged, strict.port)).not.toContain("takPong");
      now = millis(now + 61_000);
      for (const wrong of ["y", "z"]) await talk([auth("m", wrong.repeat(43))], pinged, strict.port);
      expect(await talk([good, ping], pinged, strict.port)).not.toContain("takPong");
      now = millis(now + 61_000);
      expect(await talk([good, ping], pinged, strict.port)).toContain("takPong");
    } finally {
      await strict.stop();
      await listener.stop();
      await rm(folder, { recursive: true });
    }
  });

  test("where authorities are named, a device without a certificate of theirs does not get in, whatever token it has", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trucekeeper-cot-clients-"));
    const own = async (name: string) => {
      const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
      const ask = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
      execFileSync("openssl", [...ask, "-subj", `/CN=${name}`, "-keyout", key, "-out", cert], { stdio: "ignore" });
      return { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
    };
    const [server, device, stranger] = await Promise.all(["127.0.0.1", "device", "stranger"].map(own));
    if (!server || !device || !stranger) throw new Error("no certificates");
    const parts = { ...at.parts, clock: () => millis(Date.now()) };
    const listener = await listenForCot(parts, { host: "127.0.0.1", port: 0, ...server, ca: device.cert });
    const signIn = `<auth><cot username="m" password="${at.token("observer")}" uid="d"/></auth>`;
    const talk = (client: object) =>
      new Promise<string>((done) => {
        let text = "";
        const trust = { ca: server.cert, checkServerIdentity: () => undefined };
        const socket = connect({ port: listener.port, host: "127.0.0.1", ...trust, ...client });
        socket.on("secureConnect", () => socket.write(`${signIn}${marker("ping", "t-x-c-t", [0, 0])}`));
        socket.on("data", (b: Buffer) => {
          text += b.toString();
          if (text.includes("takPong")) socket.end();
        });
        socket.on("close", () => done(text));
        socket.on("error", () => socket.destroy());
      });
    try {
      expect(await talk({})).toBe("");
      expect(await talk(stranger)).toBe("");
      expect(await talk(device)).toContain("takPong");
    } finally {
      await listener.stop();
      await rm(folder, { recursive: true });
    }
  });

  test("listens only where port, certificate and key are all set", () => {
    expect(cotListenerOf({}, () => "")).toBeNull();
    expect(() => cotListenerOf({ COT_TLS_PORT: "8089" }, () => "")).toThrow("go together");
    expect(() => cotListenerOf({ COT_TLS_PORT: "x", COT_TLS_CERT: "c", COT_TLS_KEY: "k" }, () => "")).toThrow(
      "COT_TLS_PORT",
    );
    const set = { COT_TLS_PORT: "8089", COT_TLS_CERT: "c", COT_TLS_KEY: "k" };
    const made = { host: "127.0.0.1", port: 8089, cert: "c", key: "k", ca: null };
    expect(cotListenerOf(set, (f) => f)).toEqual(made);
    expect(cotListenerOf({ ...set, COT_TLS_CA: "a" }, (f) => f)).toEqual({ ...made, ca: "a" });
    expect(() => cotListenerOf({ COT_TLS_CA: "a" }, () => "")).toThrow("go together");
  });
});
