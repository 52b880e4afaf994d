import { catalogue, problem } from "../problems.ts";
import { foreignZip } from "./foreign.ts";
import { LIMITS } from "./reader.ts";
import { builtInFormat, formatShows, type Shown } from "./serial-date.ts";
import { type XmlEvent, xmlEvents } from "./xml-events.ts";
import type { GuardedZip } from "./zip-guard.ts";

export interface SheetPart {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

/** What the cells of a workbook's sheets refer to. */
export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly epoch: 1900 | 1904;
  readonly strings: readonly string[];
  /** What each cell style shows numbers as. */
  readonly styles: readonly Shown[];
}

/** "_x000D_" stands for a character that XML cannot hold. Source: ECMA-376 part 1, section 22.9.2.19. */
export const unescaped = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Reads the parts of an XLSX that stand beside its sheets. @throws Problem where a part is missing or damaged */
export async function workbookParts(file: string, zip: GuardedZip): Promise<WorkbookParts> {
  const part = (name: string) => xmlEvents(file, name, zip.inflate(name));
  const packaged = zip.names.includes("_rels/.rels")
    ? await relations(part, "_rels/.rels", "")
    : new Map<string, Relation>();
  const main = [...packaged.values()].find((r) => r.type.endsWith("/officeDocument"))?.target;
  if (!main || !zip.names.includes(main)) {
    const known = "an Excel workbook (.xlsx), or a text file that is not packed";
    throw problem(catalogue.unknownFormat, { seen: foreignZip(zip.names), known }, { file });
  }
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const related = await relations(part, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  const target = (type: string) =>
    [...related.values()].find((r) => r.type.endsWith(type) && zip.names.includes(r.target))?.target;

  const sheets: SheetPart[] = [];
  let epoch: 1900 | 1904 = 1900;
  for await (const batch of part(main))
    for (const event of batch) {
      if (event.kind !== "open") continue;
      const { name, attributes } = event;
      if (name === "workbookPr" && /^(1|true|on)$/.test(attributes["date1904"] ?? "")) epoch = 1904;
      const sheet = name === "sheet" ? related.get(attributes["id"] ?? "") : undefined;
      if (sheet?.type.endsWith("/worksheet"))
        sheets.push({
          name: attributes["name"] ?? "",
          part: sheet.target,
          hidden: (attributes["state"] ?? "visible") !== "visible",
        });
    }
  const strings = target("/sharedStrings");
  const styles = target("/styles");
  return {
    sheets,
    epoch,
    strings: strings ? await sharedStrings(file, part(strings)) : [],
    styles: styles ? await cellStyles(part(styles)) : [],
  };
}

type Events = AsyncIterable<readonly XmlEvent[]>;
type Part = (name: string) => Events;

interface Relation {
  readonly type: string;
  readonly target: string;
}

async function relations(part: Part, name: string, folder: string): Promise<ReadonlyMap<string, Relation>> {
  const found = new Map<string, Relation>();
  for await (const batch of part(name))
    for (const event of batch) {
      if (event.kind !== "open" || event.name !== "Relationship") continue;
      const { Id = "", Type = "", Target = "" } = event.attributes;
      found.set(Id, { type: Type, target: Target.startsWith("/") ? Target.slice(1) : folder + Target });
    }
  return found;
}

async function sharedStrings(file: string, events: Events): Promise<string[]> {
  const strings: string[] = [];
  let text = "";
  let inText = false;
  let phonetic = 0;
  for await (const batch of events)
    for (const event of batch) {
      if (event.kind === "text") {
        if (inText && phonetic === 0) text += event.text;
      } else if (event.name === "rPh") phonetic += event.kind === "open" ? 1 : -1;
      else if (event.name === "t") inText = event.kind === "open";
      else if (event.name === "si" && event.kind === "open") text = "";
      else if (event.name === "si") {
        strings.push(unescaped(text));
        if (strings.length > LIMITS.sharedTexts)
          throw problem(
            catalogue.limit,
            { what: "different texts of the workbook", limit: `${LIMITS.sharedTexts}`, seen: "more" },
            { file },
          );
      }
    }
  return strings;
}

async function cellStyles(events: Events): Promise<Shown[]> {
  const codes = new Map<number, Shown>();
  const styles: Shown[] = [];
  let inCells = false;
  for await (const batch of events)
    for (const event of batch) {
      if (event.kind === "text") continue;
      if (event.name === "cellXfs") inCells = event.kind === "open";
      if (event.kind !== "open") continue;
      const { numFmtId = "0", formatCode = "" } = event.attributes;
      if (event.name === "numFmt") codes.set(Number(numFmtId), formatShows(formatCode));
      if (event.name === "xf" && inCells) styles.push(codes.get(Number(numFmtId)) ?? builtInFormat(Number(numFmtId)));
      if (styles.length > 100_000 || codes.size > LIMITS.zipEntries) return styles;
    }
  return styles;
}
