import { parseArgs } from "node:util";
import { catalogue, problem } from "../problems.ts";

/** A flag of a command: `text` takes a value, `switch` takes none. */
export type Flags = Readonly<Record<string, "text" | "switch">>;

export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: Readonly<Record<string, string | undefined>>;
  readonly on: ReadonlySet<string>;
}

/** Help was asked for: the command's usage, and what else there is to say; exit 0. */
export class HelpAsked extends Error {
  readonly usage: string;
  constructor(usage: string) {
    super("help was asked for");
    this.usage = usage;
  }
}

/**
 * Reads a command's arguments; an unknown flag, a missing value or a flag given twice is wrong usage.
 * @throws Problem (exit 2); HelpAsked where --help or -h is among them
 */
export function readArguments(args: readonly string[], flags: Flags, usage: string): Arguments {
  const end = args.indexOf("--");
  if (args.slice(0, end < 0 ? undefined : end).some((a) => a === "--help" || a === "-h")) throw new HelpAsked(usage);
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, kind]) => [
      name,
      { type: kind === "text" ? ("string" as const) : ("boolean" as const), multiple: true },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).split(". ")[0];
    throw problem(catalogue.usage, { why: `${why}\nusage: ${usage}` });
  }
  const text: Record<string, string> = {};
  const on = new Set<string>();
  for (const [name, values] of Object.entries(parsed.values)) {
    const list = Array.isArray(values) ? values : [values];
    if (list.length > 1) throw problem(catalogue.usage, { why: `--${name} is given twice\nusage: ${usage}` });
    const value = list[0];
    if (typeof value === "string") text[name] = value;
    else if (value === true) on.add(name);
  }
  return { positionals: parsed.positionals, text, on };
}

/** @throws Problem (exit 2) with the usage line. */
export function wrongUsage(why: string, usage: string): never {
  throw problem(catalogue.usage, { why: `${why}\nusage: ${usage}` });
}
