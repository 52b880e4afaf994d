import type { z } from "zod";
import type { Agreement } from "./agreement.ts";
import type { Checking, Names } from "./check.ts";
import { refer } from "./check-reuse.ts";
import type { WrittenClause } from "./schema.ts";
import type { Quiet } from "./schema-obligation.ts";
import type { Path } from "./yaml-text.ts";

const listOf = (raw: unknown, key: string): string[] => {
  const list = (raw as Record<string, unknown> | null)?.[key];
  if (!Array.isArray(list)) return [];
  return list.map((item) => (item as { id?: unknown } | null)?.id).filter((id) => typeof id === "string");
};

const keysOf = (raw: unknown, key: string): string[] => {
  const group = (raw as Record<string, unknown> | null)?.[key];
  return group !== null && typeof group === "object" ? Object.keys(group) : [];
};

/** Every name that the file defines, read from the plain values, and those of the agreement that it amends. */
export function namesOf(raw: unknown, base?: Agreement): Names {
  const head = (raw as Record<string, unknown> | null)?.agreement;
  const verification = (raw as Record<string, unknown> | null)?.verification;
  const readings = (raw as Record<string, unknown> | null)?.["in-force"];
  const with_ = (own: readonly string[], before: readonly { readonly id: string }[] | undefined) => [
    ...new Set([...own, ...(before ?? []).map((o) => o.id)]),
  ];
  return {
    party: with_(listOf(head, "parties"), base?.parties),
    thirdParty: with_(listOf(head, "third-parties"), base?.thirdParties),
    source: with_(keysOf(raw, "sources"), base?.sources),
    zone: with_(listOf(raw, "zones"), base?.zones),
    line: with_(listOf(raw, "lines"), base?.lines),
    objects: with_(listOf(raw, "objects"), base?.objects),
    event: with_(listOf(raw, "events"), base?.events),
    notice: with_(listOf(raw, "notices"), base?.notices),
    clause: with_(listOf(raw, "terms"), base?.clauses),
    definition: with_(keysOf(raw, "definitions"), base?.definitions),
    reading: with_(
      Array.isArray(readings)
        ? readings.map((r) => (r as { reading?: unknown } | null)?.reading).filter((r) => typeof r === "string")
        : [],
      [...(base?.readings ?? []), ...(base?.pendingReadings ?? [])],
    ),
    body: listOf(verification, "bodies"),
  };
}

const many = (v: string | readonly string[] | undefined): readonly (readonly [string, Path])[] =>
  v === undefined ? [] : typeof v === "string" ? [[v, []]] : v.map((s, i) => [s, [i]] as const);

