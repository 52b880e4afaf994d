import { esc } from "./html.ts";

/** Creation date of every document: publications carry a vintage, never a clock. */
const EPOCH = "2000-01-01T00:00:00Z";
/** 1 January 2000, 00:00, as ZIP keeps dates and times. Source: APPNOTE.TXT 4.4.6 */
const DOS_TIME = 0;
const DOS_DATE = ((2000 - 1980) << 9) | (1 << 5) | 1;

/** docProps/core.xml without a clock in it. */
export const fixedCore = (title: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${esc(title)}</dc:title><dc:creator>Trucekeeper</dc:creator><cp:lastModifiedBy>Trucekeeper</cp:lastModifiedBy><cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">${EPOCH}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${EPOCH}</dcterms:modified></cp:coreProperties>`;

/**
 * Sets the time of every entry of a ZIP to one fixed moment, in its local header and in the central directory.
 * @throws TypeError where the bytes are not a plain ZIP of one disk
 */
export function fixedTimes(zip: Uint8Array): Uint8Array {
  const out = zip.slice();
  const view = new DataView(out.buffer);
  let end = out.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new TypeError("fixedTimes: no end of central directory; expected a ZIP");
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let n = 0; n < entries; n++) {
    if (view.getUint32(at, true) !== 0x02014b50)
      throw new TypeError(`fixedTimes: no central directory header at ${at}`);
    const local = view.getUint32(at + 42, true);
    if (view.getUint32(local, true) !== 0x04034b50) throw new TypeError(`fixedTimes: no local header at ${local}`);
    view.setUint16(at + 12, DOS_TIME, true);
    view.setUint16(at + 14, DOS_DATE, true);
    view.setUint16(local + 10, DOS_TIME, true);
    view.setUint16(local + 12, DOS_DATE, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return out;
}
