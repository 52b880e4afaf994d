import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { observationSchema } from "../observation/entries.ts";
import { Problem } from "../problems.ts";
import {
  COT_TYPES,
  CotCutter,
  type CotOut,
  cotKey,
  cotObservation,
  cotText,
  MOST_EVENTS,
  readCot,
  skippedCot,
} from "./cot.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const GOOD = `<?xml version="1.0"?><event version="2.0" uid="m-1" type="a-h-G-E-W-O" how="h-g-i-g-o" time="2025-04-18T15:14:00Z" start="2025-04-18T15:13:05.250Z" stale="2025-04-18T16:00:00Z"><point lat="48.1" lon="37.9" hae="0" ce="50" le="9999999"/><detail><contact callsign="M"/></detail></event>`;
const OF = { source: "p-1", file: "0".repeat(64), marking: "TLP:AMBER", version: 0 } as const;
const read = async (text: string) => {
  const [event] = await readCot(bytes(text));
  return cotObservation(event as never, OF);
};

test("an event is an observation of its sender's, in which nobody is friend or hostile", async () => {
  const o = await read(GOOD);
  expect(observationSchema.parse(o)).toEqual(o);
  expect(o).toMatchObject({
    acts: ["presence.weapon"],
    weapon: { class: "mortar" },
    mode: "saw",
    place: { kind: "point", lon: 37.9, lat: 48.1, radiusM: 50 },
  });
  expect(new Date(o.time.from).toISOString()).toBe("2025-04-18T15:13:05.000Z");
  expect(JSON.stringify(o)).not.toMatch(/hostile|friend/);
  for (const side of ["f", "h", "n", "u", "s"]) expect(await read(GOOD.replace("a-h-", `a-${side}-`))).toEqual(o);
});

test.each([
  ["a-u-G-E-X-M", "presence.mine"],
  ["a-n-G-E-V-A-T", "presence.weapon"],
  ["a-u-G-U-C-I", "presence.person"],
  ["a-u-A-M-F-Q", "flight.uav"],
  ["a-u-A-C-F", "flight.crewed"],
  ["a-u-A-M-H", "flight"],
  ["b-m-p-s-m", "undetermined"],
])("type %s is %s", async (type, act) => {
  expect((await read(GOOD.replace("a-h-G-E-W-O", type))).acts).toEqual([act]);
});

test("every prefix of the crosswalk is a type of MITRE's list, with the words that stand beside ours", () => {
  const list = new URL("../../node_modules/@tak-ps/node-cot/lib/types/cot-types.xml", import.meta.url);
  const text = readFileSync(list, "utf8");
  expect(text).toContain("CoTtypes.xml,v 1.80 2009/06/10");
  const theirs = new Map([...text.matchAll(/<cot cot="a-\.-([^"]+)"[^>]*?desc="([^"]*)"/g)].map((m) => [m[1], m[2]]));
  for (const [prefix, words] of COT_TYPES) expect([prefix, theirs.get(prefix)?.trim()]).toEqual([prefix, words]);
  // A longer prefix stands before the shorter one that it begins with, or it would never count.
  for (const [i, [prefix]] of COT_TYPES.entries())
    expect(COT_TYPES.slice(0, i).filter(([before]) => prefix.startsWith(`${before}-`))).toEqual([]);
});

test.each([
  ["a-h-G-E-W-H-M-S", "self-propelled-artillery"],
  ["a-h-G-E-W-R-H", "heavy-machine-gun"],
  ["a-h-G-E-W-Z", "undetermined"],
])("type %s is of class %s", async (type, weapon) => {
  expect((await read(GOOD.replace("a-h-G-E-W-O", type))).weapon).toMatchObject({ class: weapon });
});

test.each([
  ["type", GOOD.replace("a-h-G-E-W-O", "a-h-G-E-X-M-L")],
  ["type", GOOD.replace("a-h-G-E-W-O", "a-h-S-C")],
  ["start", GOOD.replace('start="2025-04-18T15:13:05.250Z"', 'start="yesterday"')],
  ["point.lat", GOOD.replace('lat="48.1"', 'lat="98.1"')],
  ["point.lon", GOOD.replace('lon="37.9"', 'lon="east"')],
  ["uid", GOOD.replace('uid="m-1"', 'uid=""')],
])("a wrong %s is named", async (field, text) => {
  const found = await read(text).catch((error: unknown) => error);
  expect(found).toBeInstanceOf(Problem);
  expect((found as Problem).message).toContain(`${field}: `);
});

