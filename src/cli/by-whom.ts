import { readFile } from "node:fs/promises";
import process from "node:process";
import { ROLES, type Role } from "../access/roles.ts";
import { canonical, sha256Hex } from "../canonical.ts";
import { toHex } from "../log/bytes.ts";
import { MARKINGS, type Marking } from "../observation/observation.ts";
import { catalogue, problem } from "../problems.ts";
import { bodyFaults } from "../record/body-faults.ts";
import { evidenceOf } from "../record/evidence-of.ts";
import { type Body, ENTRIES, type EntryKind, type KindAndPayload } from "../record/registry.ts";
import type { Appended, Draft, Mission, Once, Store } from "../store/store.ts";
import { type Millis, millis } from "../units.ts";
import { wrongUsage } from "./arguments.ts";
import { STORE_FLAGS } from "./stored-mission.ts";
import { result, say } from "./talk.ts";
import { unread } from "./unread.ts";

/** Flags of every command by which people enter something. */
export const BY_FLAGS = {
  ...STORE_FLAGS,
  as: "text",
  role: "text",
  reason: "text",
  marking: "text",
  stated: "text",
  once: "text",
} as const;

export const BY_USAGE =
  "--mission M --as AUTHOR [--role ROLE] [--reason WORDS] [--marking TLP:…] [--stated INSTANT] [--once KEY] [--data DIR]";

/** By whom something is entered, and how. */
export interface ByWhom {
  readonly mission: string;
  readonly author: string;
  readonly role: Role;
  readonly reason: string;
  readonly marking: Marking;
  readonly stated: Millis;
  /** The caller's key for this command, so that it can be given again and enters nothing twice. */
  readonly once: string | undefined;
}

type Text = Readonly<Record<string, string | undefined>>;

/** How long a key of `--once` is remembered. */
const REMEMBERED_MS = 30 * 86_400_000;

/**
 * Reads by whom.
 * @param usual role that is written down where none is named; null: it has to be named
 * @throws Problem (exit 2)
 */
export function byWhom(text: Text, usage: string, usual: Role | null): ByWhom {
  const { mission, as: author, marking = "TLP:AMBER", once } = text;
  if (mission === undefined) wrongUsage("--mission: name the mission", usage);
  if (author === undefined) wrongUsage("--as: who enters it, by pseudonymous id", usage);
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(author))
    wrongUsage(`--as ${author}: expected a pseudonymous id of a-z, 0-9 and -, never a name`, usage);
  const named = text["role"] ?? usual;
  const role = ROLES.find((r) => r === named);
  if (role === undefined)
    wrongUsage(`--role${named === null ? "" : ` ${named}`}: in which role; one of ${ROLES.join(", ")}`, usage);
  if (!isMarking(marking)) wrongUsage(`--marking ${marking}: expected one of ${MARKINGS.join(", ")}`, usage);
  const stated = text["stated"] === undefined ? Date.now() : Date.parse(text["stated"]);
  if (!Number.isInteger(stated) || (text["stated"] && !/(Z|[+-]\d\d:\d\d)$/.test(text["stated"])))
    wrongUsage("--stated: expected an instant with its offset, such as 2025-04-19T10:00:00+03:00", usage);
  if (once !== undefined && !/^[\x21-\x7e]{1,255}$/.test(once))
    wrongUsage("--once: expected 1 to 255 visible ASCII characters without spaces", usage);
  return { mission, author, role, reason: text["reason"] ?? "", marking, stated: millis(stated), once };
}

const isMarking = (text: string): text is Marking => (MARKINGS as readonly string[]).includes(text);

/** A body as a draft of this author's; the store holds it to its kind's schema. */
export const draftBy = (
  { author, role, reason, marking, stated }: ByWhom,
  mission: Mission,
  kind: EntryKind,
  body: unknown,
): Draft => ({
  kind,
  author,
  role,
  stated,
  marking,
  payload: { v: ENTRIES[kind].version, exercise: mission.exercise, reason, body: body as Body<EntryKind> },
});

/** What somebody asks to be entered. */
export interface Asked {
  readonly kind: EntryKind;
  /** What was asked for, as it was given: under a key of `--once` it is this that has to be the same again. */
  readonly given: unknown;
  /** The bodies that it comes to; asked for once, and not where it was entered before. */
  readonly bodies: () => Promise<readonly unknown[]>;
}

