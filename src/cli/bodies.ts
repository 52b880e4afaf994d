import { basename } from "node:path";
import { catalogue, problem } from "../problems.ts";
import type { Store } from "../store/store.ts";
import { bytesFrom } from "./by-whom.ts";
import { textOf } from "./unread.ts";

/** A body as it was given, and where. */
export interface GivenBody {
  readonly value: unknown;
  readonly file: string;
  /** 1-based line on which it begins, and the text that it was read from. */
  readonly line: number;
  readonly text: string;
}

/**
 * Bodies of a file or of stdin: one JSON value, or one a line.
 * @throws Problem file/none, format/file with file and line
 */
export async function bodiesIn(from: string | undefined): Promise<readonly GivenBody[]> {
  const file = from === undefined || from === "-" ? "stdin" : basename(from);
  const text = textOf(await bytesFrom(from), file);
  if (text.trim() === "") throw problem(catalogue.badFile, { why: "holds no entry" }, { file });
  const whole = jsonOf(text);
  if (whole !== undefined) return [{ value: whole.value, file, line: 1, text }];
  const lines = text.split("\n").map((line, i) => ({ text: line, line: i + 1 }));
  return lines
    .filter((l) => l.text.trim() !== "")
    .map(({ text: line, line: number }) => {
      const one = jsonOf(line);
      if (one) return { value: one.value, file, line: number, text: line };
      throw problem(
        catalogue.badFile,
        { why: "not JSON: expected one JSON body, or one on each line" },
        { file, line: lines.some((l) => jsonOf(l.text)) ? number : lineOfJsonFault(text) },
      );
    });
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The line at which JSON that stands on several lines goes wrong, as far as the parser tells; else the first. */
function lineOfJsonFault(text: string): number {
  try {
    JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    if (at !== undefined) return text.slice(0, Number(at)).split("\n").length;
  }
  return 1;
}

/** Members that name an earlier entry; a plain index in one of them is made the reference that it means. */
const REFERENCES = new Set(["entry", "run", "determination", "after"]);

/** A body whose entries are named by index alone, with their commitments put in. @throws Problem record/no-such-entry */
export async function referring(value: unknown, store: Store, mission: string, within = ""): Promise<unknown> {
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const one of value)
      list.push(
        within === "entries" && typeof one === "number"
          ? await reference(store, mission, one)
          : await referring(one, store, mission),
      );
    return list;
  }
  if (typeof value !== "object" || value === null) return value;
  const made: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const refers = REFERENCES.has(name) || (name === "from" && within === "opens");
    made[name] =
      refers && typeof member === "number"
        ? await reference(store, mission, member)
        : await referring(member, store, mission, name);
  }
  return made;
}

/** An entry of the log by its index. @throws Problem record/no-such-entry where there is none, or its envelope is gone */
export async function reference(
  store: Store,
  mission: string,
  index: unknown,
): Promise<{ readonly index: number; readonly commitment: string }> {
  const n = typeof index === "string" && /^\d{1,15}$/.test(index) ? Number(index) : index;
  const found = typeof n === "number" ? await store.entry(mission, n) : undefined;
  if (!found)
    throw problem(catalogue.noSuchEntry, {
      why: `mission "${mission}" has no entry ${String(index)}: expected the index of an entry, 0 to ${(await store.size(mission)) - 1}`,
    });
  if (!found.envelope)
    throw problem(catalogue.noSuchEntry, {
      why: `entry ${found.index} of mission "${mission}" was destroyed with its envelope, by entry ${found.erasedBy}: it cannot be named any more`,
    });
  return { index: found.index, commitment: found.envelope.commitment };
}

/** The parts of a list that commas part. */
export const listed = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split(",").filter((t) => t !== "");
