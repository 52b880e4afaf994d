import { startsWith } from "./bytes.ts";

interface Kind {
  readonly magic: readonly number[];
  /** Where the magic bytes stand; 0 where absent. */
  readonly at?: number;
  readonly what: string;
}

const ascii = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));

const AS_TABLE = "export its table as CSV UTF-8";
const PHOTO = "photographs and films are not read: type what they show into a row, with the file's name in note";

/** Files that we know by their first bytes and do not read. */
const KINDS: readonly Kind[] = [
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    what: "an old Excel workbook (.xls), or one locked with a password; save it as .xlsx or as CSV UTF-8",
  },
  { magic: ascii("%PDF"), what: "a PDF; type its rows into the mission workbook" },
  { magic: [0x1f, 0x8b], what: "a gzip inside a gzip; unpack it once" },
  { magic: [0, 0, 0x27, 0x0a], what: "a shapefile (.shp), which is not read yet; save it as GeoJSON" },
  { magic: ascii("SQLite format 3\0"), what: `a SQLite or GeoPackage database; ${AS_TABLE} or GeoJSON` },
  { magic: ascii("PAR1"), what: `a Parquet file; ${AS_TABLE}` },
  { magic: [0x42, 0x5a, 0x68], what: "a bzip2 file; unpack it first" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: "a Zstandard file; unpack it first" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "an xz file; unpack it first" },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], what: "a 7-Zip archive; unpack it first" },
  { magic: ascii("Rar!"), what: "a RAR archive; unpack it first" },
  { magic: ascii("ustar"), at: 257, what: "a TAR archive; unpack it first" },
  { magic: [0xff, 0xd8, 0xff], what: `a JPEG image; ${PHOTO}` },
  { magic: [0x89, 0x50, 0x4e, 0x47], what: `a PNG image; ${PHOTO}` },
  { magic: ascii("ftyp"), at: 4, what: `a film or HEIC image; ${PHOTO}` },
  { magic: ascii("{\\rtf"), what: "a rich-text document; type its rows into the mission workbook" },
  { magic: ascii("version https://git-lfs"), what: "a Git LFS pointer and not the file itself; run git lfs pull" },
];

/** XML documents by the name of their root, without its prefix. */
const ROOTS: Readonly<Record<string, string>> = {
  kml: "KML, which is not read yet; save its places as GeoJSON",
  gpx: "GPX, which is not read yet; save its waypoints as GeoJSON or as a table with lon and lat",
  alert: "a CAP alert, which is not read yet; type it into the mission workbook",
  event: "a Cursor-on-Target event, which is no table; send it to /cot/MISSION of the server",
  feed: "an Atom feed; save the data that it links to",
  rss: "an RSS feed; save the data that it links to",
  html: "a web page (HTML), perhaps an error or sign-in page in place of the file; download the file itself again",
  featurecollection: "GML, which is not read; save it as GeoJSON",
  workbook: "an Excel 2003 XML workbook; save it as .xlsx",
};

/**
 * What a file is that no reader of ours can be for, in words that say what to do; undefined where it may be a table,
 * a workbook or JSON.
 * @param head the first bytes, at least 300 where there are as many
 */
export function foreignKind(head: Uint8Array): string | undefined {
  for (const { magic, at = 0, what } of KINDS) if (startsWith(head.subarray(at), magic)) return what;
  if (isDbf(head)) return `a dBASE table (.dbf, part of a shapefile), which is not read yet; ${AS_TABLE}`;
  const text = new TextDecoder().decode(head.subarray(0, 4096)).trimStart();
  if (!text.startsWith("<")) return undefined;
  // Prolog, comments and a document type stand before the root; of entities nothing is read (case 131).
  const root = /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(
    text.replaceAll(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\]\s*)?>/gi, ""),
  )?.[1];
  if (root === "html" && text.includes("http://www.w3.org/2002/xforms"))
    return "the definition of an ODK form, which is not read; export its submissions as CSV UTF-8";
  const known = root && Object.hasOwn(ROOTS, root.toLowerCase()) ? ROOTS[root.toLowerCase()] : undefined;
  return known ?? `XML${root ? ` (its root is ${root.slice(0, 40)})` : ""}, which is not read; ${AS_TABLE}`;
}

/** dBASE III to 7: version, year and month of the last change, and a header of 32 bytes for each field and one more. */
function isDbf(head: Uint8Array): boolean {
  const [version = 0, , month = 0, day = 0] = head;
  if (![0x03, 0x30, 0x83, 0x8b, 0xf5].includes(version) || head.length < 32) return false;
  const header = (head[8] ?? 0) + 256 * (head[9] ?? 0);
  return month <= 12 && day <= 31 && header > 32 && header < 65_536 && head.subarray(12, 14).every((b) => b === 0);
}

/** What a ZIP is that holds no workbook, from the names in it. */
export function foreignZip(names: readonly string[]): string {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/\.kml$/i)) return "a KMZ, which is not read yet; save its places as GeoJSON";
  if (has(/\.shp$/i)) return "a zipped shapefile, which is not read yet; save it as GeoJSON";
  if (has(/^content\.xml$/)) return "an OpenDocument file (.ods or .odt); save the table as .xlsx";
  if (has(/^word\//)) return "a Word document (.docx); put its table into the mission workbook";
  if (has(/\.xlsb$|workbook\.bin$/i)) return "a binary Excel workbook (.xlsb); save it as .xlsx";
  return `a ZIP archive (${names.slice(0, 5).join(", ") || "empty"}); unpack it, and name the files in it`;
}
