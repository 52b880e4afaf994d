import { canonical, sha256Hex } from "../canonical.ts";
import { type Body, parsePayload, payloadOf } from "../record/registry.ts";
import { byCodePoint, millis } from "../units.ts";
import type { Draft, Mission, Store } from "./store.ts";

/** Who handles evidence, by pseudonymous id, and in which role. */
export interface Handler {
  readonly author: string;
  readonly role: string;
  /** The moment of it, ms since 1970 UTC. */
  readonly now: number;
}

/** An act on evidence that the program enters by itself. */
export interface Handling {
  readonly event: "viewed" | "exported" | "copied";
  readonly evidence: readonly string[];
  readonly upTo: number | null;
  readonly to: string;
  readonly reason: string;
}

interface AtEnd {
  readonly index: number;
  readonly author: string;
  readonly body: Body<"custody">;
}

/** Events of the kind that every copy of the record makes: they say nothing else of it. */
const COPIES: ReadonlySet<string> = new Set(["exported", "copied"]);

/** How many entries one event may list. */
const AT_ONCE = 10_000;

/** The events at a log's end that say that it was exported or copied as it then was; the last first. */
async function copiesAtEnd(store: Store, mission: string): Promise<AtEnd[]> {
  const found: AtEnd[] = [];
  for (let index = (await store.size(mission)) - 1; index >= 0; index--) {
    const one = await store.entry(mission, index);
    if (one?.envelope?.kind !== "custody" || one.envelope.cites !== null || one.content === null) break;
    const parsed = parsePayload("custody", one.content.payload);
    if (parsed.kind !== "custody" || !COPIES.has(parsed.payload.body.event)) break;
    found.push({ index, author: one.envelope.author, body: parsed.payload.body });
  }
  return found;
}

/**
 * How many entries the record has without the events at its end that it was exported or copied: so that a second export
 * of the same record is the same export.
 */
export async function sizeWithoutCopies(store: Store, mission: string): Promise<number> {
  const size = await store.size(mission);
  return size - (await copiesAtEnd(store, mission)).length;
}

/**
 * Enters that evidence was shown, exported or copied. The same copy again by the same person, with nothing else entered
 * meanwhile, is the same event and is not entered twice.
 * @returns whether anything was entered
 */
export async function noteHandling(
  store: Store,
  { id, exercise }: Pick<Mission, "id" | "exercise">,
  { author, role, now }: Handler,
  { event, evidence, upTo, to, reason }: Handling,
): Promise<boolean> {
  const lists: string[][] = [];
  for (let at = 0; at < evidence.length; at += AT_ONCE) lists.push(evidence.slice(at, at + AT_ONCE));
  if (upTo !== null) lists.push([]);
  const before = COPIES.has(event) ? await copiesAtEnd(store, id) : [];
  const drafts = lists.flatMap((some): Draft[] => {
    const body = { event, evidence: some, upTo: some.length > 0 ? null : upTo, derivedFrom: null, from: "", to };
    if (before.some((b) => b.author === author && canonical(b.body) === canonical(body))) return [];
    const payload = payloadOf("custody", body, { exercise, reason });
    return [{ kind: "custody", author, role, stated: millis(Math.floor(now)), marking: "TLP:AMBER", payload }];
  });
  await store.append(id, drafts);
  return drafts.length > 0;
}

/** How long looking at one piece of evidence is one look: a player asks for a recording in many stretches. */
const LOOK_MS = 900_000;

/**
 * Enters that evidence is shown to somebody. To be awaited before the first byte leaves; of a working copy the
 * original's hash is named. The same person's looks at the same evidence for the same reason within a quarter of an hour
 * are one entry, also where several servers are asked at once; a reason given afterwards is an entry of its own.
 * @param to     who looks, where that is not who asks; "" as a rule
 * @returns whether anything was entered
 * @throws Problem as `Store.append`: then nothing may be shown
 */
export async function noteViewed(
  store: Store,
  { id, exercise }: Pick<Mission, "id" | "exercise">,
  { author, role, now }: Handler,
  { evidence, to, reason }: Pick<Handling, "evidence" | "to" | "reason">,
): Promise<boolean> {
  const shown = [...new Set(evidence)].sort(byCodePoint);
  const body = { event: "viewed", evidence: shown, upTo: null, derivedFrom: null, from: "", to } as const;
  const request = sha256Hex(canonical({ author, body, reason, look: Math.floor(now / LOOK_MS) }));
  const [entry] = await store.append(
    id,
    [
      {
        kind: "custody",
        author,
        role,
        stated: millis(Math.floor(now)),
        marking: "TLP:AMBER",
        payload: payloadOf("custody", body, { exercise, reason }),
      },
    ],
    { key: `viewed:${request}`, request, until: millis(Math.floor(now) + 2 * LOOK_MS) },
  );
  return entry?.present === false;
}
