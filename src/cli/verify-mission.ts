import { createHash } from "node:crypto";
import { canonical } from "../canonical.ts";
import { sameBytes, toHex } from "../log/bytes.ts";
import { openCheckpoint, parseCheckpointText } from "../log/checkpoint.ts";
import { leafOf, opens, payloadBytes } from "../log/envelope.ts";
import { verifyJoined } from "../log/joining.ts";
import { nodesOf, rootOf } from "../log/merkle.ts";
import { parseNote, parseVkey } from "../log/note.ts";
import { crosses } from "../mission/recorded.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { evidenceOf } from "../record/evidence-of.ts";
import { type KindAndPayload, parsePayload } from "../record/registry.ts";
import { refusedFilesOf } from "../store/mission-state.ts";
import type { Mission, Store, StoredEntry } from "../store/store.ts";
import { withMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";
import { trusted } from "./verify-folder.ts";

/** What a mission's record was found to be. */
export type RecordCheck =
  | {
      readonly ok: true;
      readonly size: number;
      readonly root: string;
      readonly entries: number;
      readonly destroyed: number;
      readonly evidence: number;
      /** The newest checkpoint's size; null: none was signed yet. */
      readonly checkpoint: number | null;
    }
  | { readonly ok: false; readonly what: string; readonly why: string };

/** `verify --mission`: the whole record against its own log. */
export async function verifyMission(text: {
  readonly mission: string;
  readonly data?: string | undefined;
  readonly earlier?: string | undefined;
}): Promise<number> {
  const { earlier } = trusted(undefined, text.earlier);
  return withMission(text, text.mission, async (store, mission) => {
    for (const note of earlier) {
      const { origin } = parseCheckpointText(parseNote(note).text);
      if (origin !== mission.origin)
        throw problem(catalogue.usage, { why: `--earlier: is of ${origin}, this mission's log is ${mission.origin}` });
    }
    const found = await checkRecord(store, mission, { earlier });
    const refusedFiles = found.ok ? await refusedFilesOf(store, mission, found.size) : [];
    const refused = refusedFiles.length > 0 && { refusedFiles };
    await result(canonical({ mission: mission.id, origin: mission.origin, ...found, ...refused }));
    // Whole and true to its log all the same: what a reader makes of a file is not the record's fault.
    for (const f of refusedFiles)
      say(`${f.file} (${f.sha256}): the reader of today refuses it, and nothing of it counts: ${f.why}`);
    if (!found.ok) {
      say(`${mission.id}: ${found.what}: ${found.why}`);
      return 1;
    }
    say(
      `${mission.id}: ${found.size} entries and ${found.evidence} files of evidence are what the log says; root ${found.root}`,
    );
    return 0;
  });
}

class Wrong extends Error {
  readonly what: string;
  constructor(what: string, why: string) {
    super(why);
    this.what = what;
  }
}

/** Runs a check; what is malformed is the fault of what was checked. */
function of<T>(what: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Problem) throw new Wrong(what, error.message);
    throw error;
  }
}

/**
 * Computes every leaf anew from its envelope, opens every commitment, hashes every piece of evidence, and holds the
 * checkpoint signed last against the tree.
 * @param missing evidence that is known to be missing
 * @param earlier checkpoints that were kept elsewhere: of this log's the record has to extend each; others are passed over
 */
export async function checkRecord(store: Store, mission: Mission, more: Known = {}): Promise<RecordCheck> {
  try {
    return await check(store, mission, more);
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, what: error.what, why: error.message };
    throw error;
  }
}

/** What is known of a record from elsewhere. */
interface Known {
  readonly missing?: ReadonlySet<string>;
  readonly earlier?: readonly Uint8Array[];
}

