import {
  AlignmentType,
  BookmarkEnd,
  BookmarkStart,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  InternalHyperlink,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { type DailyList, type DailyReport, runs } from "./daily.ts";
import { HEARD_TITLE } from "./daily-html.ts";
import { fixedCore, fixedTimes } from "./docx-bytes.ts";
import { legible } from "./html.ts";
import { DEMONSTRATION } from "./wording.ts";

const FONT = "Noto Sans";
const SERIF = "Noto Serif";
/** A4 across, in twentieths of a point, and the width between its margins. */
const PAGE = { width: 11_906, height: 16_838 };
const MARGIN = 850;
const TEXT_WIDTH = PAGE.height - 2 * MARGIN;

const run = (text: string, size = 20, bold = false, color = "1C2126"): TextRun =>
  new TextRun({ text: legible(text), font: FONT, size, bold, color });
const paragraph = (text: string, size = 20): Paragraph =>
  new Paragraph({ spacing: { after: 100 }, children: [run(text, size)] });
const heading = (
  text: string,
  level: (typeof HeadingLevel)[keyof typeof HeadingLevel] = HeadingLevel.HEADING_2,
): Paragraph =>
  new Paragraph({
    heading: level,
    keepNext: true,
    spacing: { before: 280, after: 100 },
    children: [
      new TextRun({
        text: legible(text),
        font: SERIF,
        size: level === HeadingLevel.HEADING_1 ? 40 : 26,
        bold: true,
        color: "1C2126",
      }),
    ],
  });

/** "List A1, rows 3–5, 9", which is a link to the list. */
const toList = (list: string, rows?: readonly number[]): InternalHyperlink => {
  const numbers = runs(rows ?? []).map(([a, b]) => (a === b ? String(a) : `${a}–${b}`));
  const which = numbers.length === 0 ? "" : `, ${rows?.length === 1 ? "row" : "rows"} ${numbers.join(", ")}`;
  return new InternalHyperlink({
    anchor: `list-${list}`,
    children: [run(`List ${list}${which}`, 17, false, "1B5A78")],
  });
};

const LINE = { style: BorderStyle.SINGLE, size: 4, color: "DEDAD0" };
const NONE = { style: BorderStyle.NONE, size: 0, color: "FFFFFF" };

type CellContent = string | readonly ParagraphChild[];

function table(
  columns: readonly string[],
  rows: readonly (readonly CellContent[])[],
  shares: readonly number[],
  size: number,
): Table {
  const total = shares.reduce((n, s) => n + s, 0);
  const widths = shares.map((s) => Math.floor((TEXT_WIDTH * s) / total));
  const cell = (content: CellContent, k: number, head: boolean): TableCell =>
    new TableCell({
      width: { size: widths[k] ?? 0, type: WidthType.DXA },
      borders: { top: NONE, left: NONE, right: NONE, bottom: LINE },
      margins: { top: 50, bottom: 50, left: 0, right: 90 },
      children: [
        new Paragraph({
          children: typeof content === "string" ? [run(content, size, head, head ? "5A626A" : "1C2126")] : [...content],
        }),
      ],
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: columns.map((c, k) => cell(c, k, true)) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((c, k) => cell(c, k, false)) })),
    ],
  });
}

const SHARES: Readonly<Record<string, readonly number[]>> = {
  A: [3.2, 13, 14, 7.5, 9, 10, 11, 9.5, 12, 12, 10.5, 13.5],
  B1: [4, 13, 9, 15, 14, 8, 10, 12, 12, 12],
  C1: [4, 10, 16, 12, 14, 8, 12, 18, 10],
  D1: [4, 14, 9, 10, 20, 22, 14],
  E1: [4, 12, 24, 13, 15, 14, 12, 7],
  F1: [4, 20, 24, 14, 12, 14],
};

function list(l: DailyList, n: number): (Paragraph | Table)[] {
  const title = `List ${l.id}. ${l.title} (${l.rows.length} ${l.rows.length === 1 ? "row" : "rows"})`;
  const head = new Paragraph({
    heading: HeadingLevel.HEADING_3,
    keepNext: true,
    spacing: { before: 260, after: 60 },
    // docx's own Bookmark numbers them by a counter of the process; here the number is the list's place.
    children: [
      new BookmarkStart(`list-${l.id}`, n + 1) as unknown as ParagraphChild,
      new TextRun({ text: legible(title), font: SERIF, size: 23, bold: true, color: "1C2126" }),
      new BookmarkEnd(n + 1) as unknown as ParagraphChild,
    ],
  });
  const note = new Paragraph({
    keepNext: l.rows.length > 0,
    spacing: { after: 60 },
    children: [run(l.note, 17, false, "5A626A")],
  });
  const shares = SHARES[l.id] ?? SHARES[l.id.slice(0, 1)] ?? l.columns.map(() => 1);
  return l.rows.length === 0
    ? [head, note, paragraph("Nothing is on this list.", 18)]
    : [head, note, table(l.columns, l.rows, shares, 15)];
}

