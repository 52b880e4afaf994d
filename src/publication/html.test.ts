import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { esc, inlineScript, legible, link, scriptJson } from "./html.ts";

describe("text from anyone", () => {
  test("never becomes markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(esc(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });
  test("control characters and bidirectional overrides are shown as replaced", () => {
    expect(esc("a\u0000b\u202Egnp.exe\u2069")).toBe("a\uFFFDb\uFFFDgnp.exe\uFFFD");
  });
  test("what is not seen is shown as replaced, words from right to left are isolated, and twice is as once", () => {
    expect(legible("a\u200Bb\uFEFFc\u00ADd\u{E0041}")).toBe("a\uFFFDb\uFFFDc\uFFFDd\uFFFD");
    expect(legible("\u05E2\u05DB\u05D5 \u05D0 12")).toBe("\u2068\u05E2\u05DB\u05D5 \u05D0\u2069 12");
    expect(legible("👩\u200D👧")).toBe("👩\u200D👧");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(legible(legible(text))).toBe(legible(text));
      }),
    );
  });
  test("JSON in a script element comes back as it was and cannot end the element", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = scriptJson(value);
        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
      }),
    );
    expect(scriptJson("</script><!--\u2028")).toBe('"\\u003c/script\\u003e\\u003c!--\\u2028"');
  });
  test("an inline script cannot end itself", () => {
    expect(inlineScript('"</SCRIPT><!--"')).toBe('"<\\/SCRIPT>\\x3C!--"');
  });
  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "//host",
    " https://a",
    'https://a" onclick="b',
    "https://a b",
  ])("%s is no link", (url) => {
    expect(link(url, "t")).toBe("t");
  });
  test("http and https are", () =>
    expect(link("https://example.org/a?b=1&c", "<t>")).toBe(
      '<a href="https://example.org/a?b=1&amp;c" rel="noreferrer noopener">&lt;t&gt;</a>',
    ));
});