/** Names that are defined twice, and names that refer to nothing. */
export function checkNames(c: Checking): void {
  const { file, names } = c;
  const party = refer(c, names.party, "party");
  const anyParty = refer(c, [...names.party, ...names.thirdParty], "party");
  const who = refer(c, [...names.party, ...names.thirdParty, ...names.body], "party or body");
  const zone = refer(c, names.zone, "zone");
  const line = refer(c, names.line, "line");
  const objects = refer(c, names.objects, "object list");
  const source = refer(c, names.source, "source");
  const definition = refer(c, names.definition, "definition");
  const clause = refer(c, names.clause, "clause");
  const reading = refer(c, names.reading, "reading");
  const each = (v: string | readonly string[] | undefined, path: Path, use: (name: string, path: Path) => void) => {
    for (const [name, rest] of many(v)) use(name, [...path, ...rest]);
  };

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
  once(file.events, "event", ["events"]);
  once(file.interpretations, "interpretation", ["interpretations"]);
  once(
    file["in-force"]?.map((r) => ({ id: r.reading })),
    "reading",
    ["in-force"],
  );
  file.terms.forEach((t, i) => {
    once(t.except, "exception", ["terms", i, "except"]);
    once(t.obliges?.steps, "step", ["terms", i, "obliges", "steps"]);
  });
  file.objects?.forEach((o, i) => once(o.facilities, "facility", ["objects", i, "facilities"]));

  walkSources(file, [], (id, path) => source(id, path));
  file.lines?.forEach((l, i) => l["applies-to"].forEach((p, j) => party(p, ["lines", i, "applies-to", j])));
  file.notices?.forEach((n, i) => {
    party(n.by, ["notices", i, "by"]);
    if (n.zone !== undefined) zone(n.zone, ["notices", i, "zone"]);
  });
  file.zones?.forEach((z, i) => each(z["belongs-to"], ["zones", i, "belongs-to"], party));
  for (const [id, d] of Object.entries(file.definitions ?? {})) each(d.zones, ["definitions", id, "zones"], zone);
  file.interpretations?.forEach((n, i) => clause(n.clause, ["interpretations", i, "clause"]));
  if (file.amends && c.base)
    each(
      file.amends.removes,
      ["amends", "removes"],
      refer(
        c,
        c.base.clauses.map((k) => k.id),
        "clause",
      ),
    );
  file.terms.forEach((t, i) => {
    const at = (...rest: Path): Path => ["terms", i, ...rest];
    each(t["verified-by"], at("verified-by"), who);
    each(t["only-under"], at("only-under"), reading);
    each(t.defines, at("defines"), definition);
    each(t.where?.["as-defined"], at("where", "as-defined"), definition);
    each(t.prohibits?.["as-defined"], at("prohibits", "as-defined"), definition);
    each(t.prohibits?.storage, at("prohibits", "storage"), zone);
    each(t.permits?.notify, at("permits", "notify"), who);
    t.severity?.forEach((s, j) => {
      if (s.objects !== undefined) objects(s.objects, at("severity", j, "objects"));
      each(s.inside, at("severity", j, "inside"), zone);
    });
    const o = t.obliges;
    if (o) {
      each(o["as-defined"], at("obliges", "as-defined"), definition);
      each(o["verified-by"], at("obliges", "verified-by"), who);
      if (o.objects !== undefined) objects(o.objects, at("obliges", "objects"));
      if (o.kind === "withdraw-by") {
        each(o.from, at("obliges", "from"), zone);
        each(o.storage, at("obliges", "storage"), zone);
        each(o.beyond?.line, at("obliges", "beyond", "line"), line);
      }
      if (o.kind === "deploy-by") each(o.to, at("obliges", "to"), zone);
      if (o.kind === "dismantle" || o.kind === "grant-access") each(o.inside, at("obliges", "inside"), zone);
      if (o.kind === "grant-access" || o.kind === "report-by") each(o.to, at("obliges", "to"), who);
    }
    for (const [quiet, path] of quietsOf(t)) {
      each(quiet.inside, at(...path, "inside"), zone);
      if (quiet["confirmed-by"] !== undefined) who(quiet["confirmed-by"], at(...path, "confirmed-by"));
    }
    t.subject.forEach((p, j) => party(p, at("subject", j)));
    t.positions?.forEach((p, j) => anyParty(p.party, at("positions", j, "party")));
    for (const key of ["inside", "outside"] as const)
      for (const [id, rest] of many(t.where?.[key])) zone(id, at("where", key, ...rest));
    if (t.where?.within) line(t.where.within.line, at("where", "within", "line"));
    for (const [id, rest] of many(t.prohibits?.within?.line)) line(id, at("prohibits", "within", "line", ...rest));
    if (t.prohibits?.objects !== undefined) objects(t.prohibits.objects, at("prohibits", "objects"));
    t.except?.forEach((e, j) => {
      if (e.kind === "localised-ceasefire" && e.zone !== undefined) zone(e.zone, at("except", j, "zone"));
      if (e.kind === "self-defence") each(e.notify, at("except", j, "notify"), who);
      if (e.kind === "prior-notice" || e.kind === "pre-notified-demining") each(e.to, at("except", j, "to"), who);
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

type WrittenQuiet = z.infer<typeof Quiet>;

/** Every stretch of quiet days in a clause, and where it stands. */
function quietsOf(t: WrittenClause): (readonly [WrittenQuiet, Path])[] {
  const all: (readonly [unknown, Path])[] = [
    [t.when?.from, ["when", "from"]],
    [t.when?.until, ["when", "until"]],
    [t.obliges?.["start-by"], ["obliges", "start-by"]],
    [t.obliges?.deadline, ["obliges", "deadline"]],
    ...(t.obliges?.steps ?? []).map((s, j) => [s.by, ["obliges", "steps", j, "by"]] as const),
  ];
  return all.flatMap(([m, path]) => (m !== null && typeof m === "object" ? [[m as WrittenQuiet, path] as const] : []));
}
