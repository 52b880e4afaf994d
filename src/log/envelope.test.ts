import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../canonical.ts";
import { millis } from "../units.ts";
import { parseJsonFile, sameBytes, toHex, toUtf8 } from "./bytes.ts";
import {
  commitmentOf,
  type Envelope,
  envelopeOf,
  leafData,
  leafOf,
  opens,
  parseEnvelope,
  payloadBytes,
} from "./envelope.ts";
import { leafHash } from "./merkle.ts";

const random = (n: number): Uint8Array => leafHash(toUtf8(`random ${n}`));
const fields = {
  kind: "submission",
  author: "o-17",
  role: "observer",
  stated: millis(1_745_000_000_000),
  received: millis(1_745_000_060_000),
  marking: "TLP:AMBER+STRICT",
};
const payload = payloadBytes({ text: "3 explosions, 152 mm, north-west", count: 3 });
const envelope = envelopeOf(fields, payload, random(1), random(2));

describe("leaf", () => {
  test("its bytes are the same on every machine", () => {
    expect(new TextDecoder().decode(leafData(envelope))).toBe(
      `{"author":"o-17","blind":"${toHex(random(2))}","cites":null,"commitment":"${envelope.commitment}","kind":"submission","marking":"TLP:AMBER+STRICT","received":1745000060000,"role":"observer","stated":1745000000000,"v":1}`,
    );
    expect(sameBytes(leafOf(envelope), leafHash(leafData(envelope)))).toBe(true);
  });

  test("the order in which members arrive changes nothing", () => {
    const turned = Object.fromEntries(Object.entries(envelope).reverse());
    expect(sameBytes(leafOf(parseEnvelope(turned)), leafOf(envelope))).toBe(true);
  });

  test("a guess that is right in all but the blind is not confirmed, even by one who holds payload and salt", () => {
    const guess = envelopeOf(fields, payload, random(1), random(3));
    expect(guess.commitment).toBe(envelope.commitment);
    expect(sameBytes(leafOf(guess), leafOf(envelope))).toBe(false);
  });

  test("equal payloads of one author at one time have unequal commitments and leaves", () => {
    const again = envelopeOf(fields, payload, random(4), random(5));
    expect(again.commitment).not.toBe(envelope.commitment);
    expect(sameBytes(leafOf(again), leafOf(envelope))).toBe(false);
  });

  test("neither salt nor payload stands in the envelope", () => {
    const text = new TextDecoder().decode(leafData(envelope));
    expect(text).not.toContain(toHex(random(1)));
    expect(text).not.toContain("explosions");
  });
});

describe("commitment", () => {
  test("is opened by its payload and salt, and by nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ maxLength: 80 }), fc.nat(9), (a, b, n) => {
        const sealed = envelopeOf(fields, a, random(n), random(n + 100));
        expect(opens(sealed, a, random(n))).toBe(true);
        expect(opens(sealed, b, random(n))).toBe(sameBytes(a, b));
        expect(opens(sealed, a, random(n + 1))).toBe(false);
      }),
    );
  });

  test("bytes moved between salt and payload open nothing", () => {
    const moved = { salt: random(1).slice(0, 31), payload: Uint8Array.of(random(1)[31] as number, ...payload) };
    expect(opens(envelope, moved.payload, moved.salt)).toBe(false);
    expect(() => commitmentOf(payload, moved.salt)).toThrow("31 bytes");
  });

  test("one value for salt and blind is refused: the envelope would show the salt", () => {
    expect(() => envelopeOf(fields, payload, random(1), random(1))).toThrow("different random values");
  });
});

describe("reading", () => {
  const json = (change: Record<string, unknown>): unknown => JSON.parse(JSON.stringify({ ...envelope, ...change }));

  test("what was written is read, a citation included", () => {
    expect(parseEnvelope(json({}))).toEqual(envelope);
    const cites = { origin: "example.org/laptop-2", index: 41 };
    expect(parseEnvelope(json({ cites }))).toEqual({ ...envelope, cites });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["newer version", { v: 2 }, "v: expected 1"],
    ["kind with a space", { kind: "a b" }, "kind"],
    ["a name for an author", { author: "Olena K." }, "author: expected a pseudonymous id"],
    ["no role", { role: undefined }, '"role" is missing'],
    ["time as text", { stated: "2025-04-20" }, "stated"],
    ["time with a fraction", { received: 0.5 }, "received"],
    ["time beyond a Date", { received: 9e15 }, "received"],
    ["unknown marking", { marking: "SECRET" }, "TLP 2.0"],
    ["commitment in capitals", { commitment: envelope.commitment.toUpperCase() }, "commitment"],
    ["short blind", { blind: "00" }, "blind"],
    ["more members", { extra: 1 }, 'unknown member "extra"'],
    ["citation as text", { cites: "a 5" }, "cites"],
    ["citation without index", { cites: { origin: "a" } }, '"index" is missing'],
    ["citation index as text", { cites: { origin: "a", index: "5" } }, "index"],
    ["citation of nothing", { cites: { origin: "", index: 5 } }, "origin"],
  ])("refused: %s", (_, change, why) => expect(() => parseEnvelope(json(change))).toThrow(why));

  test.each([null, [], "x", 5])("refused: %j", (value) =>
    expect(() => parseEnvelope(value)).toThrow("expected an object"),
  );

  test("arbitrary JSON never gives an envelope, and never another error than ours", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => parseEnvelope(value)).toThrow(expect.objectContaining({ code: "log/malformed" }));
      }),
    );
  });

  test("JSON files have one spelling only", () => {
    const good = `${canonical({ a: [1, "é"], b: null })}\n`;
    expect(parseJsonFile(toUtf8(good))).toEqual({ a: [1, "é"], b: null });
    for (const bad of [
      good.trim(),
      ` ${good}`,
      '{"b":null,"a":1}\n',
      '{"a":1,"a":1}\n',
      '{"a":1.0}\n',
      '{"a":-0}\n',
      "\ufeff{}\n",
      '{"a":"\\u00e9"}\n',
      '"\\ud800"\n',
      `${"[".repeat(300)}${"]".repeat(300)}\n`,
    ])
      expect(() => parseJsonFile(toUtf8(bad)), bad).toThrow();
  });
});

test("every field of the envelope changes the leaf", () => {
  const other: Partial<Record<keyof Envelope, unknown>> = {
    kind: "decision",
    author: "o-18",
    role: "verifier",
    stated: 1,
    received: 2,
    marking: "TLP:RED",
    commitment: toHex(random(7)),
    blind: toHex(random(8)),
    cites: { origin: "a", index: 0 },
  };
  for (const [field, value] of Object.entries(other))
    expect(toHex(leafOf(parseEnvelope({ ...envelope, [field]: value }))), field).not.toBe(toHex(leafOf(envelope)));
});
