import { many } from "./build-words.ts";
import type { Checking } from "./check.ts";
import { checkWeapons } from "./check-weapons.ts";
import type { WrittenClause } from "./schema.ts";
import type { Path } from "./yaml-text.ts";

type At = (...rest: Path) => Path;

/** What a lawyer would ask of a duty: by when, of what, shown how, and who looks. */
export function checkObligation(c: Checking, t: WrittenClause, at: At): void {
  const o = t.obliges;
  if (!o) return;
  const kind = o.kind ?? "other";
  if (o.deadline === undefined && o.every === undefined && kind !== "refrain")
    c.warn(at("obliges"), "no-deadline", `clause "${t.id}" obliges without a deadline: by when?`);
  if (o.deadline !== undefined && kind === "refrain")
    c.warn(
      at("obliges", "deadline"),
      "no-effect",
      `clause "${t.id}" asks to refrain: a deadline has no effect; say with when how long it holds`,
    );
  checkWeapons(c, o.weapons, at("obliges", "weapons"));
  const physical = ["withdraw-by", "deploy-by", "dismantle", "grant-access"].includes(kind);
  if (physical && o["verified-by"] === undefined && t["verified-by"] === undefined)
    c.warn(at("obliges"), "no-verifier", `clause "${t.id}" does not say who verifies that it is done`);
  if (o.kind === "withdraw-by") {
    if (o.beyond === undefined && o.from === undefined)
      c.warn(
        at("obliges"),
        "no-place",
        `clause "${t.id}" withdraws from nowhere: give from (zones to leave) or beyond (a distance from the line)`,
      );
    if (o.weapons === undefined && o.forces === undefined && o["as-defined"] === undefined)
      c.warn(at("obliges"), "no-object", `clause "${t.id}" does not say what is withdrawn: give weapons or forces`);
    checkStorage(c, t, many(o.storage), at("obliges", "storage"), o.beyond !== undefined);
  }
  const max = o.count?.max;
  emptyCount(c, o.count, at("obliges", "count"));
  let share = 0;
  o.steps?.forEach((s, j) => {
    const path = at("obliges", "steps", j);
    emptyCount(c, s.count, [...path, "count"]);
    if (s.by === undefined) c.warn(path, "no-deadline", `step "${s.id}" has no moment: by when?`);
    if (s.share !== undefined && s.share < share)
      c.warn(
        [...path, "share"],
        "steps-out-of-order",
        `step "${s.id}" asks for a smaller share than the step above it`,
      );
    share = Math.max(share, s.share ?? 0);
    if (s.count?.min !== undefined && max !== undefined && s.count.min > max)
      c.warn(
        [...path, "count"],
        "never-reached",
        `step "${s.id}" asks for ${s.count.min}, and the whole duty for at most ${max}`,
      );
  });
  if (Array.isArray(o.progress))
    o.progress.forEach((p, j) => {
      if (p.source === undefined)
        c.warn(at("obliges", "progress", j), "no-source", "this progress has no source: who says so?");
    });
}

function emptyCount(
  c: Checking,
  count: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined,
  path: Path,
): void {
  if (count?.min !== undefined && count.max !== undefined && count.min > count.max)
    c.error(path, "empty-range", `count: min (${count.min}) is more than max (${count.max})`);
}

/** Storage sites: the three-way weapon finding needs to know whose each is, and a line. */
export function checkStorage(
  c: Checking,
  t: WrittenClause,
  ids: readonly string[],
  path: Path,
  hasLine: boolean,
): void {
  if (ids.length === 0) return;
  if (!hasLine)
    c.warn(
      path,
      "no-effect",
      `clause "${t.id}": storage has no effect without a line: a weapon is "beyond the line but outside storage" only where a line says what beyond is`,
    );
  const zones = ids.flatMap((id) => c.file.zones?.find((z) => z.id === id) ?? []);
  for (const z of zones) {
    if (z.kind !== "storage")
      c.warn(
        path,
        "not-a-storage",
        `zone "${z.id}" is ${z.kind ? `of kind ${z.kind}` : "of no kind"}: write kind: storage`,
      );
    if (z["belongs-to"] === undefined)
      c.warn(
        path,
        "nobodys-storage",
        `storage site "${z.id}" does not say whose it is: write belongs-to; until then it counts for every party`,
      );
  }
  const without = t.subject.filter(
    (p) => !zones.some((z) => z["belongs-to"] === undefined || many(z["belongs-to"]).includes(p)),
  );
  if (zones.length === ids.length && without.length > 0)
    c.warn(
      path,
      "no-storage-of-party",
      `clause "${t.id}" binds ${without.join(", ")}, and none of its storage sites belongs to ${without.length > 1 ? "them" : "it"}`,
    );
}
