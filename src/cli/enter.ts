import { open, readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import process from "node:process";
import { ROLES, type Role } from "../access/roles.ts";
import { canonical } from "../canonical.ts";
import { toHex } from "../log/bytes.ts";
import { MARKINGS, type Marking } from "../observation/observation.ts";
import { catalogue, problem } from "../problems.ts";
import { HEAD_BYTES } from "../record/file-kind.ts";
import { type Body, ENTRIES, type EntryKind, isEntryKind } from "../record/registry.ts";
import type { Draft, Mission, Store } from "../store/store.ts";
import { checkHandedIn } from "../store/working-copy.ts";
import { millis } from "../units.ts";
import { type Arguments, readArguments, wrongUsage } from "./arguments.ts";
import { STORE_FLAGS, withMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";

const HEAD = "npx trucekeeper";
const TAIL = "--mission M --as AUTHOR [--role ROLE] [--reason WORDS] [--marking TLP:…] [--stated INSTANT] [--data DIR]";
const FLAGS = {
  ...STORE_FLAGS,
  as: "text",
  role: "text",
  reason: "text",
  marking: "text",
  stated: "text",
  with: "text",
  entry: "text",
  evidence: "text",
  envelopes: "switch",
  same: "text",
  different: "text",
  event: "text",
  from: "text",
  to: "text",
} as const;

interface Verb {
  readonly usage: string;
  /** Role that is written down where none is named; null: it has to be named. */
  readonly role: Role | null;
  readonly bodies: (given: Arguments, store: Store, mission: Mission) => Promise<readonly unknown[]>;
  readonly kind: (given: Arguments) => string;
}

const json = (kind: EntryKind, name: string): Verb => ({
  usage: `${HEAD} ${name} [FILE.json | -] ${TAIL}`,
  role: null,
  kind: () => kind,
  bodies: async ({ positionals }, store, mission) => bodiesIn(positionals[0], store, mission),
});

/** People's entries, by command. What a body may hold, the registry's schema of its kind says. */
const VERBS = {
  decide: json("decision", "decide"),
  notice: json("notice", "notice"),
  publish: json("publication", "publish"),
  judge: {
    usage: `${HEAD} judge (--same A,B | --different A,B | FILE.json | -) ${TAIL}`,
    role: "analyst",
    kind: () => "judgement",
    bodies: async ({ positionals, text }, store, mission) => {
      const [judgement, pair] = text["same"] ? ["same", text["same"]] : ["different", text["different"]];
      if (pair === undefined) return bodiesIn(positionals[0], store, mission);
      const [a, b] = pair.split(",");
      return [{ judgement, a, b }];
    },
  },
  withdraw: {
    usage: `${HEAD} withdraw --entry INDEX ${TAIL}`,
    role: "administrator",
    kind: () => "withdrawal",
    bodies: async ({ text }, store, mission) => [{ entry: await reference(store, mission.id, text["entry"]) }],
  },
  erase: {
    usage: `${HEAD} erase [--entry INDEX,…] [--evidence SHA256,…] --with PERSON [--envelopes] ${TAIL}`,
    role: "administrator",
    kind: () => "erasure",
    bodies: async ({ text, on }, store, mission) => {
      const entries: unknown[] = [];
      for (const index of listed(text["entry"])) entries.push(await reference(store, mission.id, index));
      const people = [text["as"], text["with"]].filter((p) => p !== undefined);
      return [{ entries, evidence: listed(text["evidence"]), envelopes: on.has("envelopes"), people }];
    },
  },
  custody: {
    usage: `${HEAD} custody (FILE... | --evidence SHA256) [--event received|derived|viewed|handed-over|checked|moved] [--from WHO] [--to WHO] ${TAIL}`,
    role: "administrator",
    kind: () => "custody",
    bodies: custody,
  },
  enter: {
    usage: `${HEAD} enter KIND [FILE.json | -] ${TAIL}`,
    role: null,
    kind: ({ positionals }) => positionals[0] ?? "",
    bodies: async ({ positionals }, store, mission) => bodiesIn(positionals[1], store, mission),
  },
} as const satisfies Readonly<Record<string, Verb>>;

/**
 * `decide`, `judge`, `notice`, `withdraw`, `erase`, `custody`, `publish`, `enter KIND`: people's entries, appended all
 * or none. Bodies are JSON or NDJSON from a file or stdin, or flags; each is held to its kind's schema.
 */
export const entering =
  (name: keyof typeof VERBS) =>
  async (args: readonly string[]): Promise<number> => {
    const verb: Verb = VERBS[name];
    const given = readArguments(args, FLAGS, verb.usage);
    const { text } = given;
    const { mission: id, as: author, marking = "TLP:AMBER" } = text;
    if (id === undefined) wrongUsage("--mission: name the mission", verb.usage);
    if (author === undefined) wrongUsage("--as: who enters it, by pseudonymous id", verb.usage);
    const role = text["role"] ?? verb.role;
    if (role === null || !(ROLES as readonly string[]).includes(role))
      wrongUsage(`--role: in which role; one of ${ROLES.join(", ")}`, verb.usage);
    if (!(MARKINGS as readonly string[]).includes(marking))
      wrongUsage(`--marking ${marking}: expected one of ${MARKINGS.join(", ")}`, verb.usage);
    const stated = text["stated"] === undefined ? Date.now() : Date.parse(text["stated"]);
    if (!Number.isInteger(stated) || (text["stated"] && !/(Z|[+-]\d\d:\d\d)$/.test(text["stated"])))
      wrongUsage("--stated: expected an instant with its offset, such as 2025-04-19T10:00:00+03:00", verb.usage);
    const kind = verb.kind(given);
    if (!isEntryKind(kind) || kind === "import")
      wrongUsage(
        `"${kind}": expected one of ${Object.keys(ENTRIES)
          .filter((k) => k !== "import")
          .join(", ")}`,
        verb.usage,
      );
    return withMission(text, id, async (store, mission) => {
      await store.signingKey(id);
      const bodies = await verb.bodies(given, store, mission);
      const frame = { v: ENTRIES[kind].version, exercise: mission.exercise, reason: text["reason"] ?? "" };
      const drafts = bodies.map(
        (body): Draft => ({
          kind,
          author,
          role,
          stated: millis(stated),
          marking: marking as Marking,
          // The store parses it by its kind's schema, and refuses what is not in its form.
          payload: { ...frame, body: body as Body<EntryKind> },
        }),
      );
      const appended = await store.append(id, drafts);
      const { checkpoint } = await store.checkpoint(id);
      const entries = appended.map(({ index, envelope }) => ({ index, commitment: envelope.commitment }));
      await result(
        canonical({ mission: id, kind, entries, size: checkpoint.size, checkpoint: toHex(checkpoint.root) }),
      );
      say(`${id}: ${kind}: ${entries.map((e) => `entry ${e.index}`).join(", ")}`);
      return 0;
    });
  };

const listed = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split(",").filter((t) => t !== "");

/** An entry of the log by its index. @throws Problem record/entry where there is none, or its envelope is gone */
async function reference(store: Store, mission: string, index: unknown): Promise<unknown> {
  const n = typeof index === "string" && /^\d{1,15}$/.test(index) ? Number(index) : index;
  const found = typeof n === "number" ? await store.entry(mission, n) : undefined;
  if (!found?.envelope)
    throw problem(catalogue.entry, {
      kind: "reference",
      why: `mission "${mission}" has no entry ${String(index)} that can be named`,
    });
  return { index: found.index, commitment: found.envelope.commitment };
}

/** Bodies of a file or of stdin: one JSON value, or one a line. `"entry": 17` is made the reference that it means. */
async function bodiesIn(from: string | undefined, store: Store, mission: Mission): Promise<readonly unknown[]> {
  const file = from === undefined || from === "-" ? "stdin" : basename(from);
  const text =
    file === "stdin"
      ? await stdin()
      : await readFile(from as string, "utf8").catch(() => {
          throw problem(catalogue.noSuchFile, { path: from as string });
        });
  let values: unknown[];
  try {
    values = [JSON.parse(text)];
  } catch (whole) {
    values = text.split("\n").flatMap((line, i) => {
      if (line.trim() === "") return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch {
        throw problem(catalogue.badFile, { why: `not JSON: ${(whole as Error).message}` }, { file, line: i + 1 });
      }
    });
  }
  if (values.length === 0) throw problem(catalogue.badFile, { why: "holds no entry" }, { file });
  const bodies: unknown[] = [];
  for (const value of values)
    bodies.push(
      typeof value === "object" && value !== null && "entry" in value && typeof value.entry === "number"
        ? { ...value, entry: await reference(store, mission.id, value.entry) }
        : value,
    );
  return bodies;
}

async function stdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

/** Files handed in are kept first; then what happened to them is entered. */
async function custody({ positionals, text }: Arguments, store: Store, mission: Mission): Promise<readonly unknown[]> {
  if (!text["reason"])
    throw problem(catalogue.usage, { why: "--reason: why it was received, shown, handed over or moved" });
  const { event = "received", from = "", to = "" } = text;
  const hashes = listed(text["evidence"]);
  const evidence = store.evidence(mission.id);
  for (const sha256 of hashes)
    if ((await evidence.size(sha256)) === undefined)
      throw problem(catalogue.noSuchFile, { path: `evidence ${sha256}` });
  for (const path of positionals) {
    const { size } = await stat(path).catch(() => {
      throw problem(catalogue.noSuchFile, { path });
    });
    const file = await open(path, "r");
    try {
      const head = Buffer.alloc(Math.min(HEAD_BYTES, size));
      await file.read(head, 0, head.length, 0);
      checkHandedIn(basename(path), head, size);
      hashes.push((await evidence.put(file.createReadStream({ start: 0, autoClose: false }))).sha256);
    } finally {
      await file.close();
    }
  }
  if (hashes.length === 0) throw problem(catalogue.usage, { why: "custody: name a file to receive, or --evidence" });
  return hashes.map((sha256) => ({ sha256, event, derivedFrom: null, from, to }));
}
