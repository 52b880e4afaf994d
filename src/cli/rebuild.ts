import { randomBytes } from "node:crypto";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { canonical } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";
import { Derivation } from "../store/derivation.ts";
import type { Lease } from "../store/derivations.ts";
import { derivedDigest } from "../store/derived-digest.ts";
import { missingEvidence } from "../store/missing-evidence.ts";
import type { Store } from "../store/store.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { STORE_FLAGS, withMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";

const USAGE = "npx trucekeeper rebuild --mission M [--data DIR]";

/** Longer than a lease holds: a process that stopped without a word is waited out. */
const WAIT_MS = 8_000;

/**
 * `rebuild`: derives a mission's state anew from its record, beside the one that is read, and swaps. Says whether the
 * bytes are those that were there; exit 1 where the same record by the same version gave others.
 */
export async function rebuild(args: readonly string[]): Promise<number> {
  const { positionals, text } = readArguments(args, STORE_FLAGS, USAGE);
  const { mission: id } = text;
  if (id === undefined || positionals.length > 0) wrongUsage("--mission: name the mission to rebuild", USAGE);
  return withMission(text, id, async (store, mission) => {
    const lease = await leaseOf(store, id);
    const deriving = new Derivation(store, mission);
    try {
      const before = await derivedDigest(store, id);
      await deriving.run(lease, { whole: true });
      // The next start of a server goes on from it.
      await deriving.keep();
      const after = await derivedDigest(store, id);
      if (!after) throw new Error(`${id}: nothing was derived`);
      const { derivation, size, root } = after.state;
      const comparable = before !== undefined && before.state.derivation === derivation && before.state.root === root;
      const equal = comparable ? before.sha256 === after.sha256 : null;
      const missing = await missingEvidence(store, mission);
      const { account: _, ...stood } = before?.state ?? {};
      const was = before ? { ...stood, sha256: before.sha256 } : null;
      await result(
        canonical({
          mission: id,
          derivation,
          size,
          root,
          rows: after.rows,
          sha256: after.sha256,
          equal,
          before: was,
          ...(missing.length > 0 && { missing }),
        }),
      );
      for (const { sha256, entry } of missing)
        say(`${id}: evidence ${sha256} is missing: entry ${entry} names it; what it would tell counts for nothing`);
      if (!before) say(`${id}: derived from ${size} entries; nothing was there before`);
      else if (!comparable)
        say(`${id}: derived anew; what was there came of ${before.state.size} entries by "${before.state.derivation}"`);
      else if (equal) say(`${id}: the same bytes as were there`);
      else say(`${id}: other bytes than were there, from the same record by the same version; they are replaced`);
      return equal === false ? 1 : 0;
    } finally {
      await deriving.close();
      await store.derivations.release(lease);
    }
  });
}

/** The lease of a mission, waited for while another process has it. */
export async function leaseOf(store: Store, mission: string): Promise<Lease> {
  const holder = `rebuild ${process.pid} ${randomBytes(6).toString("hex")}`;
  for (let waited = 0; ; waited += 250) {
    const lease = await store.derivations.acquire(mission, holder);
    if (lease) return lease;
    if (waited >= WAIT_MS)
      throw problem(catalogue.store, {
        why: `mission "${mission}": another process is deriving it`,
        todo: "Wait for it, or stop that server",
      });
    await pause(250);
  }
}