test("where it is: an error that is not known is a hand-held receiver's, and null island is nowhere", async () => {
  expect((await read(GOOD.replace('ce="50"', 'ce="9999999.0"'))).place).toMatchObject({ radiusM: 100 });
  const nowhere = GOOD.replace('ce="50"', 'ce="9999999"').replace('lat="48.1" lon="37.9"', 'lat="0.0" lon="0"');
  expect((await read(nowhere)).place).toEqual({ kind: "unknown" });
});

test("devices' own positions, chat and pings are no reports; a report sent again has the same key", async () => {
  const skipped = async (text: string) => skippedCot((await readCot(bytes(text)))[0] as never);
  expect(await skipped(GOOD.replace("a-h-G-E-W-O", "a-f-G-U-C").replace("h-g-i-g-o", "m-g"))).toBe(
    "position-of-a-device",
  );
  expect(await skipped(GOOD.replace("<contact", '<takv os="1"/><contact'))).toBe("position-of-a-device");
  expect(await skipped(GOOD.replace("a-h-G-E-W-O", "t-x-c-t"))).toBe("no-report");
  expect(await skipped(GOOD.replace("a-h-G-E-W-O", "b-t-f"))).toBe("no-report");
  expect(await skipped(GOOD)).toBeUndefined();
  const key = async (text: string) => cotKey((await readCot(bytes(text)))[0] as never);
  expect(await key(GOOD.replace("15:14:00Z", "15:19:00Z").replace("16:00", "17:00"))).toBe(await key(GOOD));
  expect(await key(GOOD.replace("48.1", "48.2"))).not.toBe(await key(GOOD));
});

test("case 131: document types, entities, depth and numbers beyond the limits are refused at once", async () => {
  const bomb = `<!DOCTYPE e [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${GOOD.slice(21)}`;
  for (const text of [
    bomb,
    "<event>".repeat(2),
    `<a>${"<b>".repeat(100)}${"</b>".repeat(100)}</a>`,
    `<events>${GOOD.slice(21).repeat(MOST_EVENTS + 1)}</events>`,
    "<event",
    "",
  ])
    await expect(readCot(bytes(text))).rejects.toBeInstanceOf(Problem);
});

test("a damaged event is a problem with a sentence, never a failure of ours", async () => {
  const good = bytes(GOOD);
  const change = fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
      const damaged = Uint8Array.from(good);
      for (const [at, byte] of changes) damaged[at] = byte;
      const found = await readCot(damaged)
        .then((events) => events.map((e) => cotObservation(e, OF)))
        .catch((error: unknown) => error);
      if (found instanceof Error) expect(found).toBeInstanceOf(Problem);
      else for (const o of found as unknown[]) expect(observationSchema.safeParse(o).success).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("a stream is cut into its elements however it arrives, and what is no CoT ends it", () => {
  const elements = ['<auth><cot username="m" password="x"/></auth>', GOOD.slice(21), GOOD.slice(21).replace("M", "Ж")];
  const stream = bytes(`${elements[0]}\n<?xml version="1.0"?>\n${elements[1]}${elements[2]}\n`);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: stream.length }), { maxLength: 12 }), (cuts) => {
      const cutter = new CotCutter();
      const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      expect(at.slice(1).flatMap((end, i) => cutter.push(stream.subarray(at[i], end)))).toEqual(elements);
    }),
  );
  for (const text of ["GET / HTTP/1.1\r\n\r\n", "<events>", '<!DOCTYPE x []><event uid="', "{}"])
    expect(() => new CotCutter().push(bytes(text))).toThrow(Problem);
  const cutter = new CotCutter();
  expect(() => {
    for (let i = 0; i < 20; i++) cutter.push(bytes(`${i ? "" : "<event "}${"x".repeat(5_000)}`));
  }).toThrow("65536 bytes");
});

test("what is written is read back by our own reader", async () => {
  const out = fc.record({
    uid: fc.string({ unit: fc.constantFrom("a", ".", "-", "7"), minLength: 1 }),
    type: fc.constantFrom<CotOut["type"]>("a-n-G-E-X-M", "a-n-G-U"),
    lat: fc.integer({ min: -900, max: 900 }).map((n) => n / 10),
    lon: fc.integer({ min: -1800, max: 1800 }).map((n) => n / 10),
    radiusM: fc.integer({ min: 1, max: 5_000 }),
    start: fc.constant(1.74e12),
    stale: fc.constant(1.75e12),
    callsign: fc.string(),
    remarks: fc.string(),
  });
  await fc.assert(
    fc.asyncProperty(out, async (o) => {
      const [event] = await readCot(bytes(cotText(o, 1.745e12)));
      expect(event).toMatchObject({ uid: o.uid, type: o.type, lat: String(o.lat + 0), ce: String(o.radiusM) });
    }),
  );
});
