/**
 * Upper halves (0x80 to 0xFF) of the single-byte code pages that we read; U+FFFD stands for bytes that mean nothing.
 * Our own tables: TextDecoder reads Windows-1252 as Latin-1 in some releases of Node, and needs full ICU for 1251.
 * Source: WHATWG Encoding Standard, index-windows-1251 and index-windows-1252.
 */
const latin = Array.from({ length: 96 }, (_, i) => String.fromCharCode(0xa0 + i)).join("");
const cyrillic = Array.from({ length: 64 }, (_, i) => String.fromCharCode(0x410 + i)).join("");
export const CODE_PAGES = {
  "windows-1252": `€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ${latin}`,
  "windows-1251": "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\ufffd™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї" + cyrillic,
} as const;
export type CodePage = keyof typeof CODE_PAGES;

/** Text of bytes in a code page; bytes that mean nothing in it come out as U+FFFD. */
export function fromCodePage(bytes: Uint8Array, page: CodePage): string {
  const upper = CODE_PAGES[page];
  let text = "";
  let run = "";
  for (const byte of bytes) {
    run += byte < 0x80 ? String.fromCharCode(byte) : upper[byte - 0x80];
    if (run.length < 4096) continue;
    text += run;
    run = "";
  }
  return text + run;
}

/** Index of the first byte that means nothing in the code page, or -1. */
export function firstUndefined(bytes: Uint8Array, page: CodePage): number {
  const upper = CODE_PAGES[page];
  return bytes.findIndex((byte) => byte >= 0x80 && upper[byte - 0x80] === "\ufffd");
}
