import { formsAt, type Schema, valuesOf } from "./schema-walk.ts";
import { whereInFile } from "./where-in-file.ts";

export interface Suggestion {
  readonly label: string;
  readonly kind: "key" | "word" | "name";
  /** What the schema says of it. */
  readonly words: string;
}

export interface Suggestions {
  /** Where the word that they complete begins. */
  readonly from: number;
  readonly list: readonly Suggestion[];
}

/** Keys whose values are names of things in the same file, and the section that holds these. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  subject: ["parties"],
  by: ["parties", "third-parties"],
  party: ["parties"],
  holder: ["parties", "third-parties"],
  guarantors: ["parties", "third-parties"],
  "applies-to": ["parties"],
  inside: ["zones"],
  outside: ["zones"],
  zone: ["zones"],
  lines: ["lines"],
  line: ["lines"],
  objects: ["objects"],
  source: ["sources"],
  sources: ["sources"],
};

/** Ids and names of a section's things, read line by line, so that a file half written gives what it has. */
export function namesIn(text: string, section: string): Suggestion[] {
  const lines = text.split("\n");
  const begin = lines.findIndex((l) => new RegExp(`^\\s*${section}:(\\s|$)`).test(l));
  if (begin < 0) return [];
  const depth = (lines[begin] ?? "").search(/\S/);
  let end = begin + 1;
  while (end < lines.length && (!/\S/.test(lines[end] ?? "") || (lines[end] ?? "").search(/\S/) > depth)) end++;
  const own = lines.slice(begin, end).join("\n");
  const found = new Map<string, string>();
  if (section === "sources") {
    for (const m of own.matchAll(/^\s{2}([\w-]+):/gm)) found.set(m[1] as string, "");
  } else
    for (const m of own.matchAll(/\bid:\s*["']?([\w.-]+)["']?(?:[,\s]+name:\s*([^,}\n]+))?/g))
      found.set(m[1] as string, (m[2] ?? "").trim());
  return [...found].map(([label, words]) => ({ label, kind: "name", words }));
}

/** What can stand where the cursor is: keys, the words of a list, and names of the file's own things. */
export function suggest(text: string, at: number, schema: Schema): Suggestions | null {
  const where = whereInFile(text, at);
  if (!where) return null;
  const forms = formsAt(where.path, schema);
  if (where.at === "key") {
    const keys = new Map<string, string>();
    for (const f of forms)
      for (const [key, value] of Object.entries(f.properties ?? {}))
        if (!where.beside.has(key)) keys.set(key, keys.get(key) ?? value.description ?? "");
    return { from: where.from, list: [...keys].map(([label, words]) => ({ label, kind: "key", words })) };
  }
  const key = where.path.findLast((k) => k !== "*") ?? "";
  const names = (NAMED[key] ?? []).flatMap((section) => namesIn(text, section));
  const words = valuesOf(forms).map((label): Suggestion => ({ label, kind: "word", words: "" }));
  return { from: where.from, list: [...names, ...words] };
}
