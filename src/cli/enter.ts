import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Role } from "../access/roles.ts";
import { sha256Hex } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";
import { ENTRIES, type EntryKind, isEntryKind } from "../record/registry.ts";
import type { Mission, Store } from "../store/store.ts";
import { type Arguments, readArguments, wrongUsage } from "./arguments.ts";
import { bodiesIn, listed, reference, referring } from "./bodies.ts";
import { BY_FLAGS, BY_USAGE, byWhom, enterAll } from "./by-whom.ts";
import { helpAsked } from "./entry-help.ts";
import { withMission } from "./stored-mission.ts";
import { say } from "./talk.ts";

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
  files: "text",
} as const;

interface Verb {
  readonly usage: string;
  /** Role that is written down where none is named; null: it has to be named. */
  readonly role: Role | null;
  readonly bodies: (given: Arguments, store: Store, mission: Mission) => Promise<readonly unknown[]>;
  readonly kind: (given: Arguments) => string;
}

const json = (kind: EntryKind, name: string, more = ""): Verb => ({
  usage: `${HEAD} ${name} [FILE.json | -] ${more}${TAIL}`,
  role: null,
  kind: () => kind,
  bodies: async ({ positionals }, store, mission) => bodiesGiven(positionals[0], store, mission),
});

/** People's entries, by command. What a body may hold, the registry's schema of its kind says. */
const VERBS = {
  decide: json("decision", "decide"),
  notice: json("notice", "notice", "[--files DIR] "),
  publish: json("publication", "publish", "[--files DIR] "),
  judge: {
    usage: `${HEAD} judge (--same A,B | --different A,B | FILE.json | -) ${TAIL}`,
    role: "analyst",
    kind: () => "judgement",
    bodies: async ({ positionals, text }, store, mission) => {
      const [judgement, pair] = text["same"] ? ["same", text["same"]] : ["different", text["different"]];
      if (pair === undefined) return bodiesGiven(positionals[0], store, mission);
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
  enter: {
    usage: `${HEAD} enter KIND [FILE.json | -] ${TAIL}`,
    role: null,
    kind: ({ positionals }) => positionals[0] ?? "",
    bodies: async ({ positionals }, store, mission) => bodiesGiven(positionals[1], store, mission),
  },
} as const satisfies Readonly<Record<string, Verb>>;

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
    const help = helpAsked(args, verb.usage, KIND_OF[name] ?? args.find((a) => !a.startsWith("-")));
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
    return withMission(given.text, by.mission, async (store, mission) => {
      await store.signingKey(mission.id);
      const bodies = await verb.bodies(given, store, mission);
      const { files } = given.text;
      if (files !== undefined) {
        if (kind !== "publication" && kind !== "notice")
          wrongUsage(
            "--files: goes with publish and notice; other evidence is handed in with custody FILE",
            verb.usage,
          );
        await keepNamedFiles(store, mission, files, bodies);
      }
      return enterAll(store, mission, by, kind, bodies);
    });
  };

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
      const bytes = await readFile(path).catch(() => {
        throw problem(catalogue.noSuchFile, { path });
      });
      const seen = sha256Hex(bytes);
      if (seen !== sha256)
        throw problem(catalogue.badFile, { why: `its SHA-256 is ${seen}, the entry says ${sha256}` }, { file: name });
      await store.evidence(mission.id).put(bytes);
    }
  }
}

/** Bodies of a file or of stdin, with what they refer to. */
async function bodiesGiven(from: string | undefined, store: Store, mission: Mission): Promise<readonly unknown[]> {
  const bodies: unknown[] = [];
  for (const { value } of await bodiesIn(from)) bodies.push(await referring(value, store, mission.id));
  return bodies;
}
