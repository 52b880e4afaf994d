/**
 * Escaping. Names, headlines and notes come from anyone: they are text, never markup.
 */
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Letters of scripts that run from right to left, with the marks that stand on them. */
const RTL = "\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}";
const RTL_RUN = `[${RTL}]+(?:[ \\u200c\\u200d]+[${RTL}]+)*`;
const RUN = new RegExp(RTL_RUN, "gu");
const ISOLATED = new RegExp(`\\u2068(${RTL_RUN})\\u2069`, "gu");
/**
 * Controls, overrides and isolates of writing direction, and what has no width: each can make a line read as something
 * else. The joiners U+200C and U+200D stay: Persian and emoji are written with them.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being replaced
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu;

/**
 * Text that reads as it is: what is not seen becomes U+FFFD, and words that run from right to left are isolated, so that
 * they cannot pull the figures beside them out of their order. A second pass changes nothing.
 */
export const legible = (text: string): string =>
  text.toWellFormed().replace(ISOLATED, "$1").replace(UNSEEN, "\uFFFD").replace(RUN, "\u2068$&\u2069");

/** Text for HTML content and quoted attributes. */
export const esc = (text: string | number): string =>
  legible(String(text)).replace(/[&<>"']/g, (c) => ENTITIES[c] as string);

/** JSON for a `<script type="application/json">`: cannot end the element, open a comment or break a JavaScript line. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");

/** A script's text for an inline `<script>`: `</script` and `<!--` inside its strings are broken up. */
export const inlineScript = (code: string): string =>
  code.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "\\x3C!--");

/** A link only where the address is plain http(s); anything else stays text. */
export const link = (url: string | undefined, text: string): string =>
  url && /^https?:\/\/[^\s"'<>\\]+$/i.test(url)
    ? `<a href="${esc(url)}" rel="noreferrer noopener">${esc(text)}</a>`
    : esc(text);

/** Elements joined, with nothing between. */
export const each = <T>(items: Iterable<T>, make: (item: T, index: number) => string): string => {
  let out = "";
  let i = 0;
  for (const item of items) out += make(item, i++);
  return out;
};
