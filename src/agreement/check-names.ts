import type { Checking, Names } from "./check.ts";
import { suggestion } from "./nearest.ts";
import type { Path } from "./yaml-text.ts";

const listOf = (raw: unknown, key: string): string[] => {
  const list = (raw as Record<string, unknown> | null)?.[key];
  if (!Array.isArray(list)) return [];
  return list.map((item) => (item as { id?: unknown } | null)?.id).filter((id) => typeof id === "string");
};

/** Every name that the file defines, read from the plain values. */
export function namesOf(raw: unknown): Names {
  const head = (raw as Record<string, unknown> | null)?.agreement;
  const sources = (raw as Record<string, unknown> | null)?.sources;
  return {
    party: listOf(head, "parties"),
    thirdParty: listOf(head, "third-parties"),
    source: sources !== null && typeof sources === "object" ? Object.keys(sources) : [],
    zone: listOf(raw, "zones"),
    line: listOf(raw, "lines"),
    objects: listOf(raw, "objects"),
  };
}

const many = (v: string | readonly string[] | undefined): readonly (readonly [string, Path])[] =>
  v === undefined ? [] : typeof v === "string" ? [[v, []]] : v.map((s, i) => [s, [i]] as const);

/** Names that are defined twice, and names that refer to nothing. */
export function checkNames(c: Checking): void {
  const { file, names } = c;
  const refer = (known: readonly string[], what: string) => (name: string, path: Path) => {
    if (!known.includes(name))
      c.error(path, `unknown-${what.replaceAll(" ", "-")}`, `unknown ${what} "${name}"; ${suggestion(name, known)}`);
  };
  const party = refer(names.party, "party");
  const anyParty = refer([...names.party, ...names.thirdParty], "party");
  const zone = refer(names.zone, "zone");
  const line = refer(names.line, "line");
  const objects = refer(names.objects, "object list");
  const source = refer(names.source, "source");

  const once = (list: readonly { readonly id: string }[] | undefined, what: string, base: Path) => {
    const seen = new Set<string>();
    list?.forEach(({ id }, i) => {
      if (seen.has(id))
        c.error([...base, i, "id"], "repeated-id", `a second ${what} "${id}": every ${what} needs an id of its own`);
      seen.add(id);
    });
  };
  once([...file.agreement.parties], "party", ["agreement", "parties"]);
  file.agreement["third-parties"]?.forEach((p, i) => {
    const before = [...file.agreement.parties, ...(file.agreement["third-parties"] ?? []).slice(0, i)];
    if (before.some((o) => o.id === p.id))
      c.error(
        ["agreement", "third-parties", i, "id"],
        "repeated-id",
        `a second party "${p.id}": every party needs an id of its own`,
      );
  });
  once(file.zones, "zone", ["zones"]);
  once(file.lines, "line", ["lines"]);
  once(file.objects, "object list", ["objects"]);
  once(file.notices, "notice", ["notices"]);
  once(file.terms, "clause", ["terms"]);
  once(
    file["in-force"]?.map((r) => ({ id: r.reading })),
    "reading",
    ["in-force"],
  );
  file.terms.forEach((t, i) => once(t.except, "exception", ["terms", i, "except"]));
  file.objects?.forEach((o, i) => once(o.facilities, "facility", ["objects", i, "facilities"]));

  walkSources(file, [], (id, path) => source(id, path));
  file.lines?.forEach((l, i) => l["applies-to"].forEach((p, j) => party(p, ["lines", i, "applies-to", j])));
  file.notices?.forEach((n, i) => {
    party(n.by, ["notices", i, "by"]);
    if (n.zone !== undefined) zone(n.zone, ["notices", i, "zone"]);
  });
  file.terms.forEach((t, i) => {
    const at = (...rest: Path): Path => ["terms", i, ...rest];
    t.subject.forEach((p, j) => party(p, at("subject", j)));
    t.positions?.forEach((p, j) => anyParty(p.party, at("positions", j, "party")));
    for (const key of ["inside", "outside"] as const)
      for (const [id, rest] of many(t.where?.[key])) zone(id, at("where", key, ...rest));
    if (t.where?.within) line(t.where.within.line, at("where", "within", "line"));
    for (const [id, rest] of many(t.prohibits?.within?.line)) line(id, at("prohibits", "within", "line", ...rest));
    if (t.prohibits?.objects !== undefined) objects(t.prohibits.objects, at("prohibits", "objects"));
    t.except?.forEach((e, j) => {
      if (e.kind === "localised-ceasefire" && e.zone !== undefined) zone(e.zone, at("except", j, "zone"));
    });
  });
}

/** Every `source` of the file, wherever it stands, except in the list of sources itself. */
function walkSources(value: unknown, path: Path, use: (id: string, path: Path) => void): void {
  if (Array.isArray(value)) value.forEach((v, i) => walkSources(v, [...path, i], use));
  else if (value !== null && typeof value === "object")
    for (const [key, v] of Object.entries(value)) {
      if (path.length === 0 && key === "sources") continue;
      if (key === "source") for (const [id, rest] of many(v as string | string[])) use(id, [...path, key, ...rest]);
      else walkSources(v, [...path, key], use);
    }
}
