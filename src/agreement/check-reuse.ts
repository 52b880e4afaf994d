import { ACTS, isKindOf, mayBeKindOf } from "../observation/taxonomy.ts";
import { many } from "./build-words.ts";
import type { Checking } from "./check.ts";
import { checkWeapons } from "./check-weapons.ts";
import { suggestion } from "./nearest.ts";
import type { Path } from "./yaml-text.ts";

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
  const counted = new Set([...text.matchAll(/event\s+([^\s"+\\]+)/g)].map((m) => m[1]));
  file.events?.forEach((e, i) => {
    if (!counted.has(e.id)) c.warn(["events", i], "unused-event", `nothing is counted from event "${e.id}"`);
  });

  const given = file.interpretations ?? [];
  const clauses = new Map(file.terms.map((t) => [t.id, t]));
  const first = new Map<string, (typeof given)[number]>();
  given.forEach((n, i) => {
    const at = (...rest: Path): Path => ["interpretations", i, ...rest];
    checkWeapons(c, n.weapons, at("weapons"));
    const clause = clauses.get(n.clause);
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
    if (n.effect === "none" || n.effect === "confirms") return;
    const subject = JSON.stringify([n.clause, n.acts, n.activities, n.objects, n.weapons]);
    const o = first.get(subject);
    if (!o) first.set(subject, n);
    else if (o.effect !== n.effect)
      c.warn(
        at("effect"),
        "interpretations-clash",
        `interpretations "${o.id}" (${o.effect}) and "${n.id}" (${n.effect}) say different things of the same: every such case stays open until one of them is withdrawn`,
      );
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

/** So many unknown names of a kind get the nearest one; a file with more has another trouble. */
const SUGGESTED = 100;

/** A name that should be known, with the nearest one. */
export function refer(c: Checking, known: readonly string[], what: string): (name: string, path: Path) => void {
  const names = new Set(known);
  let missed = 0;
  return (name, path) => {
    if (names.has(name)) return;
    const near = missed++ < SUGGESTED ? `; ${suggestion(name, known)}` : "";
    c.error(path, `unknown-${what.replaceAll(" ", "-")}`, `unknown ${what} "${name}"${near}`);
  };
}
