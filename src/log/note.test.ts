import { createPublicKey, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase64, sameBytes, toBase64, toHex, toUtf8 } from "./bytes.ts";
import {
  checkpointText,
  cosignCheckpoint,
  nextCheckpoint,
  openCheckpoint,
  parseCheckpointText,
  signCheckpoint,
  withCosignature,
} from "./checkpoint.ts";
import { leafHash, nodesOf, rootOf } from "./merkle.ts";
import {
  noteBytes,
  parseNote,
  parseSignatureLine,
  parseSkey,
  parseVkey,
  signatureLine,
  signingKey,
  signText,
  skeyText,
  verifierKey,
  verifyNote,
  vkeyText,
} from "./note.ts";

const seed = (n: number): Uint8Array => leafHash(toUtf8(`seed ${n}`));

/** Ed25519 by OpenSSL: a second implementation, so that ours is not its own judge. */
const opensslVerifies = (publicKey: Uint8Array, message: string, signature: Uint8Array): boolean => {
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), publicKey]);
  return verify(null, Buffer.from(message), createPublicKey({ key: der, format: "der", type: "spki" }), signature);
};

describe("base64", () => {
  test("equals Node's for all bytes, and accepts no second spelling", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(sameBytes(fromBase64(toBase64(bytes)), bytes)).toBe(true);
      }),
    );
    for (const bad of [
      "QQ",
      "QQ=",
      "QR==",
      "QQ==\n",
      " QQ==",
      "Q-==",
      "QQ==QQ==",
      "====",
      "=",
      "QUJDQUJD=",
      "QUJD====",
    ])
      expect(() => fromBase64(bad), bad).toThrow("base64");
  });
});

describe("the example of golang.org/x/mod/sumdb/note", () => {
  const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const skey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const line =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
  const whole = toUtf8(`${text}\n${line}\n`);

  test("keys are read and written as they stand", () => {
    expect(vkeyText(parseVkey(vkey))).toBe(vkey);
    expect(skeyText(parseSkey(skey))).toBe(skey);
    expect(vkeyText(parseSkey(skey))).toBe(vkey);
  });

  test("our signature is theirs, byte for byte, and theirs verifies", () => {
    const note = { text, signatures: [signText(text, parseSkey(skey))] };
    expect(noteBytes(note)).toEqual(whole);
    expect(verifyNote(parseNote(whole), [parseVkey(vkey)]).map((v) => v.key.name)).toEqual(["PeterNeumann"]);
  });

  test("no part of a key is a key, and no changed letter", () => {
    for (let i = 0; i <= vkey.length; i++)
      for (let j = i + 1; j <= vkey.length; j++)
        if (i > 0 || j < vkey.length) expect(() => parseVkey(vkey.slice(i, j)), vkey.slice(i, j)).toThrow();
    for (let i = 0; i < vkey.length; i++) {
      const bad = vkey.slice(0, i) + String.fromCharCode(vkey.charCodeAt(i) + 1) + vkey.slice(i + 1);
      expect(() => parseVkey(bad), bad).toThrow();
    }
    // The message may reach a screen; the secret may not.
    expect(() => parseSkey(skey.replace("c74f20a3", "c74f20a4"))).toThrow(/^(?!.*AYEK)/);
  });

  test("one flipped bit in any byte spoils the note", () => {
    const key = parseVkey(vkey);
    for (let at = 0; at < whole.length; at++)
      for (let bit = 0; bit < 8; bit++) {
        const bad = Uint8Array.from(whole);
        bad[at] = (bad[at] as number) ^ (1 << bit);
        let verified = 0;
        try {
          verified = verifyNote(parseNote(bad), [key]).length;
        } catch {}
        expect(verified, `byte ${at} bit ${bit}`).toBe(0);
      }
  });

  test.each([
    ["no signature", `${text}\n`],
    ["no empty line", `${text}${line}\n`],
    ["last newline missing", `${text}\n${line}`],
    ["text behind the signatures", `${text}\n${line}\nmore\n`],
    ["two spaces", `${text}\n${line.replace(" x08", "  x08")}\n`],
    ["hyphen for the dash", `${text}\n${line.replace("—", "-")}\n`],
    ["carriage returns", `${text}\n${line}\r\n`],
    ["a tab in the text", `a\tb\n\n${line}\n`],
    ["a NUL", `a\u0000b\n\n${line}\n`],
    ["a plus in the name", `${text}\n${line.replace("Neumann", "+eumann")}\n`],
    ["a no-break space in the name", `${text}\n${line.replace("Neumann", "\u00a0eumann")}\n`],
    ["a signature of four bytes", `${text}\n— PeterNeumann x08gow==\n`],
    ["stray bits in the base64", `${text}\n${line.replace("AM=", "AN=")}\n`],
    ["empty text", `\n\n${line}\n`],
    ["101 signatures", `${text}\n${`${line}\n`.repeat(101)}`],
  ])("malformed: %s", (_, bad) => expect(() => parseNote(toUtf8(bad))).toThrow());

  test("not UTF-8, and too long", () => {
    const bad = Uint8Array.from(whole);
    bad[3] = 0xff;
    expect(() => parseNote(bad)).toThrow("not UTF-8");
    expect(() => parseNote(new Uint8Array(1_000_001).fill(65))).toThrow("the limit is 1000000");
  });

  test("a text may hold empty lines, and a signature block of its own", () => {
    const inner = `${text}\n${line}\n\nsecond part\n`;
    const note = { text: inner, signatures: [signText(inner, parseSkey(skey))] };
    expect(parseNote(noteBytes(note))).toEqual(note);
  });
});

