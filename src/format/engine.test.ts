import { gunzipSync, gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../canonical.ts";
import { Problem } from "../problems.ts";
import { type FileInput, readFile } from "./engine.ts";
import type { Item, Reconciliation, TableReader } from "./reader.ts";

/** A reader of any table with a column "x": rows with an empty x are refused, "skip" is skipped. */
const plain: TableReader = {
  name: "plain",
  columns: ["x", "y"],
  recognises: (header) => header.includes("x"),
  encodings: ["utf-8", "windows-1252"],
  assumptions: [],
  row: (cells, { ordinal, line }) => {
    if (cells["x"] === "skip") return { skip: "asked-to" };
    if (!cells["x"]) return { refuse: [{ field: "x", why: "empty" }] };
    return {
      use: [
        {
          type: "observation",
          value: { id: `${line}`, cells: { ...cells }, ordinal, line, time: {} },
        } as unknown as Item,
      ],
    };
  },
};
const strict: TableReader = { ...plain, name: "strict", encodings: ["utf-8"] };
const commented: TableReader = { ...strict, name: "commented", comment: "#", recognises: (h) => h.includes("c") };

async function* chunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array, void> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? bytes.length);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

interface Outcome {
  readonly items: readonly unknown[];
  readonly account?: Reconciliation;
  readonly problem?: string;
}

async function outcome(
  content: string | Uint8Array,
  readers: readonly TableReader[] = [strict],
  more: Partial<FileInput> = {},
  sizes: readonly number[] = [1 << 30],
): Promise<Outcome> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const items: unknown[] = [];
  const read = readFile({ name: "f.csv", sha256: sha256Hex(bytes), bytes: chunks(bytes, sizes), ...more }, readers);
  try {
    for (;;) {
      const next = await read.next();
      if (next.done) return { items, account: next.value };
      items.push(next.value.value);
    }
  } catch (error) {
    if (error instanceof Problem) return { items, problem: error.toString() };
    throw error;
  }
}
const cellsOf = (o: Outcome) => o.items.map((i) => (i as { cells: unknown }).cells);
const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe("encodings", () => {
  test("case 1: a cell saved in a code page is refused with its line, column and likely code page", async () => {
    const western = await outcome(latin1("x,y\n1,plain\n2,H\xe9l\xe8ne\n"));
    expect(western.problem).toMatch(/^f\.csv:3:4: byte 0xe9 is not UTF-8; it may be windows-1252, .*"Hélène"/);
    // Слов'янськ in code page 1251.
    const cyrillic = await outcome(latin1("x\n\xd1\xeb\xee\xe2'\xff\xed\xf1\xfc\xea\n"));
    expect(cyrillic.problem).toMatch(/^f\.csv:2:1: .*windows-1251, .*"Слов'янськ"/);
  });
  test("case 1: a reader of old exports gets its code page, and never two in one file", async () => {
    const old = await outcome(latin1("x,y\n1,it\x92s\n"), [plain]);
    expect(cellsOf(old)).toEqual([{ x: "1", y: "it’s" }]);
    expect(old.account?.warnings).toEqual(["read as windows-1252, not UTF-8"]);
    const utf8 = await outcome("x,y\n1,it’s\n", [plain]);
    expect(cellsOf(utf8)).toEqual([{ x: "1", y: "it’s" }]);
    const mixed = new Uint8Array([...new TextEncoder().encode("x,y\n1,é\n2,"), 0x92, 10]);
    expect((await outcome(mixed, [plain])).problem).toMatch(/^f\.csv:3:3: byte 0x92/);
    expect((await outcome(latin1("x\n\x92\n\x81"), [plain])).problem).toMatch(
      /^f\.csv:3:1: byte 0x81 is nothing in windows/,
    );
  });
  test("case 3: a byte-order mark is no part of the first name", async () => {
    expect(cellsOf(await outcome("\ufeffx,y\n1,2\n"))).toEqual([{ x: "1", y: "2" }]);
    expect(cellsOf(await outcome('\ufeff"x","y"\n1,2\n'))).toEqual([{ x: "1", y: "2" }]);
  });
  test("UTF-16 and NUL bytes are refused by name", async () => {
    expect((await outcome(new Uint8Array([0xff, 0xfe, 0x78, 0, 10, 0]))).problem).toMatch(/UTF-16 LE/);
    expect((await outcome(new Uint8Array([0xff, 0xfe, 0, 0, 0x78, 0, 0, 0]))).problem).toMatch(/UTF-32/);
    // Without a mark, and with a header that no reader would know.
    for (const at of [0, 1]) {
      const utf16 = Uint8Array.from(
        "x,y\n1,2\n".split("").flatMap((c) => (at ? [0, c.charCodeAt(0)] : [c.charCodeAt(0), 0])),
      );
      expect((await outcome(utf16)).problem).toMatch(/^f\.csv:1:[12]: a NUL byte: .*UTF-16/);
    }
    expect((await outcome("x\n1\u0000\n")).problem).toMatch(/^f\.csv:2:2: a NUL byte/);
  });
});

