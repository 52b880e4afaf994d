import type { Body, EntryKind, KindAndPayload } from "./registry.ts";

const NONE = (): readonly string[] => [];

/**
 * Which members of a body name evidence, by kind. Every kind has to be here, or this does not compile; every member
 * that is a SHA-256 has to be told to be evidence or not, or evidence-of.test.ts fails.
 */
const EVIDENCE: { readonly [K in EntryKind]: (body: Body<K>) => readonly string[] } = {
  import: ({ file }) => [file.sha256],
  submission: ({ evidence }) => evidence,
  "agreement-version": ({ text, parts }) => [text.sha256, ...parts.map((p) => p.sha256)],
  judgement: NONE,
  decision: (body) => ("basis" in body ? body.basis.evidence : []),
  notice: ({ text }) => (text ? [text.sha256] : []),
  publication: ({ files }) => files.map((f) => f.sha256),
  withdrawal: NONE,
  // What it names is to be gone.
  erasure: NONE,
  "key-destruction": NONE,
  sealing: NONE,
  opening: NONE,
  custody: ({ evidence, derivedFrom }) => (derivedFrom === null ? evidence : [...evidence, derivedFrom]),
  case: ({ evidence }) => evidence,
  statement: ({ evidence }) => evidence,
  quiet: ({ evidence }) => evidence,
  guarantee: (body) => ("evidence" in body ? body.evidence : []),
  "release-rules": NONE,
  "release-early": NONE,
  hazard: NONE,
};

/**
 * SHA-256 of all evidence that an entry rests on or tells of, in the order of its body: what has to be kept with it,
 * go out with it, and be asked for by `verify`. Evidence that an erasure orders destroyed is not among it.
 */
export const evidenceOf = ({ kind, payload }: KindAndPayload): readonly string[] =>
  (EVIDENCE[kind] as (body: unknown) => readonly string[])(payload.body);
