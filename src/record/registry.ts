import { z } from "zod";
import { releaseEarlyEntry, releaseRulesEntry } from "../access/entries.ts";
import { agreementVersionEntry } from "../agreement/entries.ts";
import { decisionEntry, noticeEntry } from "../assessment/entries.ts";
import { importEntry } from "../format/entries.ts";
import { guaranteeEntry } from "../guarantee/entries.ts";
import { judgementEntry } from "../incident/entries.ts";
import { submissionEntry } from "../observation/entries.ts";
import { catalogue, type Problem, problem } from "../problems.ts";
import { hazardEntry, publicationEntry } from "../publication/entries.ts";
import { caseEntry, quietEntry, statementEntry } from "../verification/entries.ts";
import {
  custodyEntry,
  erasureEntry,
  keyDestructionEntry,
  openingEntry,
  sealingEntry,
  withdrawalEntry,
} from "./entries.ts";

/** How one kind of entry is read: its newest version, and the way there from every older one. */
export interface EntryDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly kind: string;
  /** Version that is written today, from 1. */
  readonly version: number;
  /** Of the body, in the newest version; parsing changes nothing in it. */
  readonly schema: Schema;
  /** By version, how a body of the version before becomes one of this version; from 2 to `version`, none left out. */
  readonly migrations: Readonly<Record<number, (before: unknown) => unknown>>;
  /** By version, a body before and after that migration; the tests run each. */
  readonly examples: Readonly<Record<number, readonly [before: unknown, after: unknown]>>;
  /** Whether a body may not be entered without saying why, where that hangs on the body; see NEEDS_REASON. */
  needsReason?(body: z.output<Schema>): boolean;
}

/** Every kind of entry, assembled from the folders that own them. */
export const ENTRIES = {
  import: importEntry,
  submission: submissionEntry,
  "agreement-version": agreementVersionEntry,
  judgement: judgementEntry,
  decision: decisionEntry,
  notice: noticeEntry,
  publication: publicationEntry,
  withdrawal: withdrawalEntry,
  erasure: erasureEntry,
  "key-destruction": keyDestructionEntry,
  sealing: sealingEntry,
  opening: openingEntry,
  custody: custodyEntry,
  case: caseEntry,
  statement: statementEntry,
  quiet: quietEntry,
  guarantee: guaranteeEntry,
  "release-rules": releaseRulesEntry,
  "release-early": releaseEarlyEntry,
  hazard: hazardEntry,
} as const satisfies Readonly<Record<string, EntryDefinition>>;

export type EntryKind = keyof typeof ENTRIES;
export type Body<K extends EntryKind> = z.output<(typeof ENTRIES)[K]["schema"]>;

/** What an entry commits to, as canonical JSON. Author, role, marking and both times stand in its envelope. */
export interface Payload<K extends EntryKind = EntryKind> {
  /** Version of the body's form. */
  readonly v: number;
  /** Exercise or real: nothing of the one ever enters the other. */
  readonly exercise: boolean;
  /** Why it was entered, in the author's words; "" where nothing was said. */
  readonly reason: string;
  readonly body: Body<K>;
}

/** A payload with its kind, so that the kind tells the body's type. */
export type KindAndPayload = { [K in EntryKind]: { readonly kind: K; readonly payload: Payload<K> } }[EntryKind];

/** Kinds that may not be entered without saying why. */
export const NEEDS_REASON: ReadonlySet<string> = new Set([
  "withdrawal",
  "erasure",
  "key-destruction",
  "opening",
  "decision",
  "notice",
  "guarantee",
  "release-rules",
  "release-early",
  "hazard",
]);

const frame = z.strictObject({
  v: z.int().min(1),
  exercise: z.boolean(),
  reason: z.string().max(20_000),
  body: z.unknown(),
});

export const isEntryKind = (kind: string): kind is EntryKind => Object.hasOwn(ENTRIES, kind);

/** A payload of today's version. */
export const payloadOf = <K extends EntryKind>(
  kind: K,
  body: Body<K>,
  { exercise, reason = "" }: { readonly exercise: boolean; readonly reason?: string },
): Payload<K> => ({ v: ENTRIES[kind].version, exercise, reason, body });

const refused = (kind: string, why: string): Problem => problem(catalogue.entry, { kind, why });

const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue ? `${issue.path.map(String).join(".") || "body"}: ${issue.message}` : "not in its form";
};

/**
 * Reads a payload of any version that this program knows, brought to the newest version.
 * @throws Problem record/entry on an unknown kind, a version newer than this program, or a member that is not in its form
 */
export function parsePayload(kind: string, value: unknown): KindAndPayload {
  if (!isEntryKind(kind))
    throw refused(
      kind,
      `unknown kind; expected one of ${Object.keys(ENTRIES).join(", ")}. A newer program may know it`,
    );
  return { kind, payload: parseBy<z.ZodType>(ENTRIES[kind], value) } as KindAndPayload;
}

/** Reads a payload by the definition of its kind. @throws Problem record/entry */
export function parseBy<S extends z.ZodType>(
  definition: EntryDefinition<S>,
  value: unknown,
): { v: number; exercise: boolean; reason: string; body: z.output<S> } {
  const { kind, version, schema, migrations } = definition;
  const framed = frame.safeParse(value);
  if (!framed.success) throw refused(kind, firstIssue(framed.error));
  const { v, exercise, reason } = framed.data;
  if (v > version)
    throw refused(
      kind,
      `version ${v} is newer than this program, which reads up to ${version}: use a newer Trucekeeper`,
    );
  if (reason.trim() === "" && NEEDS_REASON.has(kind)) throw refused(kind, "reason: expected words that say why");
  let body = framed.data.body;
  for (let to = v + 1; to <= version; to++) {
    const up = migrations[to];
    if (!up) throw new Error(`${kind}: no migration to version ${to}`);
    body = up(body);
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw refused(kind, firstIssue(parsed.error));
  if (reason.trim() === "" && definition.needsReason?.(parsed.data))
    throw refused(kind, "reason: expected words that say why");
  return { v: version, exercise, reason, body: parsed.data };
}
