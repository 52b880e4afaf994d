import { createHash } from "node:crypto";
import { canonical } from "../canonical.ts";
import { type DerivedState, FULL, type Table, type View } from "./derivations.ts";
import type { Store } from "./store.ts";

/** A derived state by the bytes of its rows. */
export interface Digest {
  readonly state: DerivedState;
  readonly rows: Readonly<Record<Table, number>>;
  /** SHA-256 over every row in order, 64 hex digits. */
  readonly sha256: string;
}

const TABLES: readonly Table[] = ["observation", "incident", "assessment", "coverage"];

/** All rows of the state that is read, hashed in order; undefined where there is no state. */
export async function derivedDigest(store: Store, mission: string): Promise<Digest | undefined> {
  const view = await store.derivations.visible(mission, { profile: FULL, upTo: "TLP:RED" });
  if (!view) return undefined;
  const hash = createHash("sha256");
  const rows = { observation: 0, incident: 0, assessment: 0, coverage: 0 };
  for (const table of TABLES)
    for await (const row of allOf(view, table)) {
      rows[table]++;
      hash.update(`${table} ${canonical(row)}\n`);
    }
  return { state: view.state, rows, sha256: hash.digest("hex") };
}

const allOf = (view: View, table: Table): AsyncIterable<unknown> => view.all(table);
