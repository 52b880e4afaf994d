import { createReadStream } from "node:fs";
import { join } from "node:path";
import { canonical } from "../canonical.ts";
import {
  bundleTilePath,
  CHECKPOINT,
  entryPath,
  evidencePath,
  joinedPath,
  MANIFEST,
  parseBundlePath,
  parseEntry,
} from "../log/bundle.ts";
import { toHex } from "../log/bytes.ts";
import { verifyJoined } from "../log/joining.ts";
import { inclusionProof } from "../log/merkle.ts";
import { parseVkey } from "../log/note.ts";
import { entryProofBytes, verifyEntryProof } from "../log/proof-file.ts";
import { nodesOfTiles } from "../log/tiles.ts";
import { catalogue, problem } from "../problems.ts";
import { parsePayload } from "../record/registry.ts";
import type { Joining, Store } from "../store/store.ts";
import { makeMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";
import { bundleFolder, trusted, verifyFolder } from "./verify-folder.ts";
import { plainly } from "./verify-result.ts";

/** Entries that are joined in one transaction. */
const CHUNK = 500;

/**
 * `import --bundle`: another log's export into a mission's record. The bundle is verified first; each entry is appended
 * by an envelope that cites its first log and keeps its proof there. What was joined before adds nothing; closed
 * entries stay where they are.
 */
export async function importBundle(
  store: Store,
  folder: string,
  key: string | undefined,
  wanted: { readonly id: string; readonly zone: string | undefined; readonly exercise: boolean },
): Promise<number> {
  const { keys } = trusted(key, undefined);
  const checked = verifyFolder(folder, { keys, earlier: [] });
  if (!checked.ok) {
    say(plainly(`${checked.file}: ${checked.why}`));
    return 1;
  }
  if (key === undefined) say(`${plainly(checked.proves)} Its entries are joined as somebody's word.`);
  const own = await store.mission(wanted.id);
  if (own?.origin === checked.origin) {
    // Our own log that comes back, as after a restore: nobody else may go on with it.
    const ours = verifyFolder(folder, { keys: [parseVkey(own.vkey)], earlier: [] });
    if (!ours.ok) {
      say(plainly(`${ours.file}: ${ours.why}`));
      return 1;
    }
  }
  const mission =
    (await store.mission(wanted.id)) ?? (await makeMission(store, { ...wanted, zone: wanted.zone ?? "UTC" }));
  await store.signingKey(mission.id);
  const bundle = bundleFolder(folder);
  const bytesOf = (path: string): Uint8Array => bundle.read(path) as Uint8Array;
  const { origin, size } = checked;
  const checkpoint = bytesOf(CHECKPOINT);
  const nodes = nodesOfTiles(size, (path) => bundle.read(bundleTilePath(path)));
  const indexes: number[] = [];
  const here = new Set(bundle.paths);
  const erased = await erasedEvidence(store, mission.id);
  for (const path of bundle.paths) {
    if (path === MANIFEST) continue;
    const what = parseBundlePath(path);
    if (what.is === "entry") indexes.push(what.index);
    else if (what.is === "evidence") await keep(store, mission.id, folder, what.sha256, erased);
  }
  indexes.sort((a, b) => a - b);
  let [appended, present, left] = [0, 0, checked.counts.closed + checked.counts.destroyed];
  let waiting: Joining[] = [];
  const flush = async (): Promise<void> => {
    for (const { present: before } of await store.join(mission.id, waiting)) {
      if (before) present++;
      else appended++;
    }
    waiting = [];
  };
  for (const index of indexes) {
    const entry = parseEntry(bytesOf(entryPath(index)));
    if (entry.state === "destroyed") continue;
    const { envelope } = entry;
    const first = joinedPath(index);
    if (envelope.cites !== null && !here.has(first)) {
      say(`entry ${index}: came from ${envelope.cites.origin}, and its proof there is not in the export; left out`);
      left++;
      continue;
    }
    const proof =
      envelope.cites === null
        ? entryProofBytes({ envelope }, { index, proof: inclusionProof(nodes, index, size), checkpoint })
        : bytesOf(first);
    // Read again since it was checked: what is joined is what was proved.
    if (envelope.cites === null) verifyEntryProof(proof, []);
    else verifyJoined(envelope, proof, keys);
    const content = entry.state === "released" ? { payload: entry.payload, salt: entry.salt } : null;
    waiting.push({ first: envelope, from: { origin, index }, content, proof });
    if (waiting.length >= CHUNK) await flush();
  }
  await flush();
  const now = (await store.checkpoint(mission.id)).checkpoint;
  const counts = { appended, present, left, size: now.size, checkpoint: toHex(now.root) };
  await result(canonical({ mission: mission.id, from: origin, ...counts }));
  return 0;
}

/** Evidence that an erasure of this record has destroyed: another log's copy of it stays away. */
async function erasedEvidence(store: Store, mission: string): Promise<ReadonlySet<string>> {
  const ordered = new Set<string>();
  for await (const { envelope, content } of store.entries(mission)) {
    if (envelope?.kind !== "erasure" || content === null) continue;
    const erasure = parsePayload(envelope.kind, content.payload);
    if (erasure.kind === "erasure") for (const sha256 of erasure.payload.body.evidence) ordered.add(sha256);
  }
  return ordered;
}

async function keep(
  store: Store,
  mission: string,
  folder: string,
  sha256: string,
  erased: ReadonlySet<string>,
): Promise<void> {
  if (erased.has(sha256)) return;
  const path = evidencePath(sha256);
  const put = await store.evidence(mission).put(createReadStream(join(folder, path)));
  if (put.sha256 !== sha256)
    throw problem(catalogue.badFile, { why: "changed after it was verified; nothing was joined" }, { file: path });
}
