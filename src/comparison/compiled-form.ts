import { type CompiledClause, windowUnder } from "../agreement/compile.ts";
import { canonical, type Json, sha256Hex } from "../canonical.ts";
import type { Side, SideOptions } from "./side.ts";

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
 * called. Null where that hangs on the record or on what cannot be compared; the clause is then run for each side.
 */
export function formOf(
  { compiled, reading }: Side,
  compiledClause: CompiledClause,
  options: SideOptions,
): string | null {
  const { clause, onlyUnder, severity: _, ...form } = compiledClause;
  const { window, waitsFor } = windowUnder(compiled, clause, reading.reading);
  if (waitsFor !== undefined) return null;
  const interpretations = [...compiled.agreement.interpretations, ...(options.interpretations ?? [])];
  // Who invokes self-defence, and who interprets, names the clause by its id.
  const named = interpretations.length > 0 || form.exceptions.some((e) => e.kind === "self-defence");
  try {
    return sha256Hex(
      canonical({
        form: plain(form),
        stands: onlyUnder.length === 0 || onlyUnder.includes(reading.reading.id),
        inForce: form.always ? null : plain(reading.window),
        window: plain(window),
        level: compiled.level,
        id: named ? clause.id : null,
        reading: interpretations.length > 0 ? reading.reading.id : null,
        interpretations: plain(interpretations),
      }),
    );
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}
