import type { DecisionKind } from "../../src/server/client/decisions.ts";
import { hashOf } from "../../src/store/made.fixture.ts";
import { AGREEMENT } from "./matrix-world.ts";

/**
 * Every write of the table of routes, and every decision: with a body that names a thing, so that one held back and one
 * that never was can be asked for by the same words. A route or a decision that is not here fails the matrix.
 */

/** What a write can name: a thing that happened, its entry, its file. */
export interface Target {
  readonly id: string;
  readonly entry: { readonly index: number; readonly commitment: string };
  readonly file: string;
}

const NONE = "0".repeat(64);
/** A thing that never was. */
export const NOTHING: Target = { id: NONE, entry: { index: 99_999, commitment: NONE }, file: hashOf("no file") };

const on = { seen: [] as number[] };
const area = { name: "the crossing", circles: [{ lon: 30, lat: 48, radiusM: 500 }], polygons: [] };
const warning = {
  message: "alert",
  hazard: "mines",
  area,
  words: [{ language: "en", headline: "Mines", description: "Mines are on the road.", instruction: "Keep away." }],
  urgency: "Immediate",
  severity: "Severe",
  certainty: "Observed",
  from: 1.76e12,
  until: 1.76e12 + 3_600_000,
};

/** Each decision, on a target. */
export const DECISIONS: { readonly [K in DecisionKind]: (t: Target) => Record<string, unknown> } = {
  verify: ({ id }) => ({ incident: id, ...on, finding: "confirmed" }),
  reject: ({ id }) => ({ incident: id, ...on }),
  attribute: ({ id }) => ({ incident: id, ...on, actor: "A", standard: "balance" }),
  dispute: ({ id, entry }) => ({ incident: id, ...on, entry, by: "A", grounds: "not us" }),
  "assess-actor": ({ id }) => ({ incident: id, ...on, actor: "A", strength: "likely", method: "crater" }),
  merge: ({ id }) => ({ a: id, b: hashOf("another") }),
  split: ({ id }) => ({ a: hashOf("another"), b: id }),
  pin: ({ id }) => ({ incident: id, ...on }),
  withdraw: ({ entry }) => ({ entry }),
  interpret: () => ({ clause: "no such clause", reading: null, words: "x" }),
  "read-clause": () => ({ clause: "no such clause", body: "council", words: "x", effect: "none" }),
  determine: ({ id }) => ({
    determination: "breach",
    clause: "stop",
    incidents: [id],
    body: "council",
    standard: "clear",
    text: "x",
  }),
  adopt: ({ entry }) => ({ entry, body: "council" }),
  "start-clock": ({ entry }) => ({ ladder: "ladder", determination: entry }),
  "pause-clock": ({ entry }) => ({ run: entry }),
  "resume-clock": ({ entry }) => ({ run: entry }),
  "stop-clock": ({ entry }) => ({ run: entry, by: "council" }),
  condition: ({ entry }) => ({ run: entry, step: "warn", by: "council" }),
  step: ({ entry, file }) => ({ run: entry, step: "warn", was: "taken", by: "council", evidence: [file] }),
  deliver: ({ file }) => ({ commitment: "pledge", what: "trucks", share: "part", evidence: [file] }),
  "confirm-delivery": ({ entry }) => ({ delivery: entry, finding: "confirmed", by: "verifiers" }),
  "release-early": ({ id }) => ({ of: "incident", id, to: ["public"], precise: false }),
  warn: ({ id }) => ({ ...warning, observations: [id], follows: null }),
  erase: ({ entry, file }) => ({ entries: [{ ...entry, commitment: NONE }], evidence: [file], envelopes: false }),
  "destroy-keys": () => ({ blobs: [], names: [] }),
  "open-sealed": () => ({ blobs: [], names: [] }),
};

/** A write of the table: by method and path. */
export interface Write {
  /** A question asked by POST, which keeps nothing: its body. */
  readonly asks?: string;
  /** Values of names in the path, and the body, for a target. */
  readonly of?: (t: Target) => { readonly path?: Readonly<Record<string, string>>; readonly body?: unknown };
  /** Why there is nothing that it could tell of. */
  readonly names?: "nothing";
}

