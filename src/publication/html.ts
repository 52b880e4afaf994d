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

/**
 * Text that reads as it is: control characters and the bidirectional overrides, which can make a line read as something
 * else, become U+FFFD.
 */
export const legible = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being replaced
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, "\uFFFD");

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