function body(r: DailyReport): (Paragraph | Table)[] {
  const name = `Daily report${r.number ? ` ${r.number}` : ""}, ${r.date}`;
  return [
    paragraph(r.title),
    heading(name, HeadingLevel.HEADING_1),
    paragraph(`From 00:00 to 24:00, ${r.zone}. As known at: ${r.asKnownAt}.`),
    heading("Summary"),
    table(
      ["What", "Figure", "Rests on"],
      r.summary.map((f) => [f.label, f.figure, [toList(f.list, f.rows)]]),
      [46, 22, 32],
      19,
    ),
    new Paragraph({
      spacing: { before: 120, after: 60 },
      children: [run(`What was not observed: ${r.coverage} `, 20), toList("D1")],
    }),
    paragraph(`Who did it: ${r.attribution}`),
    heading(HEARD_TITLE),
    ...(r.counts.length === 0
      ? [paragraph("No event was counted on this day.")]
      : [
          table(
            ["Unit", "As heard: every observation counts", "As fused: what happened once counts once", "Rests on"],
            r.counts.map((c) => [c.of ? `– of these, ${c.unit}` : c.unit, c.heard, c.fused, [toList(c.list, c.rows)]]),
            [24, 24, 24, 28],
            19,
          ),
        ]),
    heading("Weapons, by finding, control side and place"),
    ...(r.weapons.length === 0
      ? [paragraph("No weapon finding on this day.")]
      : [
          table(
            ["Finding · control side: places", "Sightings", "Rests on"],
            r.weapons.map((w) => [w.label, w.figure, [toList(w.list, w.rows)]]),
            [70, 14, 16],
            19,
          ),
        ]),
    heading("Sums, reconciled"),
    ...(r.reconciliation.length === 0
      ? [paragraph("No total was published by others, and every sum of ours adds up.")]
      : [
          table(
            ["What", "Stated", "Ours", "Gap", "Rests on"],
            r.reconciliation.map((c) => [c.what, c.theirs, c.ours, c.gap, [toList(c.list)]]),
            [44, 16, 16, 16, 10],
            19,
          ),
        ]),
    heading("Corrections"),
    paragraph(r.corrections),
    heading("Lists"),
    ...r.lists.flatMap(list),
    heading("Method"),
    ...r.method.map((m, n) => paragraph(`${n + 1}. ${m}`, 18)),
  ];
}

/**
 * The daily report as DOCX. Every figure names its list and links to it; marking, viewer and vintage stand on every
 * page. The same report gives the same bytes.
 */
export async function dailyDocx(r: DailyReport): Promise<Uint8Array> {
  const top = [r.marking, r.demonstration ? DEMONSTRATION : "", r.viewer].filter(Boolean).join("  ·  ");
  const small = (
    children: TextRun[],
    alignment: (typeof AlignmentType)[keyof typeof AlignmentType] = AlignmentType.LEFT,
  ): Paragraph => new Paragraph({ alignment, children });
  const document = new Document({
    title: legible(`Daily report ${r.date}: ${r.title}`),
    creator: "Trucekeeper",
    lastModifiedBy: "Trucekeeper",
    styles: { default: { document: { run: { font: FONT, size: 20 } } } },
    sections: [
      {
        properties: {
          page: {
            size: { ...PAGE, orientation: PageOrientation.LANDSCAPE },
            margin: { top: 1100, bottom: 1000, left: MARGIN, right: MARGIN },
          },
        },
        headers: { default: new Header({ children: [small([run(top, 16, true, "5A626A")])] }) },
        footers: {
          default: new Footer({
            children: [
              small([
                run(`As known at ${r.asKnownAt}  ·  page `, 15, false, "5A626A"),
                new TextRun({
                  children: [PageNumber.CURRENT, " of ", PageNumber.TOTAL_PAGES],
                  font: FONT,
                  size: 15,
                  color: "5A626A",
                }),
              ]),
            ],
          }),
        },
        children: body(r),
      },
    ],
  });
  const bytes = new Uint8Array(
    await Packer.toArrayBuffer(document, undefined, [
      { path: "docProps/core.xml", data: fixedCore(legible(`Daily report ${r.date}: ${r.title}`)) },
    ]),
  );
  return fixedTimes(bytes);
}