describe("several keys", () => {
  const text = "a text\n";
  const ours = signingKey("example.org/mission", "note", seed(1));
  const other = signingKey("example.org/other", "note", seed(2));

  test("unknown signatures are passed over, a failing one of a known key spoils the note", () => {
    const good = signText(text, ours);
    const unknown = signText(text, other);
    const forged = { ...signText("another text\n", ours) };
    expect(verifyNote({ text, signatures: [unknown, good] }, [ours]).length).toBe(1);
    expect(verifyNote({ text, signatures: [unknown, good] }, [ours, other]).length).toBe(2);
    expect(verifyNote({ text, signatures: [unknown] }, [ours])).toEqual([]);
    expect(verifyNote({ text, signatures: [good, good] }, [ours]).length).toBe(1);
    expect(() => verifyNote({ text, signatures: [good, forged] }, [ours])).toThrow("does not verify");
    expect(() => verifyNote({ text, signatures: [{ ...good, signature: good.signature.slice(1) }] }, [ours])).toThrow();
  });

  test("a name taken by another key gives another id, so its signature counts for nothing", () => {
    const impostor = signingKey("example.org/mission", "note", seed(3));
    expect(impostor.id).not.toBe(ours.id);
    expect(verifyNote({ text, signatures: [signText(text, impostor)] }, [ours])).toEqual([]);
    const renamed = { ...signText(text, impostor), id: ours.id };
    expect(() => verifyNote({ text, signatures: [renamed] }, [ours])).toThrow("does not verify");
  });

  test("a key of small order, which would verify anything, verifies nothing", () => {
    const weak = verifierKey(
      "weak.example",
      "note",
      Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0)),
    );
    const signature = { name: weak.name, id: weak.id, signature: new Uint8Array(64) };
    signature.signature[0] = 1;
    expect(() => verifyNote({ text, signatures: [signature] }, [weak])).toThrow("does not verify");
  });

  test("texts that cannot stand in a note are not signed", () => {
    for (const bad of ["", "\n", "no newline", "a\tb\n", "\ud800\n", "cosignature/v1\ntime 5\nx\n"])
      expect(() => signText(bad, ours), JSON.stringify(bad)).toThrow();
    expect(() => verifierKey("a b", "note", seed(1))).toThrow("key name");
    expect(() => verifierKey("", "note", seed(1))).toThrow("key name");
    expect(() => verifierKey("a", "note", seed(1).slice(1))).toThrow("31 bytes");
  });

  test("signature lines and keys are read back", () => {
    const name = fc.stringMatching(/^[a-zé\u{1F54A}./-]{1,20}$/u);
    fc.assert(
      fc.property(name, fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.boolean(), (n, s, note) => {
        const key = signingKey(n, note ? "note" : "cosignature", s);
        expect(parseSkey(skeyText(key))).toEqual(key);
        const line = signText(text, key, note ? undefined : 1_700_000_000);
        expect(parseSignatureLine(signatureLine(line))).toEqual(line);
      }),
      { numRuns: 30 },
    );
  });
});

