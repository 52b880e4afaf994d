/** A kind of file as its first bytes tell it; its name is never asked. */
export interface FileKind {
  readonly kind: string;
  /** Whether it may be handed in as evidence. */
  readonly accepted: boolean;
  /** Most bytes of one such file. */
  readonly mostBytes: number;
  /** Content type under which a browser may show it; null: it is only ever handed over as bytes. */
  readonly shownAs: string | null;
}

const MB = 1_048_576;
const kind = (name: string, mostBytes: number, shownAs: string | null = null, accepted = true): FileKind => ({
  kind: name,
  accepted,
  mostBytes,
  shownAs,
});
const refusedKind = (name: string): FileKind => kind(name, 0, null, false);

const IMAGE = 200 * MB;
const RECORDING = 16_384 * MB;
const DOCUMENT = 512 * MB;

/** How many first bytes `fileKindOf` wants to see. */
export const HEAD_BYTES = 4_096;

const UNKNOWN = refusedKind("unknown");

/** Signatures at the beginning, as Latin-1 text; the first that fits. */
const SIGNATURES: readonly (readonly [RegExp, FileKind])[] = [
  [/^\xff\xd8\xff/, kind("jpeg", IMAGE, "image/jpeg")],
  [/^\x89PNG\r\n\x1a\n/, kind("png", IMAGE, "image/png")],
  [/^GIF8[79]a/, kind("gif", IMAGE, "image/gif")],
  [/^RIFF....WEBP/s, kind("webp", IMAGE, "image/webp")],
  [/^(II\*\0|MM\0\*)/, kind("tiff", IMAGE)],
  [/^....ftyp(avif|avis)/s, kind("avif", IMAGE, "image/avif")],
  [/^....ftyp(heic|heix|hevc|mif1|msf1)/s, kind("heif", IMAGE)],
  [/^....ftypM4A/s, kind("m4a", RECORDING, "audio/mp4")],
  [/^....ftyp/s, kind("mp4", RECORDING, "video/mp4")],
  [/^\x1aE\xdf\xa3[\s\S]{0,64}webm/, kind("webm", RECORDING, "video/webm")],
  [/^\x1aE\xdf\xa3/, kind("matroska", RECORDING)],
  [/^RIFF....WAVE/s, kind("wav", RECORDING, "audio/wav")],
  [/^RIFF....AVI /s, kind("avi", RECORDING)],
  [/^OggS/, kind("ogg", RECORDING, "audio/ogg")],
  [/^(ID3|\xff[\xfb\xf3\xf2])/, kind("mp3", RECORDING, "audio/mpeg")],
  [/^fLaC/, kind("flac", RECORDING, "audio/flac")],
  [/^%PDF-/, kind("pdf", DOCUMENT)],
  // Office documents are archives that begin with one of a few names; another archive could nest without end.
  [
    /^PK\x03\x04[\s\S]{26}(\[Content_Types\]\.xml|_rels\/|docProps\/|word\/|xl\/|mimetypeapplication\/vnd\.oasis)/,
    kind("office", DOCUMENT),
  ],
  [/^(PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)/, refusedKind("archive")],
  [/^(MZ|\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|#!|\0asm)/, refusedKind("program")],
];

/** What a browser might run or follow, wherever in its first bytes it stands. */
const MARKUP = /<\s*(!doctype\s+html|html|head|body|script|iframe|svg|object|embed|meta|link|style|form|img|a\s)/i;

/**
 * What a file is, by its content.
 * @param head its first bytes, `HEAD_BYTES` of them where it has so many
 */
export function fileKindOf(head: Uint8Array): FileKind {
  const seen = head.subarray(0, HEAD_BYTES);
  let latin = "";
  for (const byte of seen) latin += String.fromCharCode(byte);
  for (const [form, is] of SIGNATURES) if (form.test(latin)) return is;
  const text = textOf(seen);
  if (text === undefined) return UNKNOWN;
  if (MARKUP.test(text)) return refusedKind("markup");
  if (/^\s*<\?xml|^\s*<(kml|gpx)\b/i.test(text)) return kind("xml", DOCUMENT);
  return kind(/^\s*[[{]/.test(text) ? "json" : "text", DOCUMENT);
}

/** UTF-8 text, a character cut off at the end forgiven; undefined where a byte is none of text's. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells text from bytes
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * The content type under which evidence may be served, and whether it may be shown in the page. Never an active one:
 * markup, scripts, PDF and all that is not known go out as bytes to be saved.
 */
export function safeContentType(head: Uint8Array): {
  readonly contentType: string;
  readonly disposition: "inline" | "attachment";
} {
  const { shownAs } = fileKindOf(head);
  return shownAs === null
    ? { contentType: "application/octet-stream", disposition: "attachment" }
    : { contentType: shownAs, disposition: "inline" };
}

/**
 * The headers under which evidence may be served.
 * @param name as the file was called; only letters, digits and a few signs of it are passed on
 */
export function safeHeaders(head: Uint8Array, name: string): Readonly<Record<string, string>> {
  const { contentType, disposition } = safeContentType(head);
  const plain =
    name
      .replace(/[^A-Za-z0-9._-]+/g, "_")
      .replace(/^[._]+/, "")
      .slice(-100) || "evidence";
  return {
    "content-type": contentType,
    "content-disposition": `${disposition}; filename="${plain}"`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
  };
}
