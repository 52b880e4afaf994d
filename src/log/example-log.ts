import { millis } from "../units.ts";
import { toUtf8 } from "./bytes.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { envelopeOf, leafOf, payloadBytes } from "./envelope.ts";
import { joinedEnvelope } from "./joining.ts";
import { type Hash, inclusionProof, leafHash, nodesOf, rootOf } from "./merkle.ts";
import { noteBytes, signingKey } from "./note.ts";
import { entryProofBytes } from "./proof-file.ts";

/**
 * A small log, made for tests: a laptop's three entries, of which the second is joined to the mission's log. Every
 * "random" value here is the hash of a word, so that the same bytes come out each time.
 */
export const random = (what: string): Uint8Array => leafHash(toUtf8(what));
export const laptop = signingKey("example.org/laptop-2", "note", random("laptop"));
export const log = signingKey("example.org/mission", "note", random("log"));
export const witness = signingKey("witness.example/w1", "cosignature", random("witness"));
export const stranger = signingKey("example.org/mission", "note", random("stranger"));

export const entry = (n: string, kind: string, payload: unknown) => ({
  payload,
  salt: random(`salt ${n}`),
  envelope: envelopeOf(
    {
      kind,
      author: "o-17",
      role: "observer",
      stated: millis(1_745_000_000_000),
      received: millis(1_745_000_060_000),
      marking: "TLP:AMBER",
    },
    payloadBytes(payload),
    random(`salt ${n}`),
    random(`blind ${n}`),
  ),
});

export const checkpointOf = (origin: string, leaves: readonly Hash[]) => ({
  origin,
  size: leaves.length,
  root: rootOf(nodesOf(leaves), leaves.length),
  extensions: [],
});

// The first log, on a laptop: three entries, of which the second is joined at headquarters.
export const first = entry("b", "submission", { text: "heard" });
const laptopLeaves = [entry("a", "import", 1), first, entry("c", "notice", 3)].map((e) => leafOf(e.envelope));
export const laptopNote = noteBytes(signCheckpoint(checkpointOf(laptop.name, laptopLeaves), laptop));
const atOne = { index: 1, proof: inclusionProof(nodesOf(laptopLeaves), 1, 3), checkpoint: laptopNote };
export const joinedProof = entryProofBytes({ envelope: first.envelope }, atOne);
export const handed = entryProofBytes(
  { envelope: first.envelope, opened: { payload: first.payload, salt: first.salt } },
  atOne,
);

export const joined = joinedEnvelope(
  first.envelope,
  { origin: laptop.name, index: 1 },
  millis(1_745_000_099_000),
  random("blind new"),
);