describe("checkpoints", () => {
  const log = signingKey("example.org/mission", "note", seed(1));
  const witness = signingKey("witness.example/w1", "cosignature", seed(4));
  const party = signingKey("party.example/liaison", "cosignature", seed(5));
  const checkpoint = { origin: "example.org/mission", size: 20_852_163, root: seed(9), extensions: [] };

  test("the specification's example is read: three lines, two signatures, the witness's time", () => {
    const bytes = toUtf8(
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n" +
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n" +
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n",
    );
    const { checkpoint: read, note, verified } = openCheckpoint(bytes, []);
    expect(verified).toEqual([]);
    expect([read.origin, read.size, toHex(read.root).slice(0, 8)]).toEqual([
      "example.com/behind-the-sofa",
      20852163,
      "0ac5186a",
    ]);
    expect(note.signatures[1]?.id).toBe("8d66cf3f");
    expect(toHex(note.signatures[1]?.signature.slice(0, 8) as Uint8Array)).toBe("00000000641850cb"); // 1679315147
    expect(noteBytes(note)).toEqual(bytes);
  });

  test("log, witness and party sign one checkpoint, and OpenSSL agrees with what each signed", () => {
    let note = signCheckpoint(checkpoint, log);
    note = withCosignature(note, cosignCheckpoint(note, witness, 1_679_315_147), [witness, party]);
    note = withCosignature(note, cosignCheckpoint(note, party, 1_679_315_200), [witness, party]);
    const opened = openCheckpoint(noteBytes(note), [log, witness, party]);
    expect(opened.checkpoint).toEqual(checkpoint);
    expect(opened.verified.map((v) => [v.key.name, v.seconds])).toEqual([
      ["example.org/mission", undefined],
      ["witness.example/w1", 1_679_315_147],
      ["party.example/liaison", 1_679_315_200],
    ]);
    const [byLog, byWitness] = note.signatures;
    expect(opensslVerifies(log.publicKey, note.text, byLog?.signature as Uint8Array)).toBe(true);
    const message = `cosignature/v1\ntime 1679315147\n${note.text}`;
    expect(opensslVerifies(witness.publicKey, message, byWitness?.signature.slice(8) as Uint8Array)).toBe(true);
    // The key id of a cosigner differs from that of the same key used for notes.
    expect(vkeyText(witness)).toMatch(/^witness\.example\/w1\+[0-9a-f]{8}\+B/);
    expect(verifierKey(witness.name, "note", witness.publicKey).id).not.toBe(witness.id);
  });

  test("a tree that was rewritten or lost entries gets no further checkpoint", () => {
    const leaves = Array.from({ length: 9 }, (_, n) => seed(n));
    const six = nextCheckpoint({ origin: "example.org/mission" }, nodesOf(leaves), 6);
    expect(nextCheckpoint(six, nodesOf(leaves), 9)).toEqual({ ...six, size: 9, root: rootOf(nodesOf(leaves), 9) });
    expect(nextCheckpoint(six, nodesOf(leaves), 6)).toEqual(six);
    expect(() => nextCheckpoint(six, nodesOf(leaves.with(3, seed(33))), 9)).toThrow(
      "the first 6 entries are not those",
    );
    expect(() => nextCheckpoint(six, nodesOf(leaves), 5)).toThrow("has 5 entries and signed a checkpoint of 6");
  });

  test("a cosignature whose time was changed, of a stranger, or of another checkpoint is not accepted", () => {
    const note = signCheckpoint(checkpoint, log);
    const good = cosignCheckpoint(note, witness, 1_679_315_147);
    const later = { ...good, signature: Uint8Array.from(good.signature) };
    later.signature[7] = (later.signature[7] as number) ^ 1;
    expect(() => withCosignature(note, later, [witness])).toThrow("does not verify");
    expect(() => withCosignature(note, good, [party])).toThrow("not a cosigner known here");
    const next = signCheckpoint({ ...checkpoint, size: checkpoint.size + 1 }, log);
    expect(() => withCosignature(next, good, [witness])).toThrow("does not verify");
    const huge = { ...good, signature: Uint8Array.from(good.signature).fill(255, 0, 8) };
    expect(() => withCosignature(note, huge, [witness])).toThrow("does not verify");
    const again = withCosignature(
      withCosignature(note, good, [witness]),
      cosignCheckpoint(note, witness, 1_700_000_000),
      [witness],
    );
    expect(openCheckpoint(noteBytes(again), [witness]).verified.map((v) => v.seconds)).toEqual([1_700_000_000]);
    expect(() => signText(note.text, witness)).toThrow("needs a time");
    expect(() => signText(note.text, log, 5)).toThrow("has no time");
  });

  test("texts are read back, extension lines of others included", () => {
    const line = fc.stringMatching(/^[ -~é]{1,30}$/u);
    fc.assert(
      fc.property(line, fc.maxSafeNat(), fc.array(line, { maxLength: 3 }), (origin, size, extensions) => {
        const cp = { origin, size, root: seed(9), extensions };
        expect(parseCheckpointText(checkpointText(cp))).toEqual(cp);
      }),
    );
    for (const bad of [
      { origin: "" },
      { origin: "a\nb" },
      { size: -1 },
      { size: 0.5 },
      { root: new Uint8Array(31) },
      { extensions: [""] },
    ])
      expect(() => checkpointText({ ...checkpoint, ...bad }), JSON.stringify(bad)).toThrow();
  });

  test.each([
    ["leading zero", "a\n01\n"],
    ["plus sign", "a\n+1\n"],
    ["hexadecimal", "a\n0x1\n"],
    ["beyond 2^53", "a\n9007199254740993\n"],
    ["far beyond", `a\n${"9".repeat(30)}\n`],
    ["empty origin", "\n1\n"],
  ])("malformed: %s", (_, head) => expect(() => parseCheckpointText(`${head}${toBase64(seed(9))}\n`)).toThrow());

  test("malformed: root of 31 bytes, no newline, empty extension, too few lines", () => {
    expect(() => parseCheckpointText(`a\n1\n${toBase64(seed(9).slice(1))}\n`)).toThrow("31 bytes");
    expect(() => parseCheckpointText(`a\n1\n${toBase64(seed(9))}`)).toThrow();
    expect(() => parseCheckpointText(`a\n1\n${toBase64(seed(9))}\n\n`)).toThrow();
    expect(() => parseCheckpointText("a\n1\n")).toThrow();
  });
});