async function check(
  store: Store,
  mission: Mission,
  { missing = new Set<string>(), earlier = [] }: Known,
): Promise<RecordCheck> {
  const leaves: Uint8Array[] = [];
  const named = new Map<string, number>();
  const erased = new Set<string>();
  let destroyed = 0;
  for await (const entry of store.entries(mission.id)) {
    const what = `entry ${entry.index}`;
    if (entry.index !== leaves.length) throw new Wrong(`entry ${leaves.length}`, "is missing");
    leaves.push(entry.leaf);
    if (entry.erasedBy !== null) destroyed++;
    const known = of(what, () => checkEntry(entry));
    if (!known) continue;
    if (crosses(known.payload, mission.exercise))
      throw new Wrong(
        what,
        `is ${mission.exercise ? "a real entry in an exercise" : "of an exercise, in a real mission"}: nothing of it is counted; somebody put it past the store`,
      );
    for (const sha256 of evidenceOf(known)) if (!named.has(sha256)) named.set(sha256, entry.index);
    if (known.kind === "erasure") for (const sha256 of known.payload.body.evidence) erased.add(sha256);
  }
  const nodes = nodesOf(leaves);
  const root = rootOf(nodes, leaves.length);
  const last = await store.storedCheckpoint(mission.id);
  if (last) {
    const { checkpoint } = of("checkpoint", () => openCheckpoint(last.note, [parseVkey(mission.vkey)]));
    if (checkpoint.origin !== mission.origin) throw new Wrong("checkpoint", `is of ${checkpoint.origin}`);
    if (checkpoint.size > leaves.length || !sameBytes(rootOf(nodes, checkpoint.size), checkpoint.root))
      throw new Wrong("checkpoint", `the log does not extend the checkpoint of ${checkpoint.size} entries`);
  }
  for (const note of earlier) {
    const what = "earlier checkpoint";
    const { checkpoint, verified } = of(what, () => openCheckpoint(note, [parseVkey(mission.vkey)]));
    if (checkpoint.origin !== mission.origin) continue;
    if (verified.length === 0) throw new Wrong(what, `of ${checkpoint.origin}, is not signed by its key`);
    if (checkpoint.size > leaves.length)
      throw new Wrong(
        what,
        `has ${checkpoint.size} entries, this record ${leaves.length}: entries are missing at its end`,
      );
    if (!sameBytes(rootOf(nodes, checkpoint.size), checkpoint.root))
      throw new Wrong(what, `the record does not extend it: its first ${checkpoint.size} entries are others`);
  }
  let evidence = 0;
  for (const [sha256, index] of named) {
    const bytes = await store.evidence(mission.id).get(sha256);
    if (!bytes) {
      if (erased.has(sha256) || missing.has(sha256)) continue;
      throw new Wrong(`evidence ${sha256}`, `is missing; entry ${index} names it, and no erasure ordered it destroyed`);
    }
    const hash = createHash("sha256");
    for await (const chunk of bytes) hash.update(chunk as Uint8Array);
    const seen = hash.digest("hex");
    if (seen !== sha256) throw new Wrong(`evidence ${sha256}`, `its SHA-256 is ${seen}; entry ${index} names it`);
    evidence++;
  }
  const { length: size } = leaves;
  const checkpoint = last?.checkpoint.size ?? null;
  return { ok: true, size, root: toHex(root), entries: size - destroyed, destroyed, evidence, checkpoint };
}

/** @returns what the entry says, where it is open @throws Wrong, Problem */
function checkEntry({ index, envelope, content, leaf, erasedBy, proof }: StoredEntry): KindAndPayload | undefined {
  const what = `entry ${index}`;
  if (envelope === null) {
    if (erasedBy === null) throw new Wrong(what, "has no envelope, and no erasure destroyed it");
    return undefined;
  }
  if (!sameBytes(leafOf(envelope), leaf)) throw new Wrong(what, "its envelope is not its leaf in the log");
  if (proof && envelope.cites) verifyJoined(envelope, proof, []);
  if (content === null) {
    if (erasedBy === null && envelope.cites === null)
      throw new Wrong(what, "its content is gone, and no erasure destroyed it");
    return undefined;
  }
  if (erasedBy !== null) throw new Wrong(what, `entry ${erasedBy} ordered it destroyed, and it is still here`);
  if (!opens(envelope, payloadBytes(content.payload), content.salt))
    throw new Wrong(what, "payload and salt are not those that its envelope commits to");
  return parsePayload(envelope.kind, content.payload);
}
