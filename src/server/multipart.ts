/** One part of a multipart/form-data body. Its bytes are a piece of the body, not a copy of it. */
export interface Part {
  readonly name: string;
  /** Undefined for a field that is no file. */
  readonly file: string | undefined;
  readonly bytes: Uint8Array;
}

const HEADER_BYTES = 8_192;
const LINE = Buffer.from("\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");

/**
 * The parts of a whole body, read in place: a photograph is not copied three times, as it is by way of blobs.
 * @param type Content-Type with its boundary
 * @param most parts at most; more are as a body that is malformed
 * @returns undefined where this is no multipart/form-data, or not a whole one
 * Source: RFC 7578, RFC 2046 section 5.1
 */
export function partsOf(body: Uint8Array, type: string, most: number): Part[] | undefined {
  const boundary = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s";,]{1,70}))/i.exec(type);
  if (!boundary) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const between = Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}`, "latin1");
  const first = between.subarray(LINE.length);
  // A preamble ends with the line before the first boundary.
  let at = bytes.subarray(0, first.length).equals(first) ? first.length : behind(bytes, between, 0);
  const parts: Part[] = [];
  for (;;) {
    if (at < 0) return undefined;
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) return parts;
    if (parts.length >= most) return undefined;
    // Blanks between a boundary and its line's end are allowed.
    while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
    if (bytes[at] !== 0x0d || bytes[at + 1] !== 0x0a) return undefined;
    const headEnd = bytes.subarray(at, at + HEADER_BYTES).indexOf(HEAD_END);
    if (headEnd < 0) return undefined;
    const head = bytes.toString("utf8", at + LINE.length, at + headEnd);
    const from = at + headEnd + HEAD_END.length;
    // An empty part's end is the end of its head.
    const until = bytes.indexOf(between, from - LINE.length);
    if (until < 0) return undefined;
    const part = partOf(head, bytes.subarray(from, Math.max(from, until)));
    if (!part) return undefined;
    parts.push(part);
    at = until + between.length;
  }
}

const behind = (bytes: Buffer, what: Buffer, from: number): number => {
  const at = bytes.indexOf(what, from);
  return at < 0 ? -1 : at + what.length;
};

function partOf(head: string, bytes: Buffer): Part | undefined {
  const lines = head.split("\r\n");
  const said = (name: string): string | undefined =>
    lines.find((l) => l.slice(0, name.length + 1).toLowerCase() === `${name}:`)?.slice(name.length + 1);
  const disposition = said("content-disposition");
  if (disposition === undefined || !/^\s*form-data\s*;/i.test(disposition)) return undefined;
  const name = parameter(disposition, "name");
  if (name === undefined) return undefined;
  const encoded = said("content-transfer-encoding")?.trim().toLowerCase() === "base64";
  const content = encoded ? Buffer.from(bytes.toString("latin1"), "base64") : bytes;
  return { name, file: parameter(disposition, "filename"), bytes: content };
}

/** A parameter's value, with what browsers escape in it undone. */
function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^\\s";]+))`, "i").exec(disposition);
  const value = found?.[1] ?? found?.[2];
  return value?.replaceAll(/%0A/gi, "\n").replaceAll(/%0D/gi, "\r").replaceAll("%22", '"');
}
