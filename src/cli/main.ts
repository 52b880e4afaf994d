import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { didYouMean } from "../edit-distance.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { HelpAsked } from "./arguments.ts";
import { flushResults, say } from "./talk.ts";

type Command = (args: readonly string[]) => Promise<number>;

/** The commands of this version; each module is loaded when its command is called. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import("./check.ts")).check,
  read: async () => (await import("./read.ts")).read,
  assess: async () => (await import("./assess.ts")).assess,
  compare: async () => (await import("./compare.ts")).compare,
  replay: async () => (await import("./replay.ts")).replay,
  gap: async () => (await import("./gap.ts")).gap,
  fuse: async () => (await import("./fuse.ts")).fuse,
  label: async () => (await import("./label.ts")).label,
  report: async () => (await import("./report.ts")).report,
  workbook: async () => (await import("./workbook.ts")).workbook,
  schema: async () => (await import("./check.ts")).schema,
  import: async () => (await import("./import.ts")).importFiles,
  export: async () => (await import("./export.ts")).exportBundle,
  verify: async () => (await import("./verify.ts")).verify,
  rebuild: async () => (await import("./rebuild.ts")).rebuild,
  backup: async () => (await import("./backup.ts")).backup,
  restore: async () => (await import("./restore.ts")).restore,
  user: async () => (await import("./user.ts")).user,
  serve: async () => (await import("./serve.ts")).serve,
  decide: async () => (await import("./enter.ts")).entering("decide"),
  judge: async () => (await import("./enter.ts")).entering("judge"),
  notice: async () => (await import("./enter.ts")).entering("notice"),
  withdraw: async () => (await import("./enter.ts")).entering("withdraw"),
  erase: async () => (await import("./enter.ts")).entering("erase"),
  custody: async () => (await import("./custody.ts")).custody,
  publish: async () => (await import("./enter.ts")).entering("publish"),
  release: async () => (await import("./release.ts")).release,
  names: async () => (await import("./names.ts")).names,
  seal: async () => (await import("./seal.ts")).seal,
  open: async () => (await import("./seal.ts")).open,
  enter: async () => (await import("./enter.ts")).entering("enter"),
};

const USAGE = `usage: npx trucekeeper COMMAND

  check AGREEMENT...                        is the agreement file valid? problems as file:line:column: message
  read FILE... [--as FORMAT] [--zone ZONE]  observations as NDJSON on stdout, the reconciliation on stderr
                                            [--header-row N] [--first-row N] [--order lat-lon|lon-lat] [--strict]
  assess AGREEMENT FILE... --out DIR        (or --mission M [--as-of CHECKPOINT]) [--from T] [--until T] [--reading ID] [--zone ZONE] [--strict]
  compare A B FILE...                       two drafts or readings (file#READING) over one history: what differs and why; [--out DIR] as a page
  replay AGREEMENT FILE... [--by day|week]  the agreement over a stretch of history, as a series; [--figure SERIES]: one figure with its rows
  gap A B                                   two figures, as files, explained: the parts add up; or --mission M --as-of CHECKPOINT: then and now
  fuse REPORTS.csv [--doubtful]             NDJSON {obs_id, incident}; or the merges near the border, for review
  label FILE... --out DIR                   pairs of reports for two people to label blind: a page and tables
                                            label --join A.csv B.csv --out DIR; label --score SET.csv FILE... --strata DIR/strata.csv
  import --mission M [--agreement AGREEMENT] FILE...   files into a mission's record; makes the mission where it is new
  import --mission M --bundle DIR           another log's export, with its proofs
  export --mission M --out DIR              the record as a bundle that an outsider can check; [--released] [--findings DIR]
  verify DIR [--key VKEY]                   an export, offline: names the first file that is wrong
  verify --mission M                        a mission's record against its own log
  rebuild --mission M                       derives everything anew from the record; are the bytes the same?
  backup --out (DIR | FILE.tar)             every record with its evidence, without what was erased and without keys
  restore (DIR | FILE.tar)                  into an empty place; proves that the record is equal  [--key-file FILE]
  decide | judge | notice | withdraw | erase | publish | enter KIND   people's entries, from flags or JSON
                                            --mission M --as AUTHOR [--role ROLE] [--reason WORDS]; docs/commands.md
  custody FILE... | --evidence SHA256       evidence handed in, and what happened to it; custody --of SHA256: its chain
  release show | rules | early | files      release rules by date, early releases by two people; what a group may read, as files
  names list | set | show | destroy         who stands behind a pseudonym: set once; shown and destroyed by two people
  seal [FILE | -] --mission M               personal data, sealed under a key of its own
  open --blob ID --with PERSON ...          opens sealed data by two people: the entry that says so comes first
  workbook FILE.xlsx                        writes an empty mission workbook
  report daily AGREEMENT FILE... --date YYYY-MM-DD --out DIR
  report --check FILE.json                  a daily report against its own lists; exit 1 where a figure does not follow
  user add | list | role | link | disable …  accounts of the server, and what they may
  schema                                    the JSON Schema of agreement files
  serve                                     PORT, HOST

COMMAND --help tells its flags; enter KIND --help the fields of a kind of entry.
Exit codes: 0 the result is complete; 1 an agreement or a file is at fault, nothing written; 2 wrong usage.`;

/**
 * Runs one command.
 * @returns the exit code (design.md section 5)
 */
export async function main(args: readonly string[]): Promise<number> {
  // Left alone, V8 lets the heap grow to three times what is alive before it looks; a laptop has other work to do.
  setFlagsFromString("--heap-growing-percent=80");
  // A reader that closes the pipe early (`| head`) has what it wanted.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  // One who reads neither has gone: there is nobody to tell.
  if (process.stderr.listenerCount("error") === 0) process.stderr.on("error", () => undefined);
  const [name, ...rest] = args;
  try {
    const asked = name === "help" || name === "--help" || name === "-h";
    if (name === undefined || (asked && rest.length === 0)) {
      say(USAGE);
      return name === undefined ? 2 : 0;
    }
    const [command, args] = asked ? [rest[0] as string, [...rest.slice(1), "--help"]] : [name, rest];
    const load = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (!load)
      throw problem(catalogue.usage, {
        why: `no command "${command}"${didYouMean(command, Object.keys(COMMANDS))}\n${USAGE}`,
      });
    const code = await (await load())(args);
    await flushResults();
    return code;
  } catch (error) {
    await flushResults();
    if (error instanceof HelpAsked) {
      say(`usage: ${error.usage}`);
      return 0;
    }
    if (error instanceof Problem) {
      say(error.toString());
      return error.exit;
    }
    const words = diskWords(error);
    if (words === undefined) throw error;
    say(words);
    return 1;
  }
}

/** What the operating system says of a path that a person named, in words; undefined for a mistake of our own. */
function diskWords(error: unknown): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const words = code !== undefined && path !== undefined ? DISK[code] : undefined;
  return words && `${path}: ${words}`;
}

const DISK: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "may not be read or written by this user",
  EPERM: "may not be read or written by this user",
  ENOTDIR: "a part of this path is a file, not a folder",
  EISDIR: "is a folder; name a file",
  EEXIST: "is there already",
  EROFS: "lies on a disk that cannot be written to",
  ENOSPC: "there is no room on the disk; nothing of it was kept",
  EDQUOT: "there is no room on the disk for this user; nothing of it was kept",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "links lead in a circle",
};

/** Serves the worked examples in this process, for `npm start`. */
export async function start(): Promise<void> {
  const { serveExamples } = await import("./serve.ts");
  process.exitCode = await serveExamples();
}
