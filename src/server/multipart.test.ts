import fc from "fast-check";
import { expect, test } from "vitest";
import { partsOf } from "./multipart.ts";

const MOST = 100;
const bytesOf = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** The same by way of the platform's own reader: slow, and the reference. */
async function reference(body: Uint8Array<ArrayBuffer>, type: string) {
  const form = await new Response(body, { headers: { "Content-Type": type } }).formData();
  const parts: { name: string; file: boolean; bytes: string }[] = [];
  for (const [name, value] of form)
    parts.push({
      name,
      file: typeof value !== "string",
      bytes: (typeof value === "string" ? Buffer.from(value) : Buffer.from(await value.arrayBuffer())).toString("hex"),
    });
  return parts;
}
const shown = async (body: Uint8Array, type: string) =>
  (await partsOf(body, type, MOST))?.map(({ name, file, bytes }) => ({
    name,
    file: file !== undefined,
    bytes: bytes.toString("hex"),
  }));

test("what a platform writes as multipart is read as the platform reads it, byte for byte", async () => {
  const name = fc.stringMatching(/^[a-zA-Z0-9 _."'-]{1,20}$/);
  // Pieces of boundaries and line ends are what a reader could stumble over.
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(fc.constantFrom("\r\n", "--", "-", "\r", "\n", "------formdata-undici-", "\0", "a"), { maxLength: 12 })
      .map((a) => Uint8Array.from(bytesOf(a.join("")))),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ name, content, file: fc.boolean() }), { maxLength: 5 }), async (parts) => {
      const form = new FormData();
      for (const p of parts)
        if (p.file) form.append(p.name, new File([new Uint8Array(p.content)], "photo.jpg"));
        else form.append(p.name, Buffer.from(p.content).toString("hex"));
      const request = new Request("http://a/", { method: "POST", body: form });
      const type = request.headers.get("Content-Type") as string;
      const body = new Uint8Array(await request.arrayBuffer());
      expect(await shown(body, type)).toEqual(await reference(body, type));
    }),
    { numRuns: 60 },
  );
});

const edge = "multipart/form-data; boundary=edge";
const body = (head: string, content: string) => `--edge\r\n${head}\r\n\r\n${content}\r\n--edge--\r\n`;
const file = 'Content-Disposition: form-data; name="a"; filename="b"';

test.each([
  ["a quoted boundary, and other parameters before it", 'Multipart/Form-Data; charset=utf-8; Boundary="edge"'],
  ["no blank", "multipart/form-data;boundary=edge"],
])("%s", async (_, type) => {
  expect(await shown(bytesOf(body(file, "x")), type)).toEqual([{ name: "a", file: true, bytes: "78" }]);
});

test.each([
  ["a name by RFC 2231", body("Content-Disposition: form-data; name=a; filename*=UTF-8''f%C3%B6rm.jpg", "x"), "78"],
  ["a preamble", `said before\r\n--edge\r\n${file}\r\n\r\nx\r\n--edge--`, "78"],
  ["an empty file", body(file, ""), ""],
  ["base64, as some phones still send", body(`${file}\r\nContent-Transfer-Encoding: base64`, "eHk="), "7879"],
  [
    "binary, as collecting applications say",
    body(`Content-Transfer-Encoding: binary\r\n${file}`, "\r\n--edg"),
    "0d0a2d2d656467",
  ],
])("%s", async (_, text, bytes) => {
  expect(await shown(bytesOf(text), edge)).toEqual([{ name: "a", file: true, bytes }]);
});

test.each([
  ["another type", body(file, "x"), "application/json"],
  ["no boundary", body(file, "x"), "multipart/form-data"],
  ["cut short", body(file, "x").slice(0, -12), edge],
  ["cut in the head", body(file, "x").slice(0, 30), edge],
  ["no name", body("Content-Disposition: form-data", "x"), edge],
  ["more parts than are looked at", `${`--edge\r\n${file}\r\n\r\nx\r\n`.repeat(MOST + 1)}--edge--`, edge],
  ["nothing", "", edge],
])("refused: %s", async (_, text, type) => {
  expect(await partsOf(bytesOf(text), type, MOST)).toBeUndefined();
});

test("a part without disposition is nobody's, and its end or want of one harms nothing", async () => {
  expect(await partsOf(bytesOf(body("Content-Type: text/xml", "x")), edge, MOST)).toEqual([]);
  await partsOf(bytesOf(body("Content-Type: text/xml", "x").slice(0, -12)), edge, MOST);
});

test("no bytes make it fail or wait for ever", async () => {
  const piece = fc.constantFrom("--edge", "\r\n", "--", file, "\r\n\r\n", "x", " ", "\0");
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      await partsOf(bytesOf(pieces.join("")), edge, MOST);
    }),
  );
});
