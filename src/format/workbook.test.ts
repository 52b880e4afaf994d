import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Item, TableReader } from "./reader.ts";
import { addsUp, reading } from "./reading.fixture.ts";
import { formatShows, serialText } from "./serial-date.ts";
import { columnName, columnOf } from "./sheet-rows.ts";
import { writeWorkbook } from "./workbook.ts";
import { sheetColumns } from "./workbook-template.ts";
import { textRow, xlsx, xlsxOf, xlsxParts } from "./xlsx.fixture.ts";
import { openZip } from "./zip-guard.ts";
import { crc32, zipOf } from "./zip-writer.ts";

/** Takes any table and shows its cells. */
const any: TableReader = {
  name: "any",
  recognises: () => true,
  assumptions: [],
  row: (cells, { line, ordinal }) => ({
    use: [
      { type: "observation", value: { id: `${line} ${ordinal}`, cells: { ...cells }, time: {} } } as unknown as Item,
    ],
  }),
};
const read = (bytes: Uint8Array) => reading("f.xlsx", bytes, { readers: [any] });
const cellsOf = async (bytes: Uint8Array) => {
  const o = await read(bytes);
  expect(o.problem).toBeUndefined();
  return o.items.map((i) => (i.value as unknown as { cells: Record<string, string> }).cells);
};
const HEAD = ["key", "source", "source_kind", "time_from", "zone", "act", "calibre_mm", "weapon"];
const ROW = [
  "K1",
  "Пост №3",
  "monitor",
  "2025-04-20 14:30",
  "Europe/Kyiv",
  "explosion.artillery",
  "122",
  "tube-artillery",
];

describe("the empty workbook", () => {
  test("the same bytes on each run, and every part well-formed", async () => {
    const [a, b] = [await writeWorkbook(), await writeWorkbook()];
    expect(Buffer.compare(a, b)).toBe(0);
    const o = await reading("w.xlsx", a);
    expect(o.account).toMatchObject({
      format: "trucekeeper-workbook",
      rowsIn: 10,
      rowsUsed: 0,
      refused: 0,
      skipped: { "example-row": 10 },
      warnings: [],
    });
  });
  test("its example rows are sound: with other keys they are all read", async () => {
    const { EXAMPLES } = await import("./workbook-words.ts");
    const sheets = Object.entries(EXAMPLES).map(([name, rows]) => {
      const columns = sheetColumns(name).filter((c) => rows.some((r) => r[c]));
      const values = rows.map((r) => columns.map((c) => (r[c] ?? "").replace("EXAMPLE", "REAL")));
      return { name, rows: [columns, ...values] };
    });
    const o = await reading("w.xlsx", xlsx(sheets));
    expect(o.account).toMatchObject({ rowsIn: 10, rowsUsed: 10, observations: 6, refusals: [] });
    expect(o.items.map((i) => i.type).join(" ")).toBe(
      "observation observation coverage coverage observation observation observation observation impediment impediment",
    );
  });
});

