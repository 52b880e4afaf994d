import type { CompiledClause } from "../agreement/compile.ts";
import { canonical, type Json, sha256Hex } from "../canonical.ts";
import type { Side } from "./side.ts";

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

/**
 * What a clause's tests depend on, as text: two clauses of one form give every incident one result, whatever they are
 * called. Null where the form holds what cannot be compared; it is then run anew.
 */
export function formOf({ compiled, reading }: Side, compiledClause: CompiledClause): string | null {
  const { clause, ...form } = compiledClause;
  // Who invokes self-defence names the clause by its id.
  const id = form.exceptions.some((e) => e.kind === "self-defence") ? clause.id : null;
  try {
    const window = form.always ? null : plain(reading.window);
    return sha256Hex(canonical({ form: plain(underReading(form, reading.reading.id)), window, level: compiled.level, id }));
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

/** Parts of a compiled clause that depend on the reading, as they are under this one. */
function underReading(form: object, reading: string): object {
  const under: Record<string, unknown> = { ...form };
  const { windowUnder, onlyUnder } = under;
  if (typeof windowUnder === "function") under.windowUnder = windowUnder(reading) as unknown;
  if (Array.isArray(onlyUnder)) under.onlyUnder = onlyUnder.length === 0 || onlyUnder.includes(reading);
  return under;
}
