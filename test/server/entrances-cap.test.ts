import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TEXT } from "../../src/guarantee/sample.fixture.ts";
import { type HazardBody, hazardEntry } from "../../src/publication/hazard.ts";
import { EXAMPLES } from "../../src/record/examples.ts";
import { payloadOf } from "../../src/record/registry.ts";
import { sessionCookie } from "../../src/server/caller.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { draft } from "../../src/store/made.fixture.ts";
import { millis } from "../../src/units.ts";
import { root } from "../cli/run.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
}, 60_000);
afterAll(() => at.close());

const DAY = 86_400_000;
const [EXAMPLE] = EXAMPLES.hazard as unknown as [HazardBody];
const body = (more: Partial<HazardBody> = {}): HazardBody => ({
  ...EXAMPLE,
  observations: [],
  from: Date.now() - DAY,
  until: Date.now() + DAY,
  ...more,
});
const warn = async (of: HazardBody, marking: "TLP:CLEAR" | "TLP:RED" = "TLP:CLEAR") => {
  const payload = payloadOf("hazard", of, { exercise: false, reason: "seen by a patrol" });
  const [entry] = await at.store.append("m", [
    { kind: "hazard", author: "p-1", role: "publisher", stated: millis(Date.now()), marking, payload },
  ]);
  return { index: entry?.index as number, commitment: entry?.envelope.commitment as string };
};
const links = async () =>
  [...(await (await at.get("/feeds/m/cap")).text()).matchAll(/cap\+xml" href="([^"]+)"/g)].map((m) => m[1] as string);
const read = async (href: string) => {
  const answer = await at.get(href.replace(HOST, ""));
  return { type: answer.headers.get("Content-Type"), text: await answer.text() };
};
const xmllint = spawnSync("xmllint", ["--version"]).status === 0;
/** @returns what xmllint says against it; undefined where it fits, or is not installed */
function unfit(xml: string): string | undefined {
  if (!xmllint) return undefined;
  const { status, stderr } = spawnSync("xmllint", ["--noout", "--schema", join(root, "test/server/cap-1.2.xsd"), "-"], {
    input: xml,
  });
  return status === 0 ? undefined : String(stderr);
}

test("alert, update and cancellation refer back, stand until they lapse, and each stays at its address", async () => {
  const ring = (x: number): [number, number][] => [
    [x, 48],
    [x + 0.1, 48],
    [x + 0.1, 48.1],
    [x, 48],
  ];
  const two = {
    name: "fields <east> & west",
    circles: [{ lon: 37.9, lat: 48.1, radiusM: 300 }],
    polygons: [ring(37), ring(38)],
  };
  const words = ["en", "uk"].map((language) => ({
    language,
    headline: "Mines & more",
    description: "d",
    instruction: "i",
  }));
  const first = await warn(body({ area: two, words }));
  const second = await warn(body({ message: "update", follows: first }));
  await warn(body({ message: "cancel", follows: second }));
  await warn(body({ from: Date.now() - 2 * DAY, until: Date.now() - DAY }));
  await warn(body(), "TLP:RED");

  const all = await links();
  expect(all).toHaveLength(3);
  const [cancel, update, alert] = await Promise.all(all.map(read));
  for (const { type, text } of [cancel, update, alert] as { type: string; text: string }[]) {
    expect(type).toContain("application/cap+xml");
    expect(unfit(text)).toBeUndefined();
    expect(text).toContain("<status>Actual</status>");
  }
  // Case 69: every polygon, in every language.
  expect(alert?.text.match(/<polygon>48,3[78]/g)).toHaveLength(4);
  expect(alert?.text.match(/<circle>48.1,37.9 0.3<\/circle>/g)).toHaveLength(2);
  expect(alert?.text).not.toContain("<references>");
  const id = (xml: string | undefined) => /<identifier>([^<]+)</.exec(xml ?? "")?.[1] as string;
  const references = (xml: string | undefined) =>
    (/<references>([^<]+)</.exec(xml ?? "")?.[1] ?? "").split(" ").map((r) => r.split(",")[1]);
  expect(references(update?.text)).toEqual([id(alert?.text)]);
  expect(references(cancel?.text)).toEqual([id(alert?.text), id(update?.text)]);
  expect(cancel?.text).toContain("<msgType>Cancel</msgType>");
  if (xmllint) expect(unfit((alert?.text ?? "").replace(/<urgency>\w+/, "<urgency>Soon"))).toContain("urgency");
});

test("the list of warnings says what became of each message; reports and people are no part of it", async () => {
  const first = await warn(body({ observations: ["c".repeat(64)] }));
  const second = await warn(body({ message: "update", follows: first }));
  const third = await warn(body({ message: "cancel", follows: second }));
  const lapsed = await warn(body({ from: Date.now() - 2 * DAY, until: Date.now() - DAY }));
  const stands = await warn(body());
  const text = await (await at.get("/api/v1/missions/m/warnings")).text();
  const { items } = JSON.parse(text) as { items: { alert: string; state: string; follows: string; entry: unknown }[] };
  const id = (w: { commitment: string }) => `m.${w.commitment.slice(0, 32)}`;
  const of = (w: { commitment: string }) => items.find((i) => i.alert === id(w));
  expect([first, second, third, lapsed, stands].map((w) => of(w)?.state)).toEqual([
    "updated",
    "cancelled",
    "cancellation",
    "lapsed",
    "standing",
  ]);
  expect([of(first)?.follows, of(third)?.follows]).toEqual([null, id(second)]);
  // Who may warn cites a message by its entry; this reader is the public.
  expect(items.every((i) => i.entry === null)).toBe(true);
  for (const secret of ["c".repeat(64), "p-1", "p-2", "patrol"]) expect(text).not.toContain(secret);
  expect((await at.get("/api/v1/missions/hidden/warnings")).status).toBe(404);
});

test("what the reader is not told has no part in it: no report, no person, no reason; what is not there is absent", async () => {
  const entry = await warn(body({ observations: ["c".repeat(64)] }));
  const [href] = await links();
  const { text } = await read(href as string);
  expect(href).toContain(entry.commitment.slice(0, 32));
  for (const secret of ["c".repeat(64), "p-1", "p-2", "patrol"]) expect(text).not.toContain(secret);
  const none = await (await at.get("/feeds/m/cap/none")).text();
  expect(await (await at.get(`/feeds/hidden/cap/m.${entry.commitment.slice(0, 32)}`)).text()).toBe(none);
  const tag = (await at.get("/feeds/m/cap")).headers.get("ETag") as string;
  expect((await at.get("/feeds/m/cap", undefined, { "If-None-Match": tag })).status).toBe(304);
});

test.each<[string, Partial<HazardBody>]>([
  [
    "case 67: crosses itself at [0.5, 0.5]",
    {
      area: {
        name: "a",
        circles: [],
        polygons: [
          [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
            [0, 0],
          ],
        ],
      },
    },
  ],
  [
    "not closed",
    {
      area: {
        name: "a",
        circles: [],
        polygons: [
          [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
          ],
        ],
      },
    },
  ],
  ["names no place", { area: { name: "a", circles: [], polygons: [] } }],
  ["ends before it begins", { until: 0, from: 1 }],
  ["longer than 30 days", { from: 0, until: 31 * DAY }],
  ["follows nothing", { message: "update" }],
  ["two different people", { people: ["p-1", "p-1"] }],
  ["Invalid option", { hazard: "shelling" as never }],
])("%s: is refused", (why, more) => {
  const { error } = hazardEntry.schema.safeParse(body(more));
  expect(error?.issues.map((i) => i.message).join("; ")).toContain(why.replace("case 67: ", ""));
});

test("a warning takes two people with the right to release, follows the last message, and names no party", async () => {
  const { sha256 } = await at.store.evidence("m").put(new TextEncoder().encode(TEXT));
  await at.store.append("m", [
    draft("agreement-version", { id: "made", text: { sha256, name: "made.yaml" }, parts: [], reading: null }),
  ]);
  const cookies = new Map<string, string>();
  for (const [login, role] of [
    ["pub", "publisher"],
    ["pubb", "publisher"],
    ["veri", "verifier"],
  ] as const) {
    const { id } = await at.identity.addPerson({ login, name: login, operator: false }, millis(0));
    await at.identity.setMembership("m", id, { role });
    const secret = `session-of-${login}`.padEnd(43, "x");
    const now = millis(Date.now());
    const session = {
      hash: hashOf(secret),
      person: id,
      created: now,
      seen: now,
      until: millis(now + 9e6),
      strong: true,
    };
    await at.identity.addSession(session as Parameters<typeof at.identity.addSession>[0]);
    cookies.set(login, `${sessionCookie(false)}=${secret}`);
  }
  const post = async (who: string, path: string, of: unknown) => {
    const headers = { Origin: HOST, Cookie: cookies.get(who) as string };
    const answer = await at.app.request(`${HOST}/api/v1/missions/m/${path}`, {
      method: "POST",
      body: JSON.stringify(of),
      headers,
    });
    return {
      status: answer.status,
      ...((await answer.json()) as { pending: { id: string }; index: number; commitment: string; detail: string }),
    };
  };
  const { people: _, ...asked } = body();
  const ask = (more: object = {}, who = "pub") =>
    post(who, "decisions", { reason: "children play there", decision: { decision: "warn", ...asked, ...more } });
  const confirm = (id: string, who = "pubb") =>
    post(who, `pending/${id}/confirm`, { reason: "seen on the photographs" });

  expect((await ask({}, "veri")).status).toBe(403);
  const before = (await links()).length;
  const half = await ask();
  expect([half.status, (await links()).length]).toEqual([202, before]);
  expect((await confirm(half.pending.id, "pub")).status).toBe(403);
  const made = await confirm(half.pending.id);
  expect([made.status, (await links()).length]).toEqual([201, before + 1]);

  const follows = { index: made.index, commitment: made.commitment };
  const again = [await ask({ message: "update", follows }), await ask({ message: "cancel", follows })];
  expect((await confirm(again[0]?.pending.id ?? "")).status).toBe(201);
  expect((await confirm(again[1]?.pending.id ?? "")).status).toBe(409);
  expect((await ask({ message: "update", follows: { ...follows, commitment: "0".repeat(64) } })).status).toBe(404);
  expect((await ask({ message: "update" })).detail).toContain("follows");
  const blamed = await ask({ words: [{ ...asked.words[0], description: "Mines laid by Alpha." }] });
  expect([blamed.status, blamed.detail.includes("names the party")]).toEqual([400, true]);
});