describe("sheets", () => {
  test("the sheet fixes the kind of a claim and the act of a weapon; a finding is needed", async () => {
    const claim = ["source", "source_kind", "time_from", "zone", "act", "claimant", "kind"];
    const weapon = ["source", "source_kind", "time_from", "zone", "weapon_finding"];
    const base = ["A", "party", "2025-04-20", "UTC"];
    const o = await reading(
      "f.xlsx",
      xlsx([
        {
          name: "Claims ",
          rows: [
            claim,
            [...base, "fire", "A", ""],
            [...base, "fire", "A", "claim"],
            [...base, "fire", "A", "aggregate"],
          ],
        },
        { name: "weapons", rows: [weapon, [...base, "missing"], [...base, ""]] },
        { name: "Tabelle1", rows: [["x"]] },
      ]),
    );
    expect(
      o.items.map((i) =>
        i.type === "observation" ? [i.value.kind, i.value.acts, i.value.weaponFinding, i.value.count.unit] : i,
      ),
    ).toEqual([
      ["claim", ["fire"], undefined, "event"],
      ["claim", ["fire"], undefined, "event"],
      ["observation", ["presence.weapon"], "missing", "weapon"],
    ]);
    expect(o.account?.refusals.map((r) => `${r.line} ${r.field}: ${r.why}`)).toEqual([
      "4 claims!kind: this sheet fixes kind to claim; leave it empty, or move the row to the sheet observations",
      "3 weapons!weapon_finding: a row of the sheet weapons needs its finding, such as in-storage or missing",
    ]);
    expect(o.account?.warnings).toEqual(['the sheet "Tabelle1" is not read']);
    expect(addsUp(o)).toBe(true);
  });
  test("a row is the same observation in a sheet and in a CSV", async () => {
    const head = HEAD.filter((c) => c !== "key");
    const row = ROW.slice(1);
    const sheet = await reading("f.xlsx", xlsx([{ name: "observations", rows: [head, row] }]));
    const csv = await reading("f.csv", `${[...head].reverse().join(";")}\n${[...row].reverse().join(";")}\n`);
    expect(csv.account?.rowsUsed).toBe(1);
    expect(sheet.items.map((i) => i.value.id)).toEqual(csv.items.map((i) => i.value.id));
  });
  test("a missing or mistyped column is named with its sheet", async () => {
    const missing = await reading("f.xlsx", xlsx([{ name: "observations", rows: [HEAD.filter((c) => c !== "act")] }]));
    expect(missing.problem).toBe("f.xlsx:1: sheet observations: columns are missing: act");
    const typo = await reading("f.xlsx", xlsx([{ name: "coverage", rows: [["station", "from", "state", "detect"]] }]));
    expect(typo.problem).toBe('f.xlsx:1: detect: sheet coverage: unknown column "detect"; did you mean "detects"?');
  });
  test("any other workbook is read by its first visible sheet", async () => {
    const o = await read(
      xlsx([
        { name: "h", rows: [["no"]], state: "hidden" },
        { name: "s", rows: [["x"], ["1"]] },
      ]),
    );
    expect(o.account).toMatchObject({ format: "any", rowsIn: 1, warnings: ['the sheet "h" is not read'] });
  });
});

