import fc from "fast-check";
import { expect, test } from "vitest";
import { queueFile, readQueueFile } from "../../web/report/queue-file.ts";

const reports = fc.array(
  fc.record({
    mission: fc.string({ minLength: 1, unit: "grapheme" }),
    sealed: fc.uint8Array({ minLength: 1, maxLength: 200 }).map((b) => new Uint8Array(b)),
  }),
  { maxLength: 5 },
);

test("what waits comes back as it was (case 91)", () => {
  fc.assert(fc.property(reports, (some) => void expect(readQueueFile(queueFile(some))).toEqual(some)));
});

test("half a file is none", () => {
  fc.assert(
    fc.property(reports, fc.nat(), (some, cut) => {
      const text = queueFile(some);
      expect(readQueueFile(text.slice(0, cut % text.length))).toBeNull();
    }),
  );
});

test.each([
  ["another file", "id,time\n1,2\n"],
  ["a report too many", `${queueFile([])}m AAAA\n`],
  ["no base64", "trucekeeper-sealed-reports 1 1\nm A=A\n"],
  ["nothing", ""],
])("%s is none", (_, text) => expect(readQueueFile(text)).toBeNull());

test("a mail program's line ends do no harm", () => {
  const one = [{ mission: "m n", sealed: new Uint8Array([1, 2, 3]) }];
  expect(readQueueFile(queueFile(one).replaceAll("\n", "\r\n"))).toEqual(one);
});
