/** Where a cursor stands in an agreement file. */
export interface WhereInFile {
  /** Keys from the top of the file; "*" is an item of a list. Of a value the last one is its key. */
  readonly path: readonly string[];
  readonly at: "key" | "value";
  /** Where the word that is being written begins. */
  readonly from: number;
  /** Keys that stand beside it already, as far as this line shows them. */
  readonly beside: ReadonlySet<string>;
}

interface Level {
  readonly indent: number;
  readonly name: string;
}

const KEY = /^([\w-]+):(?=\s|$)/;
const DASH = /^-(?:\s+|$)/;

/** Takes a line's dashes and key into the levels that are open. @returns what follows the dashes, and where it begins */
function enter(levels: Level[], line: string): { readonly rest: string; readonly indent: number } {
  let indent = line.length - line.trimStart().length;
  let rest = line.trimStart();
  for (let dash = DASH.exec(rest); dash; dash = DASH.exec(rest)) {
    // A list may stand at the very indent of its key, and each dash ends the item before it.
    while (
      levels.length > 0 &&
      (top(levels).indent > indent || (top(levels).indent === indent && top(levels).name === "*"))
    )
      levels.pop();
    levels.push({ indent, name: "*" });
    indent += Math.max(2, dash[0].length);
    rest = rest.slice(dash[0].length);
  }
  while (levels.length > 0 && top(levels).indent >= indent) levels.pop();
  const key = KEY.exec(rest)?.[1];
  if (key !== undefined) levels.push({ indent, name: key });
  return { rest, indent };
}

const top = (levels: readonly Level[]): Level => levels.at(-1) as Level;

/** Places of the brackets of a line that are still open; null inside a quoted text. */
function openBrackets(text: string): number[] | null {
  const open: number[] = [];
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quote !== "") {
      if (c === quote) quote = "";
    } else if ((c === '"' || c === "'") && /[\s[{,:]/.test(text[i - 1] ?? " ")) quote = c;
    else if (c === "{" || c === "[") open.push(i);
    else if (c === "}" || c === "]") open.pop();
  }
  return quote === "" ? open : null;
}

/**
 * Reads where the cursor stands by indentation, as a person does: a file that is being written is seldom whole YAML.
 * Null inside a comment or a quoted text.
 */
export function whereInFile(text: string, at: number): WhereInFile | null {
  const lines = text.slice(0, at).split("\n");
  const line = lines.pop() ?? "";
  if (/(^|\s)#/.test(line)) return null;
  const word = /[\w.+-]*$/.exec(line)?.[0] ?? "";
  const before = word === "-" ? line : line.slice(0, line.length - word.length);
  const open = openBrackets(before);
  if (open === null) return null;
  const levels: Level[] = [];
  for (const above of lines) if (above.trim() !== "" && !above.trimStart().startsWith("#")) enter(levels, above);
  const from = at - (word === "-" ? 0 : word.length);
  const { rest } = enter(levels, open.length > 0 ? before.slice(0, open[0]) : before);
  const path = levels.map((l) => l.name);
  if (open.length === 0) {
    const isValue = /^[\w-]+:\s+$/.test(rest);
    return { path, at: isValue ? "value" : "key", from, beside: new Set() };
  }
  open.forEach((begin, n) => {
    const key = n === 0 ? undefined : /([\w-]+):\s*$/.exec(before.slice(open[n - 1], begin))?.[1];
    if (key !== undefined) path.push(key);
    if (before[begin] === "[") path.push("*");
  });
  const last = open.at(-1) as number;
  if (before[last] === "[") return { path, at: "value", from, beside: new Set() };
  const inside = before.slice(last + 1);
  const key = /([\w-]+):\s*$/.exec(inside)?.[1];
  if (key !== undefined) return { path: [...path, key], at: "value", from, beside: new Set() };
  return { path, at: "key", from, beside: new Set([...inside.matchAll(/([\w-]+):/g)].map((m) => m[1] as string)) };
}