/**
 * Appends bodies of one kind, all or none, and says so: `{mission, kind, entries, size, checkpoint}` on stdout. What was
 * entered before under the same key is answered as it was, whatever has become since of what it refers to.
 * @throws Problem record/entry, store/key-reused and what else the store throws
 */
export async function enterAll(
  store: Store,
  mission: Mission,
  by: ByWhom,
  { kind, given, bodies: make }: Asked,
): Promise<number> {
  const once = onceOf(by, kind, given);
  const before = once && (await store.answers.find(mission.id, once));
  if (before?.entries) {
    const entries: Entered[] = [];
    for (const index of before.entries) {
      const commitment = (await store.entry(mission.id, index))?.envelope?.commitment ?? null;
      entries.push({ index, commitment, present: true });
    }
    await sayEntered(store, mission.id, kind, entries);
    return 0;
  }
  const bodies = await make();
  const faults = bodies.flatMap((body, i) =>
    bodyFaults(kind, body).map(
      ({ path, why }) => `${bodies.length > 1 ? `body ${i + 1}: ` : ""}${path.join(".") || "body"}: ${why}`,
    ),
  );
  if (faults.length > 0)
    throw problem(catalogue.entry, {
      kind,
      why: `${faults.join("\n")}\nNothing was entered. \`enter ${kind} --help\` tells its fields, with examples`,
    });
  const drafts = bodies.map((body) => draftBy(by, mission, kind, body));
  await evidenceIsHere(store, mission, drafts);
  await sayEntered(store, mission.id, kind, (await store.append(mission.id, drafts, once)).map(enteredAs));
  return 0;
}

/** An entry as it is answered. */
export interface Entered {
  readonly index: number;
  /** Null: its envelope was destroyed since. */
  readonly commitment: string | null;
  readonly present: boolean;
}

export const enteredAs = ({ index, envelope, present }: Appended): Entered => ({
  index,
  commitment: envelope.commitment,
  present,
});

/** @throws Problem record/entry where a draft names evidence that is not here */
async function evidenceIsHere(store: Store, mission: Mission, drafts: readonly Draft[]): Promise<void> {
  for (const { kind, payload } of drafts)
    for (const sha256 of evidenceOf({ kind, payload } as KindAndPayload))
      if ((await store.evidence(mission.id).size(sha256)) === undefined)
        throw problem(catalogue.entry, {
          kind,
          why: `evidence ${sha256} is not here: hand its file in first (custody FILE), or name the folder that it lies in (publish, notice: --files DIR). Nothing was entered`,
        });
}

/** Says what was entered. */
export async function sayEntered(
  store: Store,
  mission: string,
  kind: EntryKind,
  entered: readonly Entered[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { checkpoint } = await store.checkpoint(mission);
  const entries = entered.map(({ index, commitment }) => ({ index, commitment }));
  await result(
    canonical({ mission, kind, entries, size: checkpoint.size, checkpoint: toHex(checkpoint.root), ...more }),
  );
  const again = entered.length > 0 && entered.every((e) => e.present) ? " (there already; nothing entered anew)" : "";
  say(`${mission}: ${kind}: ${entries.map((e) => `entry ${e.index}`).join(", ")}${again}`);
}

/** The key under which a command is remembered, and how long. */
export const rememberedAs = ({ once }: Pick<ByWhom, "once">): Pick<Once, "key" | "until"> | undefined =>
  once === undefined ? undefined : { key: `cli:${once}`.slice(0, 255), until: millis(Date.now() + REMEMBERED_MS) };

/** The same with what was asked for; the time of the call is no part of that. */
function onceOf(by: ByWhom, kind: EntryKind, given: unknown): Once | undefined {
  const { author, role, reason, marking } = by;
  const remembered = rememberedAs(by);
  if (!remembered) return undefined;
  return {
    ...remembered,
    request: sha256Hex(canonical({ command: "enter", kind, author, role, reason, marking, given })),
  };
}

/** All bytes of a file, or of stdin. @throws Problem file/none; file/not-readable on a folder and the like */
export async function bytesFrom(file: string | undefined): Promise<Buffer> {
  if (file !== undefined && file !== "-")
    return readFile(file).catch((error: unknown) => Promise.reject(unread(file, error)));
  if (process.stdin.isTTY) say("reading from the terminal; Ctrl-D ends it");
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
