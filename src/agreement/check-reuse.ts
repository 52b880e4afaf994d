import { ACTS, isKindOf, mayBeKindOf } from "../observation/taxonomy.ts";
import type { Checking } from "./check.ts";
import { checkWeapons } from "./check-weapons.ts";
import { suggestion } from "./nearest.ts";
import type { Path } from "./yaml-text.ts";

const many = (v: string | readonly string[] | undefined): readonly string[] =>
  v === undefined ? [] : typeof v === "string" ? [v] : v;

/** Definitions that nobody uses or that say nothing, events that nothing is counted from, interpretations that clash. */
export function checkReuse(c: Checking): void {
  const { file } = c;
  const used = new Set(
    file.terms.flatMap((t) => [
      ...many(t.prohibits?.["as-defined"]),
      ...many(t.obliges?.["as-defined"]),
      ...many(t.where?.["as-defined"]),
      ...many(t.defines),
    ]),
  );
  for (const [id, d] of Object.entries(file.definitions ?? {})) {
    const at = (...rest: Path): Path => ["definitions", id, ...rest];
    checkWeapons(c, d.weapons, at("weapons"));
    if (!used.has(id))
      c.warn(
        at(),
        "unused-definition",
        `definition "${id}" is used by no clause: name it in as-defined, or leave it out`,
      );
    if (d.source === undefined) c.warn(at(), "no-source", `definition "${id}" has no source: which text defines it?`);
    if (!d.text && !d.means && !d.acts && !d.activities && !d.weapons && !d.zones)
      c.warn(at(), "says-nothing", `definition "${id}" says nothing: give means, or what it covers`);
  }
  const text = JSON.stringify([
    file["in-force"],
    file.terms,
    file.interpretations,
    file.amends,
    file.texts,
    file.commitments,
  ]);
  file.events?.forEach((e, i) => {
    if (!text.includes(`event ${e.id}`))
      c.warn(["events", i], "unused-event", `nothing is counted from event "${e.id}"`);
  });

  const given = file.interpretations ?? [];
  given.forEach((n, i) => {
    const at = (...rest: Path): Path => ["interpretations", i, ...rest];
    checkWeapons(c, n.weapons, at("weapons"));
    const clause = file.terms.find((t) => t.id === n.clause);
    const names = n.acts ?? n.activities ?? n.objects ?? n.weapons;
    if (!names && ["covers", "does-not-cover", "exempts"].includes(n.effect))
      c.warn(
        at("effect"),
        "whole-clause",
        `interpretation "${n.id}" names no acts, activities, objects or weapons: it ${n.effect === "covers" ? "covers" : n.effect === "exempts" ? "exempts" : "takes out"} everything`,
      );
    if (clause && !clause.prohibits && n.effect !== "none" && n.effect !== "confirms")
      c.warn(
        at("effect"),
        "no-effect",
        `interpretation "${n.id}" is about clause "${n.clause}", which prohibits nothing: it is shown and changes no result`,
      );
    if (n.source === undefined)
      c.warn(at(), "no-source", `interpretation "${n.id}" has no source: where does ${n.by} say so?`);
    given.slice(0, i).forEach((o) => {
      if (
        o.clause === n.clause &&
        o.effect !== n.effect &&
        [o.effect, n.effect].every((e) => e !== "none" && e !== "confirms") &&
        JSON.stringify([o.acts, o.activities, o.objects, o.weapons]) ===
          JSON.stringify([n.acts, n.activities, n.objects, n.weapons])
      )
        c.warn(
          at("effect"),
          "interpretations-clash",
          `interpretations "${o.id}" (${o.effect}) and "${n.id}" (${n.effect}) say different things of the same: every such case stays open until one of them is withdrawn`,
        );
    });
  });
}

/** Every act of the clause, those of its definitions included. */
export const actsOf = (c: Checking, t: Checking["file"]["terms"][number]): readonly (typeof ACTS)[number][] => [
  ...(t.prohibits?.acts ?? []),
  ...many(t.prohibits?.["as-defined"]).flatMap(
    (id) => c.file.definitions?.[id]?.acts ?? c.base?.definitions.find((d) => d.id === id)?.acts ?? [],
  ),
];

/** Whether anything that one of these acts can be is one of those. */
export const meet = (some: readonly (typeof ACTS)[number][], others: readonly (typeof ACTS)[number][]): boolean =>
  some.some((a) => others.some((b) => isKindOf(a, b) || mayBeKindOf(b, a)));

/** A name that should be known, with the nearest one. */
export const refer =
  (c: Checking, known: readonly string[], what: string) =>
  (name: string, path: Path): void => {
    if (!known.includes(name))
      c.error(path, `unknown-${what.replaceAll(" ", "-")}`, `unknown ${what} "${name}"; ${suggestion(name, known)}`);
  };
