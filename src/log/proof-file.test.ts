import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { millis } from "../units.ts";
import { toHex, toUtf8 } from "./bytes.ts";
import { type Envelope, leafOf } from "./envelope.ts";
import { first, handed, joined, joinedProof, laptop, laptopNote, log, random } from "./example-log.ts";
import { joinedEnvelope, verifyJoined } from "./joining.ts";
import { parseProofFile, proofFileBytes, verifyEntryProof } from "./proof-file.ts";

describe("proof files", () => {
  test("an entry handed over with its proof checks by itself", () => {
    const { envelope, opened, checkpoint, verified, index } = verifyEntryProof(handed, [laptop]);
    expect([index, checkpoint.origin, verified.length]).toEqual([1, laptop.name, 1]);
    expect(envelope).toEqual(first.envelope);
    expect(opened).toEqual({ payload: first.payload, salt: first.salt });
    expect(new TextDecoder().decode(handed)).toMatch(
      /^c2sp\.org\/tlog-proof@v1\nextra [^\n]+\nindex 1\n[^\n]{44}\n[^\n]{44}\n\nexample\.org\/laptop-2\n3\n/,
    );
    expect(proofFileBytes(parseProofFile(handed))).toEqual(handed);
  });

  test("one flipped bit in every byte is found by one who has the key", () => {
    const missed: number[] = [];
    for (let at = 0; at < handed.length; at++) {
      const bad = Uint8Array.from(handed);
      bad[at] = (bad[at] as number) ^ (1 << (at % 8));
      try {
        verifyEntryProof(bad, [laptop]);
        missed.push(at);
      } catch {}
    }
    expect(missed).toEqual([]);
  });

  test("any letter changed, doubled or dropped is refused, and nothing else is thrown", () => {
    const text = new TextDecoder().decode(handed);
    const edits = fc.tuple(fc.nat(text.length - 1), fc.string({ unit: "binary", maxLength: 3 }), fc.nat(3));
    fc.assert(
      fc.property(edits, ([at, put, drop]) => {
        const bad = text.slice(0, at) + put.toWellFormed() + text.slice(at + drop);
        fc.pre(bad !== text);
        expect(() => verifyEntryProof(toUtf8(bad), [laptop])).toThrow(
          expect.objectContaining({ code: "log/malformed" }),
        );
      }),
    );
  });

  test("truncated anywhere, or checked with another log's key, it is refused", () => {
    for (let n = 0; n < handed.length; n++) expect(() => verifyEntryProof(handed.slice(0, n), [laptop])).toThrow();
    expect(() => verifyEntryProof(handed, [log])).toThrow("not signed by a key given");
    const bare = proofFileBytes({ index: 1, proof: parseProofFile(handed).proof, checkpoint: laptopNote });
    expect(() => verifyEntryProof(bare, [laptop])).toThrow("holds no entry");
  });

  test.each([
    ["other first line", (t: string) => t.replace("@v1", "@v2")],
    ["leading zero", (t: string) => t.replace("index 1", "index 01")],
    ["index missing", (t: string) => t.replace("index 1\n", "")],
    ["extra behind the index", (t: string) => t.replace(/(extra [^\n]+\n)(index 1\n)/, "$2$1")],
    ["hashes left out", (t: string) => t.replace(/(index 1\n)[^\n]{44}\n/, "$1")],
    ["hashes swapped", (t: string) => t.replace(/(index 1\n)([^\n]{44}\n)([^\n]{44}\n)/, "$1$3$2")],
    ["carriage returns", (t: string) => t.replaceAll("\n", "\r\n")],
  ])("refused: %s", (_, edit) => {
    const text = edit(new TextDecoder().decode(handed));
    expect(() => verifyEntryProof(toUtf8(text), [laptop])).toThrow();
  });
});

describe("joining", () => {
  test("the joined entry has the first one's content, another leaf, and cites its place", () => {
    expect(joined.cites).toEqual({ origin: "example.org/laptop-2", index: 1 });
    expect(joined.commitment).toBe(first.envelope.commitment);
    expect(leafOf(joined)).not.toEqual(leafOf(first.envelope));
    expect(verifyJoined(joined, joinedProof, [laptop]).verified.length).toBe(1);
    expect(verifyJoined(joined, handed, [log]).verified.length).toBe(0);
  });

  test("joined once more it still cites its first log, whose proof still holds", () => {
    const again = joinedEnvelope(
      joined,
      { origin: log.name, index: 4 },
      millis(1_745_000_200_000),
      random("blind newer"),
    );
    expect(again.cites).toEqual(joined.cites);
    expect(verifyJoined(again, joinedProof, [laptop]).checkpoint.origin).toBe(laptop.name);
  });

  test.each<[string, Partial<Envelope>, string]>([
    ["another index", { cites: { origin: laptop.name, index: 2 } }, "cites example.org/laptop-2 2"],
    ["another log", { cites: { origin: "example.org/laptop-3", index: 1 } }, "cites example.org/laptop-3 1"],
    ["no citation", { cites: null }, "cites no other log"],
    ["another author", { author: "o-99" }, "author is not that of the first log"],
    ["a softer marking", { marking: "TLP:CLEAR" }, "marking is not that"],
    ["another content", { commitment: toHex(random("x")) }, "commitment is not that"],
  ])("refused: %s", (_, change, why) =>
    expect(() => verifyJoined({ ...joined, ...change }, joinedProof, [laptop])).toThrow(why),
  );

  test("the old blind is not used again: the two leaves could be matched", () => {
    expect(() =>
      joinedEnvelope(first.envelope, { origin: laptop.name, index: 1 }, millis(1), random("blind b")),
    ).toThrow("must be new");
  });
});
