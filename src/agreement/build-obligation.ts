import { metres } from "../units.ts";
import type { Definition, LineDistance, Obligation, Quantity, WeaponRule } from "./agreement.ts";
import { given, many, momentOrNull, sourced } from "./build-words.ts";
import { parseLength } from "./moment-text.ts";
import type { WrittenObligation } from "./schema-obligation.ts";

type WrittenWeapon = NonNullable<WrittenObligation["weapons"]>[number];

/** One rule for every class that is named. */
export const weapons = (written: readonly WrittenWeapon[] | undefined): WeaponRule[] =>
  (written ?? []).flatMap((w) =>
    (typeof w.class === "string" ? [w.class] : w.class).map((one) => ({
      class: one,
      minMm: w["calibre-mm"]?.min ?? null,
      maxMm: w["calibre-mm"]?.max ?? null,
      models: w.models ?? [],
      families: many(w.family),
    })),
  );

/** Width and per side are both kept, in metres. */
export const distance = (
  w: { line: string | string[]; "per-side-km": number; "width-km"?: number | undefined } | undefined,
): LineDistance | undefined =>
  w && {
    lines: many(w.line),
    perSide: metres(w["per-side-km"] * 1000),
    width: metres((w["width-km"] ?? 2 * w["per-side-km"]) * 1000),
  };

const quantity = (c: WrittenObligation["count"]): Quantity | undefined =>
  c && { min: c.min ?? null, max: c.max ?? null, ...given("unit", c.unit) };

/** A checked obligation, its definitions worked in. */
export function obligation(o: WrittenObligation, used: readonly Definition[]): Obligation {
  const progress = o.progress;
  const any = {
    duty: o.duty,
    weapons: [...weapons(o.weapons), ...used.flatMap((d) => d.weapons)],
    ...given("forces", o.forces),
    ...given("objects", o.objects),
    ...given("count", quantity(o.count)),
    startBy: momentOrNull(o["start-by"]),
    deadline: momentOrNull(o.deadline),
    every: o.every === undefined ? null : parseLength(o.every),
    steps: (o.steps ?? []).map((s) => ({
      id: s.id,
      by: momentOrNull(s.by),
      ...given("what", s.what),
      ...given("share", s.share),
      ...given("count", quantity(s.count)),
      ...sourced(s),
    })),
    evidence: o.evidence ?? [],
    verifiedBy: many(o["verified-by"]),
    progress:
      progress === undefined
        ? []
        : typeof progress === "string"
          ? [{ says: progress, sources: [] }]
          : progress.map((p) => ({
              says: p.says,
              ...given("asOf", p["as-of"]),
              ...given("share", p.share),
              ...given("count", quantity(p.count)),
              ...sourced(p),
            })),
  };
  switch (o.kind) {
    case "withdraw-by":
      return {
        ...any,
        kind: o.kind,
        from: many(o.from),
        ...given("beyond", distance(o.beyond)),
        storage: many(o.storage),
      };
    case "deploy-by":
    case "report-by":
      return { ...any, kind: o.kind, to: many(o.to) };
    case "dismantle":
      return { ...any, kind: o.kind, inside: many(o.inside) };
    case "grant-access":
      return { ...any, kind: o.kind, to: many(o.to), inside: many(o.inside) };
    case "refrain":
      return {
        ...any,
        kind: o.kind,
        acts: [...new Set([...(o.acts ?? []), ...used.flatMap((d) => d.acts)])],
        activities: [...new Set(used.flatMap((d) => d.activities))],
      };
    default:
      return { ...any, kind: "other" };
  }
}
