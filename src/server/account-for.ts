import { type Audience, mayRead } from "../access/audience.ts";
import { type Marking, markingRank } from "../access/marking.ts";
import type { Account } from "../mission/account.ts";
import { type EntryKind, type KindAndPayload, parsePayload } from "../record/registry.ts";
import { type DerivedState, FULL, type View } from "../store/derivations.ts";
import type { Store } from "../store/store.ts";

/** What was watched, blind or denied has this marking (store/derived-rows.ts): whether it is known has it too. */
const WATCHED: Marking = "TLP:AMBER";

/** What is said where coverage is not shown, so that nobody takes silence for quiet. */
export const NO_COVERAGE = {
  known: false,
  statement: "No observation coverage is shown here; counts are of reports, and silence means nothing.",
} as const;

/** A state's account as far as its reader may read what it was made of. */
export interface AccountFor {
  readonly coverage: Account["coverage"];
  /** Figures of all clauses, for who reads everything. Giving them to others where nothing is held back would tell that. */
  readonly clauses: Account["clauses"];
}

/** @param state as the reader's view gives it: without an account for who is not of the staff */
export function accountFor({ account: text }: DerivedState, audience: Audience): AccountFor {
  const account = text === undefined || audience.profile !== FULL ? null : (JSON.parse(text) as Account);
  if (!account) return { coverage: NO_COVERAGE, clauses: [] };
  const upTo = markingRank(audience.upTo);
  return {
    coverage: markingRank(WATCHED) <= upTo ? account.coverage : NO_COVERAGE,
    clauses: audience.upTo === "TLP:RED" ? account.clauses : [],
  };
}

/** What of a state's account hangs on single entries, for whoever may read those. */
export interface Troubles {
  readonly refusedFiles: Account["refusedFiles"];
  readonly basesChanged: number;
}

/** Files that are refused, and decisions whose basis changed, of entries that the reader may read. */
export async function troublesFor(
  store: Store,
  mission: string,
  audience: Audience,
  view: View,
  state: DerivedState,
): Promise<Troubles> {
  const none = { refusedFiles: [], basesChanged: 0 };
  if (state.account === undefined || audience.profile !== FULL) return none;
  const { refusedFiles, basesChanged } = JSON.parse(state.account) as Account;
  if (refusedFiles.length + basesChanged.length === 0) return none;
  const kinds: EntryKind[] = [
    ...(refusedFiles.length > 0 ? (["import", "agreement-version"] as const) : []),
    ...(basesChanged.length > 0 ? (["decision"] as const) : []),
  ];
  const readable = new Set<string>();
  for await (const { envelope, content } of store.entries(mission, { kinds, until: state.size })) {
    if (!envelope || !content || !mayRead(audience, { marking: envelope.marking as Marking })) continue;
    readable.add(envelope.commitment);
    // Of a decision its id is all that is asked: its words are not read.
    if (envelope.kind === "decision") continue;
    for (const sha256 of filesOf(parsePayload(envelope.kind, content.payload))) readable.add(sha256);
  }
  const changed = basesChanged.filter((b) => readable.has(b.decision));
  const there = new Set<string>();
  for (const { incident, now } of changed)
    if ((await view.ids("incident", [now ?? incident])).length > 0) there.add(incident);
  return {
    refusedFiles: refusedFiles.filter((f) => readable.has(f.sha256)),
    basesChanged: changed.filter((b) => there.has(b.incident)).length,
  };
}

function filesOf({ kind, payload }: KindAndPayload): string[] {
  if (kind === "import") return [payload.body.file.sha256];
  return kind === "agreement-version" ? [payload.body.text.sha256] : [];
}
