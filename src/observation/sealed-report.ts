/**
 * A report as a device keeps it until it is sent: sealed to the server's public key, so that the device itself cannot
 * read it back. The layout that browser and server share; the ciphers stand with each (WebCrypto there, the key file
 * here).
 *
 * sealed = "TKSR" 1 ‖ key id (8) ‖ ephemeral P-256 point, uncompressed (65) ‖ nonce (12) ‖ AES-256-GCM box
 * key    = HKDF-SHA-256(ECDH x coordinate, salt = ephemeral point ‖ server's point, info = `reportInfo`)
 * plain  = length of the head, 4 bytes, most significant first ‖ head, JSON in UTF-8 ‖ its files, one after another
 */
export const SEAL = { idBytes: 8, pointBytes: 65, nonceBytes: 12, tagBytes: 16 } as const;

const MAGIC = Uint8Array.of(0x54, 0x4b, 0x53, 0x52, 1);
const HEAD = MAGIC.length + SEAL.idBytes + SEAL.pointBytes + SEAL.nonceBytes;

/** Most bytes of one sealed report, its files with it. */
export const MOST_SEALED_BYTES = 10_485_760;
export const MOST_REPORT_FILES = 20;

export const REPORT_FORM = "trucekeeper-report-1";

/** What stands at the head of a report, before its files. */
export interface ReportHead {
  readonly form: typeof REPORT_FORM;
  readonly mission: string;
  /** Pseudonymous id of the person who wrote it: nobody else can send it as theirs. */
  readonly author: string;
  /** "uuid:…", made once: however often it is sent, it is one report. */
  readonly instance: string;
  /** Something was perceived; or somebody watched, and nothing was. */
  readonly what: "observation" | "nothing-perceived";
  /** Cells by the columns of Trucekeeper CSV, or of the coverage table where nothing was perceived. */
  readonly cells: Readonly<Record<string, string>>;
  readonly files: readonly { readonly name: string; readonly type: string; readonly bytes: number }[];
}

/** Binds a key to its use and its mission. */
export const reportInfo = (mission: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`trucekeeper report v1\n${mission}`);

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

export interface SealedParts {
  /** First bytes of the SHA-256 of the point that it was sealed to. */
  readonly keyId: Uint8Array<ArrayBuffer>;
  readonly ephemeral: Uint8Array<ArrayBuffer>;
  readonly nonce: Uint8Array<ArrayBuffer>;
  /** Ciphertext and tag. */
  readonly box: Uint8Array<ArrayBuffer>;
}

export const sealedOf = ({ keyId, ephemeral, nonce, box }: SealedParts): Uint8Array<ArrayBuffer> =>
  joined([MAGIC, keyId, ephemeral, nonce, box]);

/** The parts of a sealed report, or what is wrong with its form; undoes `sealedOf`. */
export function partsOf(sealed: Uint8Array): SealedParts | { readonly error: string } {
  if (!MAGIC.every((b, i) => sealed[i] === b)) return { error: "this is no sealed report, or one of a newer form" };
  if (sealed.length < HEAD + SEAL.tagBytes)
    return { error: `a sealed report of ${sealed.length} bytes is cut off: expected at least ${HEAD + SEAL.tagBytes}` };
  let at = MAGIC.length;
  const take = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(sealed.slice(at, (at += length)));
  return {
    keyId: take(SEAL.idBytes),
    ephemeral: take(SEAL.pointBytes),
    nonce: take(SEAL.nonceBytes),
    box: new Uint8Array(sealed.slice(at)),
  };
}

/** A report and its files as the bytes that are sealed. */
export function packReport(head: ReportHead, files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length);
  return joined([length, text, ...files]);
}

/** The head as bytes, and each file; or what is wrong. The head's members are for the caller to check. */
export function unpackReport(
  plain: Uint8Array,
):
  | { readonly head: unknown; readonly headBytes: Uint8Array; readonly files: Uint8Array[] }
  | { readonly error: string } {
  if (plain.length < 4) return { error: "the report is cut off" };
  const length = new DataView(plain.buffer, plain.byteOffset, 4).getUint32(0);
  const headBytes = plain.subarray(4, 4 + length);
  let head: unknown;
  try {
    if (headBytes.length !== length) throw new RangeError("short");
    head = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(headBytes));
  } catch {
    return { error: "the head of the report is cut off or is not JSON" };
  }
  const listed = (head as { files?: unknown } | null)?.files;
  const files: Uint8Array[] = [];
  let at = 4 + length;
  for (const one of Array.isArray(listed) ? (listed as { bytes?: unknown }[]) : []) {
    const bytes = one?.bytes;
    if (typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0 || at + bytes > plain.length)
      return { error: "a file of the report is cut off" };
    files.push(plain.subarray(at, at + bytes));
    at += bytes;
  }
  return at === plain.length
    ? { head, headBytes, files }
    : { error: `${plain.length - at} bytes too many behind the files` };
}
