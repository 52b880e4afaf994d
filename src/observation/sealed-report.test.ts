import fc from "fast-check";
import { expect, test } from "vitest";
import { packReport, partsOf, REPORT_FORM, type ReportHead, SEAL, sealedOf, unpackReport } from "./sealed-report.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((b) => new Uint8Array(b));

test("what was packed is unpacked, whatever the files hold", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 4 }), fc.string(), (files, note) => {
      const head: ReportHead = {
        form: REPORT_FORM,
        mission: "m",
        author: "p-1",
        instance: "uuid:1",
        what: "observation",
        cells: { note: note.toWellFormed() },
        files: files.map((f, i) => ({ name: `${i}.jpg`, type: "image/jpeg", bytes: f.length })),
      };
      const read = unpackReport(packReport(head, files));
      if ("error" in read) throw new Error(read.error);
      expect(read.head).toEqual(head);
      expect(read.files.map((f) => [...f])).toEqual(files.map((f) => [...f]));
    }),
  );
});

test("parts are joined and taken apart again", () => {
  fc.assert(
    fc.property(
      bytes(SEAL.idBytes),
      bytes(SEAL.pointBytes),
      bytes(SEAL.nonceBytes),
      fc.uint8Array({ minLength: SEAL.tagBytes }).map((b) => new Uint8Array(b)),
      (keyId, ephemeral, nonce, box) => {
        const parts = { keyId, ephemeral, nonce, box };
        expect(partsOf(sealedOf(parts))).toEqual(parts);
      },
    ),
  );
});

test("no bytes whatever throw: each is read or says what is wrong", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (b) => {
      for (const read of [unpackReport(b), partsOf(b)]) if ("error" in read) expect(read.error).not.toBe("");
    }),
  );
});

test.each([
  ["cut off before its head", Uint8Array.of(0, 0, 0, 9, 123), /cut off/],
  ["bytes too many", Uint8Array.of(0, 0, 0, 2, 123, 125, 7), /1 bytes too many/],
  ["no length at all", Uint8Array.of(1), /cut off/],
])("%s", (_, plain, why) => {
  expect(unpackReport(plain)).toEqual({ error: expect.stringMatching(why) });
});
