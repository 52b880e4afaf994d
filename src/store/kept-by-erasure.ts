import { catalogue, problem } from "../problems.ts";
import { type Body, parsePayload } from "../record/registry.ts";
import type { Store } from "./store.ts";

type Kept = NonNullable<Body<"erasure">["keeps"]>;

/**
 * What an erasure of some entries has to keep: of each withdrawal among them, what it took back. Nothing where there is
 * none, so that the body of any other erasure is as it always was.
 * @param entries of this log; what is not there, or was destroyed before, has nothing to keep
 */
export async function keptBy(
  store: Pick<Store, "entry">,
  mission: string,
  entries: readonly { readonly index: number; readonly commitment: string }[],
): Promise<{ readonly keeps?: Kept }> {
  const keeps: Kept = [];
  for (const { index, commitment } of entries) {
    const stored = await store.entry(mission, index);
    if (stored?.envelope?.kind !== "withdrawal" || stored.envelope.commitment !== commitment || !stored.content)
      continue;
    const { body } = parsePayload("withdrawal", stored.content.payload).payload as {
      readonly body: Body<"withdrawal">;
    };
    keeps.push({ withdrawal: commitment, entry: body.entry.commitment });
  }
  return keeps.length === 0 ? {} : { keeps };
}

/**
 * An entry that is to be destroyed, with its content as it stands in its row: null where that is gone or closed,
 * undefined where the same transaction is to append it.
 */
interface Doomed {
  readonly index: number;
  readonly kind: string;
  readonly commitment: string;
  readonly payload: string | null | undefined;
}

/**
 * What an erasure may not destroy, or may not destroy so.
 * @throws Problem record/entry: on a withdrawal whose effect it does not keep, or keeps otherwise; on release rules, since
 *   the rules before them may let out more
 */
export function checkDoomed(doomed: readonly Doomed[], { keeps = [] }: Pick<Body<"erasure">, "keeps">): void {
  const wrong = (why: string) => problem(catalogue.entry, { kind: "erasure", why });
  const told = new Map(keeps.map((k) => [k.withdrawal, k.entry]));
  for (const { index, kind, commitment, payload } of doomed) {
    if (kind === "release-rules")
      throw wrong(
        `entry ${index} says how long groups wait and how coarse places are for them: without it the rules before it would hold again. Enter new rules; these stay`,
      );
    if (payload === null) continue;
    if (payload === undefined) {
      if (kind === "withdrawal")
        throw wrong(`entry ${index} is a withdrawal that is entered at this moment: enter it first`);
      continue;
    }
    const took =
      kind === "withdrawal"
        ? (parsePayload(kind, JSON.parse(payload)).payload.body as Body<"withdrawal">).entry.commitment
        : undefined;
    if (told.get(commitment) === took) continue;
    throw wrong(
      took === undefined
        ? `keeps: entry ${index} is no withdrawal, it took nothing back`
        : `entry ${index} is a withdrawal: what it took back stays taken back, and "keeps" has to say so: {"withdrawal": "${commitment}", "entry": "${took}"}`,
    );
  }
}