const json = (value: unknown): string => JSON.stringify(value);
const sixteen = (t: Target): string => t.id.slice(0, 16);
const authenticator = ({ id }: Target) => ({
  id,
  rawId: id,
  type: "public-key",
  response: { clientDataJSON: "x", authenticatorData: "x", signature: "x", attestationObject: "x" },
  clientExtensionResults: {},
});

export const WRITES: Readonly<Record<string, Write>> = {
  "post /missions/{mission}/comparison": { asks: json({ a: { reading: "A" }, b: { reading: "B" } }) },
  "post /missions/{mission}/agreement/check": { asks: json({ text: AGREEMENT }) },
  // Whether what was seen before is still so: nothing of it names a thing.
  "post /missions/{mission}/agreement/versions": {
    of: () => ({ body: { text: "not: an agreement", reading: null, seen: 0, reason: "x" } }),
  },
  "post /missions/{mission}/decisions": {
    of: (t) => ({ body: { reason: "x", decision: { decision: "verify", ...DECISIONS.verify(t) } } }),
  },
  "post /missions/{mission}/pending/{pending}/confirm": {
    of: (t) => ({ path: { pending: sixteen(t) }, body: { reason: "x" } }),
  },
  "post /missions/{mission}/pending/{pending}/withdraw": {
    of: (t) => ({ path: { pending: sixteen(t) }, body: { reason: "x" } }),
  },
  "post /missions/{mission}/commitments/{commitment}/proofs": {
    of: () => ({ path: { commitment: "none" }, body: "x" }),
  },
  "post /missions/{mission}/imports/preview": { asks: "neither, a heading\n1,2,3\n" },
  "post /missions/{mission}/imports": { of: () => ({ body: "" }) },
  "post /missions/{mission}/imports/{entry}/withdrawn": {
    of: ({ entry }) => ({ path: { entry: String(entry.index) }, body: { reason: "x" } }),
  },
  "post /missions/{mission}/reports/sealed": { of: () => ({ body: "not sealed" }) },
  "post /missions/{mission}/reports/opened": { of: () => ({ body: "not sealed" }) },
  "put /missions/{mission}/members": {
    of: ({ id }) => ({ body: { login: id, role: null, reason: "x" } }),
  },
  "post /openrosa/{mission}/submission": { of: () => ({ body: "no form" }) },
  "post /cot/{mission}": { of: () => ({ body: "no event" }) },
  "post /account/tokens": { names: "nothing" },
  "delete /account/tokens/{token}": { of: ({ id }) => ({ path: { token: id } }) },
  "post /account/password": { names: "nothing" },
  "delete /account/sessions/{session}": { of: (t) => ({ path: { session: sixteen(t) } }) },
  "post /account/second-factor": { names: "nothing" },
  "put /account/second-factor": { of: ({ id }) => ({ body: { ticket: id, code: "000000" } }) },
  "delete /account/second-factor": { names: "nothing" },
  "post /account/recovery-codes": { names: "nothing" },
  "post /account/passkeys/options": { names: "nothing" },
  "post /account/passkeys": { of: (t) => ({ body: { name: "x", answer: authenticator(t) } }) },
  "delete /account/passkeys/{passkey}": { of: ({ id }) => ({ path: { passkey: id } }) },
  "post /account/oidc": { names: "nothing" },
  "delete /account/oidc": { names: "nothing" },
  "post /sign-in": { of: ({ id }) => ({ body: { login: id, password: "a wrong password" } }) },
  "post /sign-in/link": { of: ({ id }) => ({ body: { link: id, password: "a long enough password" } }) },
  "post /sign-in/second-factor": { of: ({ id }) => ({ body: { ticket: id, code: "000000" } }) },
  "post /sign-in/passkey/options": { names: "nothing" },
  "post /sign-in/passkey": { of: (t) => ({ body: authenticator(t) }) },
  "post /sign-in/oidc": { names: "nothing" },
  "post /sign-out": { names: "nothing" },
};
