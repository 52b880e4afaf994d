import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import type { Finding } from "./finding.ts";

/** Limits of an agreement file; a file over one of them is refused with the limit named. */
export const AGREEMENT_LIMITS = {
  bytes: 1_048_576,
  /** Levels of nesting. */
  depth: 32,
  /** Columns before the first word of a line. */
  indentation: 200,
} as const;

/** A path as zod gives it. */
export type Path = readonly PropertyKey[];

/** The values of a YAML text, and where each stands. */
export interface YamlText {
  readonly value: unknown;
  /** Where the value at the path stands; where there is none, its nearest parent that is there. */
  readonly at: (path: Path) => { readonly line: number; readonly column: number };
  /** Where the key that ends the path stands; without such a key, as `at`. */
  readonly keyAt: (path: Path) => { readonly line: number; readonly column: number };
}

const byteLength = (text: string): number => {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 0x7f) bytes += c > 0x7ff && (c < 0xd800 || c > 0xdfff) ? 2 : 1;
  }
  return bytes;
};

/**
 * Reads the part of YAML 1.2 that a lawyer needs: maps, lists, text, numbers, true and false. Anchors, aliases, tags,
 * directives, several documents and repeated keys are refused, so what stands on the page is what is meant, and no
 * small file can grow large (billion laughs).
 * @param name base name of the file, for the findings
 */
export function readYaml(text: string, name: string): YamlText | { readonly errors: Finding[] } {
  const lines = new LineCounter();
  const finding = (offset: number, rule: string, message: string): Finding => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)));
    return { file: name, line: Math.max(1, line), column: Math.max(1, col), rule, message };
  };
  const first = (rule: string, message: string, line = 1): { errors: Finding[] } => ({
    errors: [{ file: name, line, column: 1, rule, message }],
  });
  const bytes = byteLength(text);
  if (bytes > AGREEMENT_LIMITS.bytes)
    return first(
      "too-large",
      `an agreement file has at most ${AGREEMENT_LIMITS.bytes} bytes; this one has ${bytes}: put large zones into parts/`,
    );
  const deep = deepLine(text);
  if (deep)
    return first(
      "too-deep",
      `the first word of this line is indented by more than ${AGREEMENT_LIMITS.indentation} columns, or stands under more than ${AGREEMENT_LIMITS.depth} dashes: nest less`,
      deep,
    );
  if (!text.isWellFormed()) return first("bad-text", "the text holds half of a surrogate pair: save the file as UTF-8");
  try {
    return compose(text, lines, finding);
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    return first("too-deep", TOO_DEEP);
  }
}

const TOO_DEEP = `nested too deeply: at most ${AGREEMENT_LIMITS.depth} levels`;

/** The first line that would send the reader of YAML into a deep recursion, 0 where there is none. */
function deepLine(text: string): number {
  let line = 0;
  for (const row of text.split("\n")) {
    line++;
    const lead = /^(?:[ \t\r\uFEFF]|[-?:](?=[ \t\r]|$))*/.exec(row)?.[0] ?? "";
    if (
      lead.trimEnd().length > AGREEMENT_LIMITS.indentation ||
      (lead.length > AGREEMENT_LIMITS.indentation && lead.length < row.length)
    )
      return line;
    if (lead.replace(/[^-?:]/g, "").length > AGREEMENT_LIMITS.depth) return line;
  }
  return 0;
}

/** What a slip that YAML complains of most often is. */
const ADVICE: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: " (put text that holds a colon and a blank into quotes)",
  TAB_AS_INDENT: " (indent by blanks)",
  MISSING_CHAR: " (something that was opened is not closed before this)",
  BAD_INDENT: " (check how far this line is indented, and brackets that are not closed)",
};

function compose(
  text: string,
  lines: LineCounter,
  finding: (offset: number, rule: string, message: string) => Finding,
): YamlText | { readonly errors: Finding[] } {
  const doc = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
  });
  const several = (offset: number) =>
    finding(offset, "several-documents", "one file is one agreement: remove the line --- and what follows it");
  const errors = doc.errors.flatMap((e, i) => {
    if (e.code === "DUPLICATE_KEY")
      return finding(e.pos[0], "repeated-key", "this key stands here a second time: keep one of the two");
    if (e.code === "MULTIPLE_DOCS") return several(e.pos[0]);
    // The library reports its own recursion as a mistake of the text; the text's mistake is its depth.
    if (/call stack/i.test(e.message)) return finding(e.pos[0], "too-deep", TOO_DEEP);
    // One slip of punctuation sets off a chain of complaints; the first is the one to mend.
    const earlier = doc.errors.slice(0, i).some((o) => o.code !== "DUPLICATE_KEY" && o.code !== "MULTIPLE_DOCS");
    return earlier
      ? []
      : finding(
          e.pos[0],
          "yaml",
          `not readable as YAML: ${e.message}${ADVICE[e.code] ?? ""}; mend this first, then what follows can be read`,
        );
  });
  if (/^(?:\uFEFF)?(?:[ \t]*#.*\n|[ \t]*\n)*%/.test(text))
    errors.push(finding(0, "directive", "a line that starts with % is not part of the language: remove it"));
  // What follows a slip of punctuation is not what was meant: it is not judged.
  if (errors.length > 0) return { errors };
  visit(doc, {
    Alias: (_, n) =>
      void errors.push(
        finding(n.range?.[0] ?? 0, "alias", `aliases (*${n.source}) are not part of the language: write the value out`),
      ),
    Node: (_, n, path) => {
      const at = n.range?.[0] ?? 0;
      if (path.filter((p) => isMap(p) || isSeq(p)).length >= AGREEMENT_LIMITS.depth) {
        errors.push(finding(at, "too-deep", TOO_DEEP));
        return visit.BREAK;
      }
      if (isAlias(n)) return undefined;
      if (n.anchor)
        errors.push(finding(at, "anchor", `anchors (&${n.anchor}) are not part of the language: write the value out`));
      if (n.tag) errors.push(finding(at, "tag", `tags (${n.tag}) are not part of the language: write the plain value`));
      return undefined;
    },
    Pair: (_, pair) => {
      const key = pair.key;
      const at = (key as Node | null)?.range?.[0] ?? 0;
      if (!isScalar(key) || (typeof key.value !== "string" && typeof key.value !== "number"))
        errors.push(finding(at, "bad-key", "a key must be a plain word"));
      else if (key.value === "__proto__" || key.value === "<<")
        errors.push(finding(at, "bad-key", `"${key.value}" is not a key of the language`));
    },
  });
  if (errors.length > 0) return { errors };
  const value: unknown = doc.toJS({ maxAliasCount: 0 });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const walk = (path: Path): { node: number; key: number } => {
    let node: unknown = doc.contents;
    let offset = (doc.contents as Node | null)?.range?.[0] ?? 0;
    let key = offset;
    for (const step of path) {
      let next: unknown;
      if (isMap(node)) {
        const pair = node.items.find((p) => isPair(p) && isScalar(p.key) && String(p.key.value) === String(step));
        if (!pair) break;
        key = (pair.key as Node).range?.[0] ?? offset;
        next = pair.value;
        offset = (next as Node | null)?.range?.[0] ?? key;
      } else if (isSeq(node)) {
        next = node.items[Number(step)];
        if (next === undefined) break;
        offset = (next as Node | null)?.range?.[0] ?? offset;
        key = offset;
      } else break;
      node = next;
    }
    return { node: offset, key };
  };
  return { value, at: (path) => place(walk(path).node), keyAt: (path) => place(walk(path).key) };
}
