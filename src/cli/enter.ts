import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Role } from "../access/roles.ts";
import { sha256Hex } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";
import { ENTRIES, type EntryKind, isEntryKind } from "../record/registry.ts";
import { keptBy } from "../store/kept-by-erasure.ts";
import { missingEvidence } from "../store/missing-evidence.ts";
import type { Mission, Store } from "../store/store.ts";
import { type Arguments, readArguments, wrongUsage } from "./arguments.ts";
import { bodiesIn, listed, reference, referring } from "./bodies.ts";
import { BY_FLAGS, BY_USAGE, byWhom, enterAll } from "./by-whom.ts";
import { helpAsked } from "./entry-help.ts";
import { withMission } from "./stored-mission.ts";
import { say } from "./talk.ts";
import { unread } from "./unread.ts";

const HEAD = "npx trucekeeper";
const TAIL = BY_USAGE;
const FLAGS = {
  ...BY_FLAGS,
  with: "text",
  entry: "text",
  evidence: "text",
  envelopes: "switch",
  same: "text",
  different: "text",
  pin: "text",
  files: "text",
} as const;

interface Verb {
  readonly usage: string;
  /** Role that is written down where none is named; null: it has to be named. */
  readonly role: Role | null;
  readonly kind: (given: Arguments) => string;
  /** What is asked for, as it was given: bodies of a file or stdin, or flags. Read once, before the store is opened. */
  readonly given: (given: Arguments) => Promise<readonly unknown[]>;
  /** The body that one of them comes to. */
  readonly body: (given: unknown, store: Store, mission: Mission) => Promise<unknown>;
}

const json = (kind: EntryKind, name: string, more = ""): Verb => ({
  usage: `${HEAD} ${name} [FILE.json | -] ${more}${TAIL}`,
  role: null,
  kind: () => kind,
  given: ({ positionals }) => bodiesGiven(positionals),
  body: (given, store, mission) => referring(given, store, mission.id),
});

/** People's entries, by command. What a body may hold, the registry's schema of its kind says. */
const VERBS = {
  decide: json("decision", "decide"),
  notice: json("notice", "notice", "[--files DIR] "),
  publish: json("publication", "publish", "[--files DIR] "),
  judge: {
    usage: `${HEAD} judge (--same A,B | --different A,B | --pin A,B,… | FILE.json | -) ${TAIL}`,
    role: "analyst",
    kind: () => "judgement",
    given: async ({ positionals, text }) => {
      const { same, different, pin } = text;
      if ([same, different, pin].filter((flag) => flag !== undefined).length > 1)
        wrongUsage("--same, --different and --pin: give one of them", VERBS.judge.usage);
      if (pin !== undefined) {
        noFile(positionals, VERBS.judge.usage);
        return [{ judgement: "pin", observations: listed(pin) }];
      }
      const pair = same ?? different;
      if (pair === undefined) return bodiesGiven(positionals);
      noFile(positionals, VERBS.judge.usage);
      const [a, b, ...more] = pair.split(",");
      if (b === undefined || more.length > 0)
        wrongUsage(`--${same === undefined ? "different" : "same"} ${pair}: expected two ids, A,B`, VERBS.judge.usage);
      return [{ judgement: same === undefined ? "different" : "same", a, b }];
    },
    body: async (given) => given,
  },
  withdraw: {
    usage: `${HEAD} withdraw --entry INDEX ${TAIL}`,
    role: "administrator",
    kind: () => "withdrawal",
    given: async ({ positionals, text }) => {
      noFile(positionals, VERBS.withdraw.usage);
      const { entry } = text;
      if (entry === undefined) wrongUsage("--entry: name the entry by its index", VERBS.withdraw.usage);
      return [entry];
    },
    body: async (given, store, mission) => ({ entry: await reference(store, mission.id, given) }),
  },
  erase: {
    usage: `${HEAD} erase [--entry INDEX,…] [--evidence SHA256,…] --with PERSON [--envelopes] ${TAIL}`,
    role: "administrator",
    kind: () => "erasure",
    given: async ({ positionals, text, on }) => {
      noFile(positionals, VERBS.erase.usage);
      const [entries, evidence] = [listed(text["entry"]), listed(text["evidence"])];
      if (entries.length + evidence.length === 0)
        wrongUsage("--entry or --evidence: name what is to be destroyed", VERBS.erase.usage);
      const { as, with: other } = text;
      if (other === undefined) wrongUsage("--with: erasing takes two people; who is the other?", VERBS.erase.usage);
      return [{ entries, evidence, envelopes: on.has("envelopes"), people: [as, other] }];
    },
    body: async (given, store, mission) => {
      const asked = given as { readonly entries: readonly string[]; readonly evidence: readonly string[] };
      const entries: { readonly index: number; readonly commitment: string }[] = [];
      for (const index of asked.entries) entries.push(await reference(store, mission.id, index));
      const gone: string[] = [];
      for (const { index } of entries) {
        const by = (await store.entry(mission.id, index))?.erasedBy ?? null;
        if (by !== null) gone.push(`entry ${index} was destroyed before, by entry ${by}`);
      }
      // Evidence that is missing may be declared gone; content that is gone needs no second order.
      if (asked.evidence.length === 0 && gone.length === entries.length)
        throw problem(catalogue.entry, { kind: "erasure", why: `${gone.join("; ")}. Nothing was entered` });
      for (const words of gone) say(words);
      await knownEvidence(store, mission, asked.evidence);
      return { ...asked, entries, ...(await keptBy(store, mission.id, entries)) };
    },
  },
  enter: {
    usage: `${HEAD} enter KIND [FILE.json | -] ${TAIL}`,
    role: null,
    kind: ({ positionals }) => positionals[0] ?? "",
    given: ({ positionals }) => bodiesGiven(positionals.slice(1)),
    body: (given, store, mission) => referring(given, store, mission.id),
  },
} satisfies Readonly<Record<string, Verb>>;

