import { z } from "zod";
import { person, twoPeople } from "../access/two-people.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");

/**
 * An earlier entry of the same log. The index is for people and for the log; the commitment (of its envelope) is the
 * entry's id, and stays the same where both are joined into another log.
 */
const entry = z.strictObject({ index: z.int().min(0), commitment: hash });
const blob = z.string().regex(/^[0-9a-f]{32}$/, "expected a sealed blob's id, 32 lower-case hex digits");

/** Takes back an earlier entry, with all its effect and nothing else; the entry stays. A withdrawal can be withdrawn. */
export const withdrawalEntry = {
  kind: "withdrawal",
  version: 1,
  schema: z.strictObject({ entry }),
  migrations: {},
  examples: {},
} as const;

/** Orders that the content of earlier entries be destroyed. Their leaves stay, and every proof with them. */
export const erasureEntry = {
  kind: "erasure",
  version: 1,
  schema: z
    .strictObject({
      entries: z.array(entry).max(10_000),
      /** Evidence to be destroyed with them. */
      evidence: z.array(hash),
      /** Whether the envelopes (author, times) go as well. */
      envelopes: z.boolean(),
      people: twoPeople,
      /**
       * Of each withdrawal among the entries, by id, the id of what it took back: that stays taken back when its words
       * are gone (ADR 37). The store takes in no erasure that leaves one out.
       */
      keeps: z
        .array(z.strictObject({ withdrawal: hash, entry: hash }))
        .max(10_000)
        .optional(),
    })
    .refine((e) => e.entries.length + e.evidence.length > 0, "names nothing to destroy")
    .refine(
      (e) => e.keeps?.every((k) => e.entries.some((x) => x.commitment === k.withdrawal)) ?? true,
      "keeps: names a withdrawal that is not among the entries",
    ),
  migrations: {},
  examples: {},
} as const;

/**
 * Destroys the keys of sealed blobs, and with them all that they sealed, in every copy that has no key of its own; and
 * rows of the table of names, so that a pseudonym stands for nobody any more.
 */
export const keyDestructionEntry = {
  kind: "key-destruction",
  version: 2,
  schema: z
    .strictObject({
      blobs: z.array(blob).max(10_000),
      /** Pseudonyms whose names go. */
      names: z.array(person).max(10_000),
      people: twoPeople,
    })
    .refine((k) => k.blobs.length + k.names.length > 0, "names nothing to destroy"),
  migrations: { 2: (before: unknown): unknown => ({ ...(before as object), names: [] }) },
  examples: {
    2: [
      { blobs: ["00112233445566778899aabbccddeeff"], people: ["p-1", "p-2"] },
      { blobs: ["00112233445566778899aabbccddeeff"], names: [], people: ["p-1", "p-2"] },
    ],
  },
} as const;

/**
 * Something was put under seal: personal data as blobs, each under a key of its own, or who stands behind a pseudonym.
 * What was sealed is not told.
 */
export const sealingEntry = {
  kind: "sealing",
  version: 1,
  schema: z
    .strictObject({ blobs: z.array(blob).max(1_000), names: z.array(person).max(1_000) })
    .refine((s) => s.blobs.length + s.names.length > 0, "names nothing that was sealed"),
  migrations: {},
  examples: {},
} as const;

/**
 * What is sealed was opened: personal data or the identity of a source by two people, a sealed report by whoever wrote
 * it. It is entered before it is opened.
 */
export const openingEntry = {
  kind: "opening",
  version: 2,
  schema: z
    .strictObject({
      blobs: z.array(blob).max(1_000),
      names: z.array(person).max(1_000),
      /** SHA-256 of sealed reports, as they lie on a device. */
      reports: z.array(hash).max(1_000).exactOptional(),
      people: z
        .array(person)
        .min(1, "expected two people, or the one who wrote the report")
        .max(2, "expected two people")
        .refine((p) => new Set(p).size === p.length, "expected two different people"),
    })
    .refine((o) => o.blobs.length + o.names.length + (o.reports?.length ?? 0) > 0, "names nothing to open")
    .refine((o) => o.people.length === 2 || o.blobs.length + o.names.length === 0, {
      message: "expected two people",
      path: ["people"],
    }),
  migrations: { 2: (before: unknown): unknown => before },
  examples: {
    2: [
      { blobs: ["00112233445566778899aabbccddeeff"], names: [], people: ["p-1", "p-2"] },
      { blobs: ["00112233445566778899aabbccddeeff"], names: [], people: ["p-1", "p-2"] },
    ],
  },
} as const;

/** What can happen to evidence. The program itself enters "viewed", "exported" and "copied". */
export const CUSTODY_EVENTS = [
  "received",
  "derived",
  "viewed",
  "handed-over",
  "checked",
  "moved",
  "exported",
  "copied",
] as const;

/**
 * What happened to evidence: chain of custody. One entry tells of all the evidence that one act touched; who and when
 * stand in its envelope.
 */
export const custodyEntry = {
  kind: "custody",
  version: 2,
  schema: z
    .strictObject({
      event: z.enum(CUSTODY_EVENTS),
      evidence: z.array(hash).max(10_000),
      /** All evidence that the first so many entries of the log name that this was entered in, in place of a list. */
      upTo: z.int().min(1).nullable(),
      /** The original that a working copy was made of. */
      derivedFrom: hash.nullable(),
      from: z.string().max(500),
      to: z.string().max(500),
    })
    .refine((c) => c.evidence.length > 0 !== (c.upTo !== null), {
      message: "expected either evidence or upTo",
      path: ["evidence"],
    }),
  migrations: {
    2: (before: unknown): unknown => {
      const { sha256, ...rest } = { ...(before as { readonly sha256?: unknown }) };
      return { ...rest, evidence: [sha256], upTo: null };
    },
  },
  examples: {
    2: [
      { sha256: "a".repeat(64), event: "moved", derivedFrom: null, from: "o-1", to: "the safe" },
      { evidence: ["a".repeat(64)], upTo: null, event: "moved", derivedFrom: null, from: "o-1", to: "the safe" },
    ],
  },
} as const;
