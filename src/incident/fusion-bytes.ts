import { sha256Hex } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import type { EvidencePart, Incident, Member } from "./incident.ts";

/** An incident, and how its members came together: text in which every number is the rank of an observation. */
export interface KeptIncident {
  readonly incident: Incident;
  readonly made: string;
}

const VERSION = 1;
/** Incidents that stand in one block: what is parsed at once. */
const BLOCK = 5_000;
const HASH = 32;
const HEADER = 1 + 4 + HASH;

/** An incident with ranks in place of observations and ids. */
type Row = readonly [
  status: Incident["status"],
  id: number,
  members: readonly number[],
  roles: readonly Member["role"][],
  evidence: readonly EvidencePart[],
  weakest: readonly [gain: number, a: number, b: number] | 0,
  alternative: readonly [incident: number, gain: number, parts: readonly EvidencePart[]] | 0,
  made: string,
];

/**
 * Incidents as bytes, without anything that a source said: observations stand by their rank among all ids.
 * Layout: version, number of observations (u32), SHA-256 of their ids; then blocks of a length (u32) and JSON text.
 * @param ids all observations of the fusion, in code point order
 */
export function incidentsToBytes(ids: readonly string[], incidents: Iterable<KeptIncident>): Uint8Array {
  const rank = new Map(ids.map((id, i) => [id, i]));
  const at = (id: string): number => rank.get(id) ?? -1;
  const header = new Uint8Array(HEADER);
  header[0] = VERSION;
  new DataView(header.buffer).setUint32(1, ids.length);
  header.set(hashOf(ids), 5);
  const parts: Uint8Array[] = [header];
  const utf8 = new TextEncoder();
  let rows: Row[] = [];
  const write = (): void => {
    const text = utf8.encode(JSON.stringify(rows));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, text.length);
    parts.push(length, text);
    rows = [];
  };
  for (const { incident, made } of incidents) {
    const { status, id, members, evidence, weakest, alternative } = incident;
    rows.push([
      status,
      at(id),
      members.map((m) => at(m.observation.id)),
      members.map((m) => m.role),
      evidence,
      weakest ? [weakest.gain, at(weakest.a), at(weakest.b)] : 0,
      alternative ? [at(alternative.incident), alternative.gain, alternative.parts] : 0,
      made,
    ]);
    if (rows.length >= BLOCK) write();
  }
  write();
  const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let to = 0;
  for (const part of parts) {
    bytes.set(part, to);
    to += part.length;
  }
  return bytes;
}

/**
 * The incidents again.
 * @param observations all that the fusion had, in code point order of their ids
 * @throws TypeError where the bytes are not of this form, are cut off, or are of other observations
 */
export function* incidentsFromBytes(
  bytes: Uint8Array,
  observations: readonly Observation[],
): Generator<KeptIncident, void, void> {
  const wrong = (why: string) => new TypeError(`kept incidents: ${why}`);
  if (bytes.length < HEADER || bytes[0] !== VERSION) throw wrong(`expected version ${VERSION}, got ${bytes[0]}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hash = hashOf(observations.map((o) => o.id));
  if (view.getUint32(1) !== observations.length || hash.some((b, i) => b !== bytes[5 + i]))
    throw wrong(`they are of ${view.getUint32(1)} other observations`);
  const one = (rank: number): Observation => {
    const observation = observations[rank];
    if (!observation) throw wrong(`observation ${rank} of ${observations.length}`);
    return observation;
  };
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  for (let from = HEADER; from < bytes.length; ) {
    const length = from + 4 <= bytes.length ? view.getUint32(from) : -1;
    const until = from + 4 + length;
    if (length < 0 || until > bytes.length) throw wrong("they are cut off");
    for (const row of JSON.parse(utf8.decode(bytes.subarray(from + 4, until))) as readonly Row[]) {
      const [status, id, members, roles, evidence, weakest, alternative, made] = row;
      const incident: Incident = {
        id: one(id).id,
        status,
        members: members.map((m, i) => ({ observation: one(m), role: roles[i] as Member["role"] })),
        evidence,
        ...(weakest !== 0 && { weakest: { gain: weakest[0], a: one(weakest[1]).id, b: one(weakest[2]).id } }),
        ...(alternative !== 0 && {
          alternative: { incident: one(alternative[0]).id, gain: alternative[1], parts: alternative[2] },
        }),
      };
      yield { incident, made };
    }
    from = until;
  }
}

/** One hash over the ids: their order and every one of them. */
function hashOf(ids: readonly string[]): Uint8Array {
  const digits = sha256Hex(ids.join("\n"));
  return Uint8Array.from({ length: HASH }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
