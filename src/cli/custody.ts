import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { canonical } from "../canonical.ts";
import { custodyChain, type OpenEntry } from "../mission/custody-chain.ts";
import { crosses } from "../mission/recorded.ts";
import { catalogue, problem } from "../problems.ts";
import { CUSTODY_EVENTS } from "../record/entries.ts";
import { HEAD_BYTES } from "../record/file-kind.ts";
import { type Body, isEntryKind, parsePayload } from "../record/registry.ts";
import type { Mission, Store } from "../store/store.ts";
import { checkHandedIn } from "../store/working-copy.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { listed } from "./bodies.ts";
import { BY_FLAGS, BY_USAGE, byWhom, enterAll } from "./by-whom.ts";
import { sha256Of } from "./input-files.ts";
import { withMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";
import { unread } from "./unread.ts";

const USAGE = `npx trucekeeper custody FILE... ${BY_USAGE}      hands files in as evidence
       npx trucekeeper custody --evidence SHA256,… --event ${CUSTODY_EVENTS.join("|")} [--from WHO] [--to WHO] [--derived-from SHA256] ${BY_USAGE}
       npx trucekeeper custody --of SHA256 --mission M [--data DIR]      its chain: who had it, when, by which entry`;

/** `custody`: evidence handed in, what happened to it, and the chain of one piece of it. */
export async function custody(args: readonly string[]): Promise<number> {
  const flags = {
    ...BY_FLAGS,
    evidence: "text",
    event: "text",
    from: "text",
    to: "text",
    "derived-from": "text",
    of: "text",
  } as const;
  const { positionals, text } = readArguments(args, flags, USAGE);
  if (text["of"] !== undefined) {
    const { of: sha256, mission: id } = text;
    if (!/^[0-9a-f]{64}$/.test(sha256))
      wrongUsage(`--of ${sha256}: expected a SHA-256, 64 lower-case hex digits`, USAGE);
    if (id === undefined) wrongUsage("--mission: name the mission", USAGE);
    return withMission(text, id, (store, mission) => chain(store, mission, sha256));
  }
  const by = byWhom(text, USAGE, "administrator");
  if (by.reason.trim() === "") wrongUsage("--reason: why it was received, shown, handed over or moved", USAGE);
  const hashes = listed(text["evidence"]);
  if (hashes.length + positionals.length === 0) wrongUsage("name a file to receive, or --evidence", USAGE);
  const event = CUSTODY_EVENTS.find((e) => e === (text["event"] ?? "received"));
  if (event === undefined) wrongUsage(`--event ${text["event"]}: expected one of ${CUSTODY_EVENTS.join(", ")}`, USAGE);
  if (positionals.length > 0 && event !== "received") wrongUsage(`--event ${event}: a file is received`, USAGE);
  return withMission(text, by.mission, async (store, mission) => {
    await store.signingKey(mission.id);
    const derivedFrom = text["derived-from"] ?? null;
    const named = derivedFrom === null ? hashes : [...hashes, derivedFrom];
    const about = { event, upTo: null, derivedFrom, from: text["from"] ?? "", to: text["to"] ?? "" };
    const files = by.once === undefined ? [] : await hashesOf(positionals);
    const bodies = async () => {
      const evidence = [...hashes, ...(await handedIn(store, mission, positionals, named))];
      return [{ ...about, evidence } satisfies Body<"custody">];
    };
    return enterAll(store, mission, by, { kind: "custody", given: { ...about, hashes, files }, bodies });
  });
}

/** What files are, before any of them is kept: one that was handed in before may have been destroyed since. */
async function hashesOf(paths: readonly string[]): Promise<string[]> {
  const hashes: string[] = [];
  for (const path of paths) hashes.push(await sha256Of(path));
  return hashes;
}

/** Looks that what is named is here, then keeps the files. @returns their hashes */
async function handedIn(
  store: Store,
  mission: Mission,
  paths: readonly string[],
  named: readonly string[],
): Promise<string[]> {
  const evidence = store.evidence(mission.id);
  for (const sha256 of named)
    if (!/^[0-9a-f]{64}$/.test(sha256) || (await evidence.size(sha256)) === undefined)
      throw problem(catalogue.noSuchFile, { path: `evidence ${sha256}` });
  const kept: string[] = [];
  for (const path of paths) {
    const seen = await stat(path).catch((error: unknown) => Promise.reject(unread(path, error)));
    if (!seen.isFile())
      throw problem(catalogue.notReadable, { why: "is a folder or another thing than a file" }, { file: path });
    if (seen.size === 0) throw problem(catalogue.badFile, { why: "is empty" }, { file: basename(path) });
    const file = await open(path, "r");
    try {
      const head = Buffer.alloc(Math.min(HEAD_BYTES, seen.size));
      await file.read(head, 0, head.length, 0);
      checkHandedIn(basename(path), head, seen.size);
      const { sha256 } = await evidence.put(file.createReadStream({ start: 0, autoClose: false }));
      kept.push(sha256);
      say(`${basename(path)}: kept as ${sha256}`);
    } finally {
      await file.close();
    }
  }
  return kept;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** One line for each entry that tells of the evidence, in the order of the log. */
async function chain(store: Store, mission: Mission, sha256: string): Promise<number> {
  const entries: OpenEntry[] = [];
  for await (const { index, envelope, content } of store.entries(mission.id)) {
    if (!envelope || !content || !isEntryKind(envelope.kind) || crosses(content.payload, mission.exercise)) continue;
    // Of a long record only what can tell of it is kept.
    if (envelope.kind === "custody" || canonical(content.payload).includes(sha256))
      entries.push({ index, envelope, entry: parsePayload(envelope.kind, content.payload) });
  }
  const links = custodyChain(entries, sha256);
  if (links.length === 0)
    throw problem(catalogue.noSuchFile, { path: `evidence ${sha256}: no open entry tells of it` });
  for (const { stated, received, ...link } of links)
    await result(canonical({ sha256, ...link, stated: iso(stated), received: iso(received) }));
  const bytes = await store.evidence(mission.id).size(sha256);
  say(
    `${sha256}: ${links.length} entries; ${bytes === undefined ? "its bytes are not here" : `${bytes} bytes are here`}`,
  );
  return 0;
}
