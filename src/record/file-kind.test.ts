import fc from "fast-check";
import { expect, test } from "vitest";
import { fileKindOf, HEAD_BYTES, safeContentType, safeHeaders } from "./file-kind.ts";

const latin = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

test.each<[string, string, string | null, boolean]>([
  ["\xff\xd8\xff\xe0....JFIF", "jpeg", "image/jpeg", true],
  ["\x89PNG\r\n\x1a\n....", "png", "image/png", true],
  ["GIF89a<script>alert(1)</script>", "gif", "image/gif", true],
  ["RIFF\n\0\0\0WEBPVP8 ", "webp", "image/webp", true],
  ["\0\0\0\x18ftypheic", "heif", null, true],
  ["\0\0\0\x18ftypisom", "mp4", "video/mp4", true],
  ["%PDF-1.7\n", "pdf", null, true],
  [`PK\x03\x04${"0".repeat(26)}[Content_Types].xml`, "office", null, true],
  [`PK\x03\x04${"0".repeat(26)}a.zip`, "archive", null, false],
  ["\x1f\x8b\x08", "archive", null, false],
  ["MZ\x90\0", "program", null, false],
  ["\x7fELF", "program", null, false],
  ["#!/bin/sh\nrm", "program", null, false],
  ["<!DOCTYPE html><p>", "markup", null, false],
  ["\n <HTML>", "markup", null, false],
  ["<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "markup", null, false],
  ["<?xml version='1.0'?><svg:svg/><svg>", "markup", null, false],
  ["a letter, then <script>x</script>", "markup", null, false],
  ["<?xml version='1.0'?><kml/>", "xml", null, true],
  ["key,source\n1,2\n", "text", null, true],
  ['{"type":"FeatureCollection"}', "json", null, true],
  ["alert(1)", "text", null, true],
  ["\0\x01\x02", "unknown", null, false],
  ["", "unknown", null, false],
])("%j is of kind %s, shown as %s, accepted %s", (text, kind, shownAs, accepted) => {
  expect(fileKindOf(latin(text))).toMatchObject({ kind, shownAs, accepted });
});

const ACTIVE = /html|xml|svg|javascript|pdf|text\//;

test("whatever the bytes, no active content type, and headers that hold one line each", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("", "<svg>", "<html>", "%PDF-", "GIF89a", "\xff\xd8\xff", "<?xml "),
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: "binary" }),
      (begin, bytes, name) => {
        const head = Uint8Array.from([...latin(begin), ...bytes]);
        const { contentType, disposition } = safeContentType(head);
        expect(contentType).not.toMatch(ACTIVE);
        if (contentType === "application/octet-stream") expect(disposition).toBe("attachment");
        for (const value of Object.values(safeHeaders(head, name))) expect(value).toMatch(/^[\x20-\x7e]+$/);
        expect(safeHeaders(head, name)["content-disposition"]).toMatch(
          /^(inline|attachment); filename="[\w.-]{1,100}"$/,
        );
      },
    ),
  );
});

test("a character cut in two by the end of the first bytes is still text", () => {
  const text = new TextEncoder().encode("ї".repeat(HEAD_BYTES));
  expect(fileKindOf(text.subarray(0, HEAD_BYTES - 1)).kind).toBe("text");
});
