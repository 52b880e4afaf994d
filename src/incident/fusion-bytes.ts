import { sha256Hex } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import type { EvidencePart, Incident, Member } from "./incident.ts";

/** How observations came together: by their rank in order of id. */
export interface KeptMerges {
  /** The rank of the group's smallest member that one's own group became part of; −1: of none. Always a lower rank. */
  readonly into: Int32Array;
  readonly round: Int32Array;
  readonly gain: Float64Array;
  /** For a version that is replaced, the first of the group that it stands beside; else −1. */
  readonly beside: Int32Array;
  /** 1 in parts in which groups waited for each other. */
  readonly crowded: Uint8Array;
}

export const keptMerges = (n: number): KeptMerges => ({
  into: new Int32Array(n).fill(-1),
  round: new Int32Array(n),
  gain: new Float64Array(n),
  beside: new Int32Array(n).fill(-1),
  crowded: new Uint8Array(n),
});

const VERSION = 2;
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
  /** Bytes from before there were pins have no fourth. */
  alternative: readonly [incident: number, gain: number, parts: readonly EvidencePart[], pinned?: 0 | 1] | 0,
];

/** Bytes an observation of the columns of `KeptMerges`. */
const COLUMNS = 4 + 4 + 8 + 4 + 1;

/**
 * Incidents as bytes, without anything that a source said: observations stand by their rank among all ids.
 * Layout: version, number of observations (u32), SHA-256 of their ids; of each observation what it became part of, round,
 * gain, what it stands beside (i32, i32, f64, i32, the whole of a column after another) and whether in a crowd (u8); then
 * blocks of a length (u32) and JSON text. Numbers have their most significant byte first.
 * @param ids all observations of the fusion, in code point order
 */
export function incidentsToBytes(
  ids: readonly string[],
  merges: KeptMerges,
  incidents: Iterable<Incident>,
): Uint8Array {
  const rank = new Map(ids.map((id, i) => [id, i]));
  const at = (id: string): number => rank.get(id) ?? -1;
  const header = new Uint8Array(HEADER);
  header[0] = VERSION;
  new DataView(header.buffer).setUint32(1, ids.length);
  header.set(hashOf(ids), 5);
  const parts: Uint8Array[] = [header, columnsOf(merges)];
  const utf8 = new TextEncoder();
  let rows: Row[] = [];
  const write = (): void => {
    const text = utf8.encode(JSON.stringify(rows));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, text.length);
    parts.push(length, text);
    rows = [];
  };
  for (const incident of incidents) {
    const { status, id, members, evidence, weakest, alternative } = incident;
    rows.push([
      status,
      at(id),
      members.map((m) => at(m.observation.id)),
      members.map((m) => m.role),
      evidence,
      weakest ? [weakest.gain, at(weakest.a), at(weakest.b)] : 0,
      alternative ? [at(alternative.incident), alternative.gain, alternative.parts, alternative.pinned ? 1 : 0] : 0,
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

function columnsOf({ into, round, gain, beside, crowded }: KeptMerges): Uint8Array {
  const n = into.length;
  const bytes = new Uint8Array(n * COLUMNS);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < n; i++) {
    view.setInt32(4 * i, into[i] as number);
    view.setInt32(4 * (n + i), round[i] as number);
    view.setFloat64(8 * (n + i), gain[i] as number);
    view.setInt32(4 * (4 * n + i), beside[i] as number);
  }
  bytes.set(crowded, 20 * n);
  return bytes;
}

/**
 * The merges and the incidents again.
 * @param observations all that the fusion had, in code point order of their ids
 * @throws TypeError where the bytes are not of this form, are cut off, or are of other observations
 */
export function incidentsFromBytes(
  bytes: Uint8Array,
  observations: readonly Observation[],
): { merges: KeptMerges; incidents: Generator<Incident, void, void> } {
  const n = observations.length;
  if (bytes.length < HEADER || bytes[0] !== VERSION) throw wrong(`expected version ${VERSION}, got ${bytes[0]}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hash = hashOf(observations.map((o) => o.id));
  if (view.getUint32(1) !== n || hash.some((b, i) => b !== bytes[5 + i]))
    throw wrong(`they are of ${view.getUint32(1)} other observations`);
  const from = HEADER + n * COLUMNS;
  if (bytes.length < from) throw wrong("they are cut off");
  const merges = keptMerges(n);
  for (let i = 0; i < n; i++) {
    merges.into[i] = view.getInt32(HEADER + 4 * i);
    merges.round[i] = view.getInt32(HEADER + 4 * (n + i));
    merges.gain[i] = view.getFloat64(HEADER + 8 * (n + i));
    merges.beside[i] = view.getInt32(HEADER + 4 * (4 * n + i));
    merges.crowded[i] = bytes[HEADER + 20 * n + i] as number;
    if ((merges.into[i] as number) >= i || (merges.into[i] as number) < -1)
      throw wrong(`observation ${i} is part of ${merges.into[i]}`);
    if ((merges.beside[i] as number) >= n || (merges.beside[i] as number) < -1)
      throw wrong(`observation ${i} stands beside ${merges.beside[i]}`);
  }
  return { merges, incidents: rowsOf(bytes.subarray(from), observations) };
}

const wrong = (why: string): TypeError => new TypeError(`kept incidents: ${why}`);

function* rowsOf(bytes: Uint8Array, observations: readonly Observation[]): Generator<Incident, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const one = (rank: number): Observation => {
    const observation = observations[rank];
    if (!observation) throw wrong(`observation ${rank} of ${observations.length}`);
    return observation;
  };
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  for (let from = 0; from < bytes.length; ) {
    const length = from + 4 <= bytes.length ? view.getUint32(from) : -1;
    const until = from + 4 + length;
    if (length < 0 || until > bytes.length) throw wrong("they are cut off");
    for (const row of JSON.parse(utf8.decode(bytes.subarray(from + 4, until))) as readonly Row[]) {
      const [status, id, members, roles, evidence, weakest, alternative] = row;
      yield {
        id: one(id).id,
        status,
        members: members.map((m, i) => ({ observation: one(m), role: roles[i] as Member["role"] })),
        evidence,
        ...(weakest !== 0 && { weakest: { gain: weakest[0], a: one(weakest[1]).id, b: one(weakest[2]).id } }),
        ...(alternative !== 0 && {
          alternative: {
            incident: one(alternative[0]).id,
            gain: alternative[1],
            parts: alternative[2],
            ...(alternative[3] === 1 && { pinned: true }),
          },
        }),
      };
    }
    from = until;
  }
}

/** One hash over the ids: their order and every one of them. */
function hashOf(ids: readonly string[]): Uint8Array {
  const digits = sha256Hex(ids.join("\n"));
  return Uint8Array.from({ length: HASH }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