/** What each verb enters; `enter` takes any kind. */
const KIND_OF: Readonly<Partial<Record<keyof typeof VERBS, EntryKind>>> = {
  decide: "decision",
  notice: "notice",
  publish: "publication",
  judge: "judgement",
  withdraw: "withdrawal",
  erase: "erasure",
};

/**
 * `decide`, `judge`, `notice`, `withdraw`, `erase`, `publish`, `enter KIND`: people's entries, appended all
 * or none. Bodies are JSON or NDJSON from a file or stdin, or flags; each is held to its kind's schema.
 */
export const entering =
  (name: keyof typeof VERBS) =>
  async (args: readonly string[]): Promise<number> => {
    const verb: Verb = VERBS[name];
    const asked = KIND_OF[name] ?? (args[0]?.startsWith("-") ? undefined : args[0]);
    const help = helpAsked(args, verb.usage, asked);
    if (help !== undefined) {
      say(help);
      return 0;
    }
    const given = readArguments(args, FLAGS, verb.usage);
    const by = byWhom(given.text, verb.usage, verb.role);
    const kind = verb.kind(given);
    if (!isEntryKind(kind) || kind === "import")
      wrongUsage(
        `"${kind}": expected one of ${Object.keys(ENTRIES)
          .filter((k) => k !== "import")
          .join(", ")}`,
        verb.usage,
      );
    const { files } = given.text;
    if (files !== undefined && kind !== "publication" && kind !== "notice")
      wrongUsage("--files: goes with publish and notice; other evidence is handed in with custody FILE", verb.usage);
    const bodiesAsked = await verb.given(given);
    const bodies = async (store: Store, mission: Mission): Promise<readonly unknown[]> => {
      const made: unknown[] = [];
      for (const one of bodiesAsked) made.push(await verb.body(one, store, mission));
      if (files !== undefined) await keepNamedFiles(store, mission, files, made);
      return made;
    };
    return withMission(given.text, by.mission, async (store, mission) => {
      await store.signingKey(mission.id);
      return enterAll(store, mission, by, { kind, given: bodiesAsked, bodies: () => bodies(store, mission) });
    });
  };

/** @throws Problem record/entry where evidence is neither here nor named by an entry: a slip would destroy nothing */
async function knownEvidence(store: Store, mission: Mission, evidence: readonly string[]): Promise<void> {
  let missing: ReadonlySet<string> | undefined;
  for (const sha256 of evidence) {
    if (!/^[0-9a-f]{64}$/.test(sha256) || (await store.evidence(mission.id).size(sha256)) !== undefined) continue;
    missing ??= new Set((await missingEvidence(store, mission)).map((m) => m.sha256));
    if (!missing.has(sha256))
      throw problem(catalogue.entry, {
        kind: "erasure",
        why: `evidence ${sha256} is not here, and no entry names it that is not destroyed already. Nothing was entered`,
      });
  }
}

/** @throws Problem (exit 2) where a file is named and none is read */
function noFile([first]: readonly string[], usage: string): void {
  if (first !== undefined) wrongUsage(`${first}: not expected; all is said by flags`, usage);
}

/** A file as a publication or a notice names it. */
const Named = z.object({ name: z.string(), sha256: z.string() });
const Naming = z.object({ files: z.array(Named).catch([]), text: Named.nullable().catch(null) }).partial();

/**
 * Keeps the files that bodies name, as they lie in a folder: what was published is evidence, of whatever kind of file.
 * @throws Problem file/none, format/file where one is not there, or is another
 */
async function keepNamedFiles(store: Store, mission: Mission, folder: string, bodies: readonly unknown[]) {
  for (const body of bodies) {
    const { files = [], text = null } = Naming.safeParse(body).data ?? {};
    for (const { name, sha256 } of text ? [...files, text] : files) {
      // A name is the base name of a file in the folder and leads nowhere else.
      if (/[/\\]/.test(name) || name === ".." || name === ".")
        throw problem(catalogue.badFile, { why: "expected a base name without folders" }, { file: name });
      const path = join(folder, name);
      const bytes = await readFile(path).catch((error: unknown) => Promise.reject(unread(path, error)));
      const seen = sha256Hex(bytes);
      if (seen !== sha256)
        throw problem(catalogue.badFile, { why: `its SHA-256 is ${seen}, the entry says ${sha256}` }, { file: name });
      await store.evidence(mission.id).put(bytes);
    }
  }
}

/** Bodies of a file or of stdin, as they were given. */
async function bodiesGiven([from, ...more]: readonly string[]): Promise<readonly unknown[]> {
  if (more.length > 0)
    throw problem(catalogue.usage, { why: `${more[0]}: one file at a time; it can hold several bodies, one a line` });
  return (await bodiesIn(from)).map(({ value }) => value);
}