describe("cells", () => {
  test("case 15: Cyrillic, empty first data cells and gaps stay where they are", async () => {
    const rows = [
      ["a", "б", "c", "d"],
      ["", "Слов'янськ", "", "4"],
      ["Її", "", "", ""],
      ["", "", "", ""],
    ];
    expect(await cellsOf(xlsx([{ name: "s", rows }]))).toEqual([
      { a: "", б: "Слов'янськ", c: "", d: "4" },
      { a: "Її", б: "", c: "", d: "" },
    ]);
  });
  test("case 35, case 37: both date systems, exact to the day, in no machine's zone", async () => {
    const row = (serial: number, style: number) => `<row r="2"><c r="A2" s="${style}"><v>${serial}</v></c></row>`;
    const one = async (serial: number, style: number, date1904: boolean) =>
      (await cellsOf(xlsx([{ name: "s", rows: textRow(1, ["x"]) + row(serial, style) }], { date1904 })))[0]?.["x"];
    // 17 May 2020 in both systems; 1462 days lie between them.
    expect(await one(43968, 1, false)).toBe("2020-05-17");
    expect(await one(42506, 1, true)).toBe("2020-05-17");
    expect(await one(43968.604166666664, 2, false)).toBe("2020-05-17 14:30");
    expect(await one(42506 + 86_399 / 86_400, 2, true)).toBe("2020-05-17 23:59:59");
    expect(await one(43968, 2, false)).toBe("2020-05-17 00:00");
    expect(await one(43968, 0, false)).toBe("43968");
  });
  test("days by a plain count agree with the serial text, in both systems", () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 200_000 }), fc.integer({ min: 0, max: 86_399 }), (day, second) => {
        const at = new Date(Date.UTC(1899, 11, 30 + day, 0, 0, second)).toISOString();
        const text = `${at.slice(0, 10)} ${at.slice(11, 16)}${at.slice(16, 19) === ":00" ? "" : at.slice(16, 19)}`;
        expect(serialText(day + second / 86_400, 1900, "date-time")).toBe(text);
        if (day > 1462) expect(serialText(day - 1462 + second / 86_400, 1904, "date-time")).toBe(text);
      }),
    );
    expect(serialText(59, 1900, "date")).toBe("1900-02-28");
    expect(serialText(60, 1900, "date")).toBeNull();
    expect(serialText(61, 1900, "date")).toBe("1900-03-01");
    expect(serialText(0.5, 1900, "date-time")).toBe("12:00");
    expect(serialText(-1, 1900, "date")).toBeNull();
  });
  test("what number formats show", () => {
    for (const code of ["yyyy-mm-dd", "[$-419]d\\ mmmm\\ yyyy;@", "m/d/yy"])
      expect([code, formatShows(code)]).toEqual([code, "date"]);
    for (const code of ["dd.mm.yyyy hh:mm", "h:mm AM/PM", "[$-F400]h:mm:ss\\ AM/PM"])
      expect([code, formatShows(code)]).toEqual([code, "date-time"]);
    for (const code of ["General", "0.00", '0" days"', "#,##0", "[Red]0", "@", "0"])
      expect([code, formatShows(code)]).toEqual([code, "number"]);
    expect(formatShows("[h]:mm")).toBe("elapsed");
    expect(formatShows("0000")).toEqual({ digits: 4 });
  });
  test("numbers, leading zeros, shared and rich text, booleans, formulas, errors, spans", async () => {
    const cell = (c: string) => `<row r="2"><c r="A2" ${c}</c></row>`;
    const one = async (c: string) => {
      const o = await read(
        xlsx([{ name: "s", rows: textRow(1, ["x"]) + cell(c) }], {
          strings: [
            "<t>plain</t>",
            '<r><t>ri</t></r><r><t xml:space="preserve">ch </t></r><rPh><t>no</t></rPh>',
            "<t>a_x000A_b &amp; c</t>",
          ],
          formats: ["0000", "[h]:mm", "yyyy\\-mm\\-dd"],
        }),
      );
      return (
        o.account?.refusals[0]?.why ?? (o.items[0]?.value as unknown as { cells: Record<string, string> })?.cells["x"]
      );
    };
    expect(await one("><v>122</v>")).toBe("122");
    expect(await one("><v>37.800000000000004</v>")).toBe("37.800000000000004");
    expect(await one("><v>1.5E-7</v>")).toBe("0.00000015");
    expect(await one(' s="3"><v>17</v>')).toBe("0017");
    expect(await one(' s="5"><v>45767</v>')).toBe("2025-04-20");
    expect(await one(' t="s"><v>0</v>')).toBe("plain");
    expect(await one(' t="s"><v>1</v>')).toBe("rich ");
    expect(await one(' t="s"><v>2</v>')).toBe("a\nb & c");
    expect(await one(' t="s"><v>9</v>')).toMatch(/does not hold/);
    expect(await one(' t="b"><v>1</v>')).toBe("TRUE");
    expect(await one(' t="str"><f>A1</f><v>got</v>')).toBe("got");
    expect(await one("><f>1+1</f><v>2</v>")).toBe("2");
    expect(await one("><f>1+1</f>")).toMatch(/formula without a computed value/);
    expect(await one(' t="e"><v>#DIV/0!</v>')).toMatch(/shows the error #DIV\/0!/);
    expect(await one(' s="4"><v>0.5</v>')).toMatch(/time span/);
    expect(await one(' s="1"><v>60</v>')).toMatch(/no day of the workbook's calendar/);
  });
  test("hidden rows and formulas are said; merged rows and cells beside the table are refused", async () => {
    const rows =
      textRow(1, ["x", "y"]) +
      textRow(2, ["1", "2"], 'hidden="1"') +
      textRow(3, ["3", ""]) +
      textRow(4, ["", "4"]) +
      textRow(6, ["5", "6", "7"]) +
      '<row r="7"><c r="A7"><f>1</f><v>8</v></c></row>';
    const o = await read(xlsx([{ name: "s", rows, after: '<mergeCells><mergeCell ref="A3:A4"/></mergeCells>' }]));
    expect(o.account?.refusals.map((r) => `${r.line} ${r.field} ${r.why.slice(0, 32)}`)).toEqual([
      "3  the row has merged cells (A3:A4)",
      "4  the row has merged cells (A3:A4)",
      '6 C a value ("7") stands in a column',
    ]);
    expect(o.account?.warnings).toEqual([
      'the sheet "s" has 1 hidden rows; they were read',
      'the sheet "s" has 1 formulas; their last computed values were read',
    ]);
    expect(addsUp(o)).toBe(true);
  });
  test("names of columns", () => {
    for (const [n, name] of [
      [0, "A"],
      [25, "Z"],
      [26, "AA"],
      [701, "ZZ"],
      [702, "AAA"],
    ] as const) {
      expect(columnName(n)).toBe(name);
      expect(columnOf(`${name}7`)).toBe(n);
    }
  });
});