describe("layout", () => {
  test("case 7: a semicolon file whose first line alone would do, and whose last line break is no row", async () => {
    const o = await outcome("x;b\nu;1\n\n");
    expect(cellsOf(o)).toEqual([{ x: "u", b: "1" }]);
    expect(o.account?.rowsIn).toBe(1);
  });
  test("case 9: the delimiter that splits every row alike wins over commas in the header", async () => {
    const o = await outcome("x;size (m, km, mi, ft);n (a, b, c)\n1;2;3\n4;5;6\n");
    expect(cellsOf(o)[0]).toEqual({ x: "1", "size (m, km, mi, ft)": "2", "n (a, b, c)": "3" });
  });
  test("tabs, CRLF, old Macintosh line ends, quotes and line breaks in quotes", async () => {
    const want = [
      { x: 'a "b"\nc', y: "2" },
      { x: "3", y: "4" },
    ];
    for (const d of [",", ";", "\t"]) {
      const text = `x${d}y\n"a ""b""\nc"${d}2\n3${d}4`;
      expect(cellsOf(await outcome(text))).toEqual(want);
      const crlf = await outcome(text.replaceAll("\n", "\r\n"));
      expect(cellsOf(crlf)).toEqual([{ x: 'a "b"\r\nc', y: "2" }, want[1]]);
      expect(crlf.items.map((i) => (i as { line: number }).line)).toEqual([2, 4]);
      expect(cellsOf(await outcome(`x${d}y\r1${d}2\r`))).toEqual([{ x: "1", y: "2" }]);
    }
  });
  test("case 11: a comment line is taken out before its quotes are looked at, and counted", async () => {
    const o = await outcome('# "note\nx,c\n1,2\n#"a","b"\n3,"#4\n#5"\n', [commented]);
    expect(cellsOf(o)).toEqual([
      { x: "1", c: "2" },
      { x: "3", c: "#4\n#5" },
    ]);
    expect(o.items.map((i) => (i as { line: number }).line)).toEqual([3, 5]);
    expect(o.account).toMatchObject({ rowsIn: 4, rowsUsed: 2, skipped: { "comment-line": 2 } });
    expect((await outcome("x,y\n#1,2\n")).account?.rowsUsed).toBe(1);
  });
  test("case 13, case 33: a row that a stray comma has shifted is refused with both counts", async () => {
    const o = await outcome("x,y\n1,,2\n3,4\n5\n");
    expect(o.account?.refusals.map((r) => [r.line, r.why.slice(0, 41)])).toEqual([
      [2, "the row has 3 cells, the header has 2; lo"],
      [4, "the row has 1 cells, the header has 2; lo"],
    ]);
    expect(o.account).toMatchObject({ rowsIn: 3, rowsUsed: 1, refused: 2 });
  });
  test("headers that cannot be told apart are refused", async () => {
    expect((await outcome("x,x\n")).problem).toBe(
      'f.csv:1: x: columns 1 and 2 are both called "x"; rename or delete one',
    );
    expect((await outcome("x,,y\n")).problem).toMatch(/column 2 has no name/);
  });
  test("an unknown header is shown with the nearest format", async () => {
    const o = await outcome("y,z\n1,2\n");
    expect(o.problem).toBe(
      "f.csv:1: unknown format: saw the columns y, z; expected one of strict (the nearest is strict; it needs the missing x)",
    );
  });
});

