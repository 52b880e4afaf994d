/** A file of a ZIP. Where `bytes` are packed by deflate already, `packed` gives the size and sum of what they unpack to. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly packed?: { readonly size: number; readonly crc: number };
}

/**
 * A ZIP of files in the order given, all dated 1980-01-01 00:00. We store and do not pack: the bytes are then the same on
 * every machine, which a packer of another version would not give. Source: PKWARE APPNOTE 6.3, 4.3.7, 4.3.12, 4.3.16
 */
export function zipOf(files: readonly ZipFile[]): Uint8Array {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, packed } of files) {
    const path = new TextEncoder().encode(name);
    // Version 2.0, UTF-8 names (bit 11), method, 00:00, 1980-01-01, sum, both sizes, lengths of name and extra field.
    const common = record([
      [2, 20],
      [2, 0x0800],
      [2, packed ? 8 : 0],
      [2, 0],
      [2, 0x21],
      [4, packed?.crc ?? crc32(bytes)],
      [4, bytes.length],
      [4, packed?.size ?? bytes.length],
      [2, path.length],
      [2, 0],
    ]);
    local.push(record([[4, 0x04034b50]]), common, path, bytes);
    central.push(
      record([
        [4, 0x02014b50],
        [2, 20],
      ]),
      common,
      record([
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ]),
      path,
    );
    offset += 4 + common.length + path.length + bytes.length;
  }
  const size = central.reduce((n, p) => n + p.length, 0);
  const end = record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, size],
    [4, offset],
    [2, 0],
  ]);
  const parts = [...local, ...central, end];
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Little-endian fields of 2 or 4 bytes. */
function record(fields: readonly (readonly [size: 2 | 4, value: number])[]): Uint8Array {
  const out = new Uint8Array(fields.reduce((n, [size]) => n + size, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return out;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** CRC-32 (IEEE 802.3) of bytes, as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