describe("hostile and broken workbooks", () => {
  const sheet = [{ name: "s", rows: [["x"], ["1"]] }];
  const withPart = (name: string, text: string) => xlsxOf(new Map(xlsxParts(sheet)).set(name, text));
  const packed = (name: string, content: Uint8Array) => ({
    name,
    bytes: new Uint8Array(deflateRawSync(content)),
    packed: { size: content.length, crc: crc32(content) },
  });
  test("case 129: every inflated byte is counted, and what is not needed is never inflated", async () => {
    const parts = [...xlsxParts(sheet)].map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }));
    const zeros = packed("padding/x", new Uint8Array(15_000_000));
    expect((await read(zipOf([...parts, zeros]))).account?.rowsUsed).toBe(1);
    for (const [text, times, why] of [
      [
        `<si><t>${"x".repeat(8000)}</t></si>`,
        2_200,
        /inflated bytes for each packed byte \(in xl\/sharedStrings.xml\): the limit is 200/,
      ],
      ["<si/>", 2_000_001, /different texts of the workbook: the limit is 2000000/],
    ] as const) {
      const bomb = packed("xl/sharedStrings.xml", new TextEncoder().encode(`<sst>${text.repeat(times)}</sst>`));
      expect((await read(zipOf([...parts.filter((p) => p.name !== bomb.name), bomb]))).problem).toMatch(why);
    }
  });
  test("case 129: an entry that is read twice is counted once", async () => {
    const bytes = zipOf([packed("a", new Uint8Array(8_000_000)), packed("b", new Uint8Array(8_000_000))]);
    async function* once() {
      yield bytes;
    }
    const zip = await openZip("f.xlsx", once());
    const size = async (name: string) => {
      let n = 0;
      for await (const part of zip.inflate(name)) n += part.length;
      return n;
    };
    for (let i = 0; i < 3; i++) expect(await size("a")).toBe(8_000_000);
    await expect(size("b")).rejects.toThrow(/inflated bytes for each packed byte \(in b\): the limit is 200/);
    zip.close();
  });
  test("case 131: document types are refused, so no entity grows", async () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst>&b;</sst>';
    expect((await read(withPart("xl/sharedStrings.xml", lol))).problem).toMatch(/declares a document type/);
    expect((await read(withPart("xl/styles.xml", "<a>&b;</a>"))).problem).toMatch(/not well-formed XML/);
  });
  test("deep nesting, wide sheets, rows out of order, missing parts", async () => {
    expect((await read(withPart("xl/styles.xml", "<a>".repeat(10_000)))).problem).toMatch(
      /nesting in xl\/styles.xml: the limit is 64/,
    );
    const at = (rows: string) => read(xlsx([{ name: "s", rows }]));
    expect((await at('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')).problem).toMatch(
      /columns of the sheet: the limit is 2000/,
    );
    expect((await at(textRow(3, ["x"]) + textRow(2, ["1"]))).problem).toMatch(/out of order/);
    const parts = new Map(xlsxParts(sheet));
    parts.delete("xl/worksheets/sheet1.xml");
    expect((await read(xlsxOf(parts))).problem).toMatch(/no part xl\/worksheets\/sheet1.xml/);
    expect((await read(zipOf([{ name: "a.txt", bytes: new Uint8Array(3) }]))).problem).toMatch(
      /no part _rels|ZIP archive/,
    );
    expect((await read(zipOf([]))).problem).toMatch(/no part|ZIP archive/);
  });
  test("random damage: a Problem or an account that adds up", async () => {
    const whole = xlsx([{ name: "observations", rows: [HEAD, ROW, ROW.map((c) => `${c}2`)] }], {
      strings: ["<t>a</t>"],
    });
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 4 }), fc.nat(whole.length * 3), async (changes, cut) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        expect(addsUp(await reading("f.xlsx", bytes.subarray(0, Math.max(4, cut))))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
