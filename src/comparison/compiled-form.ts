import { type CompiledClause, windowUnder } from "../agreement/compile.ts";
import { canonical, type Json, sha256Hex } from "../canonical.ts";
import type { PreparedZone } from "../place/zone.ts";
import type { Both, Side, SideOptions } from "./side.ts";

class NotPlain extends Error {}

const zones = new WeakMap<object, string>();

/** A compiled value as data; a zone by the hash of its shape, a clock by its id. */
function plain(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object") throw new NotPlain();
  if ("untils" in value && "id" in value) return String(value.id);
  if ("zone" in value && "contains" in value) {
    const zone = value.zone as object;
    let hash = zones.get(zone);
    if (hash === undefined) {
      hash = sha256Hex(canonical(shapeOf(zone)));
      zones.set(zone, hash);
    }
    return hash;
  }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}

/** Observers assert a zone by its id, so the id is part of what a test asks. */
function shapeOf(zone: object): Json {
  const { id, polygons } = zone as { readonly id: string; readonly polygons: unknown };
  return { id, polygons: plain(polygons) };
}

/** What the tests of a clause depend on, part by part; clauses that are equal in a part answer its tests alike. */
export type Form = ReadonlyMap<string, string>;

/**
 * The parts of a clause as text. Null where they hang on the record or on what cannot be compared; the clause is then
 * run for each side.
 */
export function formOf({ compiled, reading }: Side, compiledClause: CompiledClause, options: SideOptions): Form | null {
  const { clause, onlyUnder, severity: _severity, ...form } = compiledClause;
  const { window, waitsFor } = windowUnder(compiled, clause, reading.reading);
  if (waitsFor !== undefined) return null;
  const interpretations = [...compiled.agreement.interpretations, ...(options.interpretations ?? [])];
  // Who invokes self-defence, and who interprets, names the clause by its id.
  const named = interpretations.length > 0 || form.exceptions.some((e) => e.kind === "self-defence");
  const parts = {
    ...form,
    stands: onlyUnder.length === 0 || onlyUnder.includes(reading.reading.id),
    inForce: form.always ? null : reading.window,
    window: window ?? null,
    agreementLevel: compiled.level,
    id: named ? clause.id : null,
    reading: interpretations.length > 0 ? reading.reading.id : null,
    interpretations,
  };
  try {
    return new Map(Object.entries(parts).map(([name, part]) => [name, canonical(plain(part))]));
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

/** The parts in which two forms differ; a part that only one has is one of them. */
export const differingParts = (a: Form, b: Form): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));

/** Zones of one list that the other does not have, by id and shape. */
export function zonesApart(
  a: CompiledClause["inside"],
  b: CompiledClause["inside"],
): CompiledClause["inside"][number][] {
  const key = (z: (typeof a)[number]) => canonical(plain(z));
  const [ofA, ofB] = [new Set(a.map(key)), new Set(b.map(key))];
  return [...a.filter((z) => !ofB.has(key(z))), ...b.filter((z) => !ofA.has(key(z)))];
}

/**
 * Clauses of both sides in which a zone that both have, by id and shape, is one and the same: then it is asked once of
 * each incident and not once for each side.
 */
export function oneZoneEach(clauses: Both<ReadonlyMap<string, CompiledClause>>): typeof clauses {
  const known = new Map<string, PreparedZone>();
  const one = (z: PreparedZone): PreparedZone => {
    const key = canonical(plain(z));
    const found = known.get(key);
    if (!found) known.set(key, z);
    return found ?? z;
  };
  for (const c of clauses.a.values()) for (const z of [...c.inside, ...c.outside]) one(z);
  const shared = (c: CompiledClause): CompiledClause => {
    const [inside, outside] = [c.inside.map(one), c.outside.map(one)];
    const same = inside.every((z, k) => z === c.inside[k]) && outside.every((z, k) => z === c.outside[k]);
    return same ? c : { ...c, inside, outside };
  };
  return { a: clauses.a, b: new Map([...clauses.b].map(([id, c]) => [id, shared(c)])) };
}