describe("damage and limits", () => {
  test("broken quotes spoil their own row; one that is never closed refuses the file where it is opened", async () => {
    expect((await outcome('x,y\n1,2\n3,"4\n5,6\n')).problem).toMatch(/^f\.csv:3:3: a quote .* never closed/);
    const o = await outcome('x,y\n1,"2"3\n4,5"6,7\n8,9\n');
    expect(o.account?.refusals.map((r) => [r.line, r.field, r.why.slice(0, 16)])).toEqual([
      [2, "y", "text follows the"],
      [3, "y", 'a quote (") stan'],
    ]);
    expect(cellsOf(o)).toEqual([{ x: "8", y: "9" }]);
  });
  test("rows of empty cells, as spreadsheets leave them below a table, are skipped and counted", async () => {
    expect((await outcome("x,y\n1,2\n,\n,\n")).account).toMatchObject({ rowsIn: 3, skipped: { "empty-row": 2 } });
  });
  test("a line of 10 MB is refused by a limit that the error names", async () => {
    expect((await outcome(`x,y\n1,${"a".repeat(10_000_000)}\n`)).problem).toMatch(/the limit is 1048576 bytes/);
    expect((await outcome("x".repeat(10_000_000))).problem).toMatch(/the first record: the limit is/);
  });
  test("gzip is taken off by its magic bytes; a cut-off one is an error, not a short file", async () => {
    const text = "x,y\n" + "1,2\n".repeat(30_000);
    const packed = gzipSync(text);
    expect((await outcome(packed)).account?.rowsUsed).toBe(30_000);
    expect(gunzipSync(packed).toString()).toBe(text);
    for (const cut of [3, 30, packed.length - 9, packed.length - 1])
      expect((await outcome(packed.subarray(0, cut))).problem).toMatch(/gzip stream ends too early/);
    const damaged = Uint8Array.from(packed);
    damaged.fill(0xff, 40, 60);
    expect((await outcome(damaged)).problem).toMatch(/gzip stream is damaged/);
  });
  test("other kinds of file are named", async () => {
    expect((await outcome("")).problem).toMatch(/the file is empty/);
    expect((await outcome(" \n\n")).problem).toMatch(/the file is empty/);
    expect((await outcome("%PDF-1.7")).problem).toMatch(/saw a PDF/);
    expect((await outcome("x,y\n", [strict], { as: "nope" })).problem).toBe('no format "nope"; there are strict');
  });
});

test("repeats: kept with an ordinal, or skipped where the format says so", async () => {
  const text = "x,y\n1,2\n1,2\n12,\n1,2\n";
  expect((await outcome(text)).items.map((i) => (i as { ordinal: number }).ordinal)).toEqual([0, 1, 0, 2]);
  const skipping = await outcome(text, [{ ...strict, exactRepeats: "exact-repeat" }]);
  expect(skipping.account).toMatchObject({ rowsIn: 4, rowsUsed: 2, skipped: { "exact-repeat": 2 } });
});

describe("properties", () => {
  const cell = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 6 }),
    fc.constantFrom("", "skip", '"', "a\nb", ",", "é;"),
  );
  const rows = fc.array(fc.tuple(cell, cell), { maxLength: 12 });
  const quoted = (s: string) => `"${s.replaceAll("\0", "").replaceAll('"', '""')}"`;
  const csv = (r: readonly (readonly [string, string])[]) =>
    `x,y\n${r.map(([a, b]) => `${quoted(a)},${quoted(b)}\n`).join("")}`;

  test("cells come out as they went in, and as csv-parse reads them", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (r) => {
        const o = await outcome(csv(r));
        const kept = r.map(([x, y]) => ({ x: x.replaceAll("\0", ""), y: y.replaceAll("\0", "") }));
        expect(cellsOf(o)).toEqual(kept.filter(({ x }) => x !== "" && x !== "skip"));
        expect(o.account?.rowsIn).toBe(r.length);
        expect(kept).toEqual(r.length === 0 ? [] : parse(csv(r), { columns: true }));
      }),
    );
  });
  test("random bytes and cut files: a Problem or an account that adds up, however the bytes arrive", async () => {
    const mutated = fc
      .tuple(rows, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }), fc.nat(400), fc.boolean())
      .map(([r, changes, cut, zip]) => {
        const bytes = new TextEncoder().encode(csv(r));
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
        const cutOff = bytes.subarray(0, bytes.length - (cut % (bytes.length + 1)));
        return zip ? Uint8Array.from(gzipSync(cutOff)) : cutOff;
      });
    const any = fc.oneof(mutated, fc.uint8Array({ maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(
        any,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        async (b, sizes) => {
          const together = await outcome(b, [plain, commented]);
          expect(await outcome(b, [plain, commented], {}, sizes)).toEqual(together);
          const a = together.account;
          if (a) expect(a.rowsIn).toBe(a.rowsUsed + a.refused + Object.values(a.skipped).reduce((n, m) => n + m, 0));
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("the source is closed, whether the file is read, refused, or left half read", async () => {
  for (const [text, take] of [
    ["x,y\n1,2\n", 1e9],
    ["nothing known\n", 9],
    ["x,y\n1,2\n3,4\n", 1],
  ] as const) {
    let closed = false;
    async function* source() {
      try {
        for (const part of [text, "5,6\n".repeat(100_000)]) yield new TextEncoder().encode(part);
      } finally {
        closed = true;
      }
    }
    const work = async () => {
      let items = 0;
      for await (const _ of readFile({ name: "f.csv", sha256: "", bytes: source() }, [strict]))
        if (++items === take) break;
    };
    await work().catch(() => {});
    expect([text, closed]).toEqual([text, true]);
  }
});
