import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { MARKINGS, type Marking } from "../access/marking.ts";
import { canonical } from "../canonical.ts";
import { type Millis, millis } from "../units.ts";
import { hash32, malformed, members, sameBytes, shown, toHex, toUtf8 } from "./bytes.ts";
import { type Hash, leafHash } from "./merkle.ts";

/** Where an entry first stood: the log's origin and the index there. */
export interface Citation {
  readonly origin: string;
  readonly index: number;
}

/**
 * What the log knows of an entry; the payload stands beside it and the log never reads it.
 *
 * The leaf data is this envelope as canonical JSON, always with these members, and the tree holds only its hash.
 * Three layers, each of which may be given away, or destroyed, without the next:
 * 1. *the leaf hash* is in the tiles. It confirms no guess: the envelope holds `blind`, 256 random bits of its own, so
 *    that somebody who guesses kind, author and times, or even holds payload and salt, cannot check the guess;
 * 2. *the envelope* shows who may see it the kind, author, role, marking and both times in clear, and lets them check
 *    the leaf. It says nothing about the payload: `commitment` is hidden by the salt, which is not in the envelope;
 * 3. *salt and payload* open the commitment.
 * To forget an entry is to destroy 3, and 2 as well where the envelope itself is personal; the leaf hash stays and
 * every proof with it. Kind and times tell much (a night with forty urgent submissions): outside the mission show an
 * envelope only with its entry. What the log shows to all is how many entries it has, and when its checkpoints grew.
 */
export interface Envelope {
  readonly v: 1;
  /** Kind of the payload: "import", "decision", "erasure" and so on. */
  readonly kind: string;
  /** Pseudonymous id of the author; the table of names is elsewhere and can be destroyed. Never a name. */
  readonly author: string;
  /** Role in which the author acted. */
  readonly role: string;
  /** When the author says that it was made. */
  readonly stated: Millis;
  /** When the log received it. */
  readonly received: Millis;
  /** TLP 2.0 marking. */
  readonly marking: string;
  /** SHA-256(salt ‖ payload bytes), 64 hex digits. */
  readonly commitment: string;
  /** 32 random bytes that are not the salt, 64 hex digits. */
  readonly blind: string;
  /** For an entry that came from another log: its place there. Null for an entry of this log's own. */
  readonly cites: Citation | null;
}

/** Kind of the entry that orders the destruction of others. The log knows this one kind, for its tombstones. */
export const ERASURE = "erasure";

/** The bytes of a payload that its commitment covers: canonical JSON. */
export const payloadBytes = (payload: unknown): Uint8Array => toUtf8(canonical(payload));

/**
 * SHA-256(salt ‖ payload). The fixed length of the salt keeps the two apart.
 * @throws RangeError unless the salt has 32 bytes
 */
export function commitmentOf(payload: Uint8Array, salt: Uint8Array): string {
  if (salt.length !== 32) throw new RangeError(`salt: ${salt.length} bytes, expected 32`);
  return toHex(sha256(concatBytes(salt, payload)));
}

/** Whether salt and payload are those that the envelope committed to. Never throws. */
export const opens = (envelope: Envelope, payload: Uint8Array, salt: Uint8Array): boolean =>
  salt.length === 32 && commitmentOf(payload, salt) === envelope.commitment;

/**
 * The envelope of a new entry.
 * @param salt  32 random bytes, given from outside; kept with the payload and destroyed with it
 * @param blind 32 other random bytes; kept with the envelope
 * @throws RangeError on a salt or blind that is not 32 bytes, or where one serves as both
 * @throws Problem log/malformed on a field that is not in its form
 */
export function envelopeOf(
  fields: Pick<Envelope, "kind" | "author" | "role" | "stated" | "received" | "marking">,
  payload: Uint8Array,
  salt: Uint8Array,
  blind: Uint8Array,
): Envelope {
  const { kind, author, role, stated, received, marking } = fields;
  // With one value as both, whoever sees the envelope could try out payloads.
  if (sameBytes(salt, blind)) throw new RangeError("envelope: salt and blind must be different random values");
  const commitment = commitmentOf(payload, salt);
  return parseEnvelope({
    v: 1,
    kind,
    author,
    role,
    stated,
    received,
    marking,
    commitment,
    blind: toHex(blind),
    cites: null,
  });
}

/** The leaf data: what RFC 6962 hashes. */
export const leafData = (envelope: Envelope): Uint8Array => toUtf8(canonical(envelope));

/** The entry's leaf hash, as it stands in the tiles. */
export const leafOf = (envelope: Envelope): Hash => leafHash(leafData(envelope));

const FIELDS = [
  "v",
  "kind",
  "author",
  "role",
  "stated",
  "received",
  "marking",
  "commitment",
  "blind",
  "cites",
] as const;
const TOKEN = /^[a-z][a-z0-9-]{0,63}$/;

const token = (value: unknown, field: string, form = TOKEN, expected = "a lower-case token"): string => {
  if (typeof value !== "string" || !form.test(value))
    throw malformed(`envelope: ${field}: expected ${expected}, saw ${shown(value)}`);
  return value;
};

const markingOf = (value: unknown): Marking => {
  const found = MARKINGS.find((m) => m === value);
  if (!found) throw malformed(`envelope: marking: expected a TLP 2.0 marking, saw ${shown(value)}`);
  return found;
};

const instant = (value: unknown, field: string): Millis => {
  if (typeof value !== "number" || !Number.isInteger(value) || Math.abs(value) > 8.64e15 || Object.is(value, -0))
    throw malformed(`envelope: ${field}: expected milliseconds since 1970 UTC as an integer, saw ${shown(value)}`);
  return millis(value);
};

/** An envelope from JSON, with exactly its members. @throws Problem log/malformed that names the field */
export function parseEnvelope(value: unknown): Envelope {
  const m = members(value, FIELDS, "envelope");
  if (m["v"] !== 1) throw malformed(`envelope: v: expected 1, saw ${shown(m["v"])}; a newer program wrote it`);
  return {
    v: 1,
    kind: token(m["kind"], "kind"),
    author: token(m["author"], "author", /^[a-z0-9][a-z0-9-]{0,63}$/, "a pseudonymous id of a-z, 0-9 and -"),
    role: token(m["role"], "role"),
    stated: instant(m["stated"], "stated"),
    received: instant(m["received"], "received"),
    marking: markingOf(m["marking"]),
    commitment: toHex(hash32(m["commitment"], "envelope: commitment")),
    blind: toHex(hash32(m["blind"], "envelope: blind")),
    cites: m["cites"] === null ? null : parseCitation(m["cites"]),
  };
}

function parseCitation(value: unknown): Citation {
  const { origin, index } = members(value, ["origin", "index"], "envelope: cites");
  if (typeof origin !== "string" || origin === "" || origin.includes("\n") || !origin.isWellFormed())
    throw malformed(`envelope: cites: expected the origin of a log, saw ${shown(origin)}`);
  if (typeof index !== "number" || !Number.isSafeInteger(index) || index < 0)
    throw malformed(`envelope: cites: index: expected 0 or more, saw ${shown(index)}`);
  return { origin, index };
}
