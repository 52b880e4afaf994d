import { many } from "./build-words.ts";
import type { Checking } from "./check.ts";
import { suggestion } from "./nearest.ts";
import type { Path } from "./yaml-text.ts";

type Listed = readonly { readonly id: string }[] | undefined;
const ids = (list: Listed): string[] => (list ?? []).map((i) => i.id);

/** Names in the sections on guarantees that are defined twice or refer to nothing, and what a lawyer would ask of them. */
export function checkGuarantees(c: Checking): void {
  const { file, names } = c;
  const refer = (known: readonly string[], what: string, name: string | undefined, path: Path): void => {
    if (name !== undefined && !known.includes(name))
      c.error(path, `unknown-${what.replaceAll(" ", "-")}`, `unknown ${what} "${name}"; ${suggestion(name, known)}`);
  };
  const once = (list: Listed, what: string, base: Path): void => {
    const seen = new Set<string>();
    list?.forEach(({ id }, i) => {
      if (seen.has(id))
        c.error([...base, i, "id"], "repeated-id", `a second ${what} "${id}": every ${what} needs an id of its own`);
      seen.add(id);
    });
  };
  const people = [...names.party, ...names.thirdParty, ...names.body];
  const texts = ids(file.texts);
  const each = (list: Listed, what: string, section: string): void => once(list, what, [section]);
  each(file.texts, "text", "texts");
  each(file.meetings, "meeting", "meetings");
  each(file.relations, "relation", "relations");
  each(file.commitments, "commitment", "commitments");
  each(file.contingents, "contingent", "contingents");
  each(file.positions, "position", "positions");
  each(file.questions, "question", "questions");
  each(file.expectations, "expectation", "expectations");

  file.texts?.forEach((t, i) => {
    t["signed-by"]?.forEach((p, j) => refer(people, "party", p, ["texts", i, "signed-by", j]));
    if (!t.source) c.warn(["texts", i], "no-source", `text "${t.id}" has no source: where is it known from?`);
  });
  file.relations?.forEach((r, i) => {
    for (const end of ["from", "to"] as const) refer(texts, "text", r[end], ["relations", i, end]);
  });
  file.meetings?.forEach((m, i) =>
    m.participants?.forEach((p, j) => refer(people, "party", p.of, ["meetings", i, "participants", j, "of"])),
  );
  file.commitments?.forEach((k, i) => {
    for (const [j, p] of many(k.guarantor).entries())
      refer(
        people,
        "party",
        p,
        typeof k.guarantor === "string" ? ["commitments", i, "guarantor"] : ["commitments", i, "guarantor", j],
      );
    for (const p of many(k.beneficiary)) refer(people, "party", p, ["commitments", i, "beneficiary"]);
    refer(texts, "text", k.text, ["commitments", i, "text"]);
    if (!k.source) c.warn(["commitments", i], "no-source", `commitment "${k.id}" has no source: who says so?`);
    if (!k.modality)
      c.warn(
        ["commitments", i],
        "no-modality",
        `commitment "${k.id}" has no modality: is it hoped, draft, signed, in force?`,
      );
    if (["hoped", "expected", "undecided"].includes(k.modality ?? ""))
      c.error(
        ["commitments", i, "modality"],
        "not-a-commitment",
        `commitment "${k.id}" is ${k.modality}: a hope or an expectation is no commitment; write it under positions or expectations`,
      );
  });
  file.contingents?.forEach((k, i) => {
    const at = (...rest: Path): Path => ["contingents", i, ...rest];
    refer(people, "party", k.lead, at("lead"));
    refer(texts, "text", k.text, at("text"));
    k.contributors?.forEach((p, j) => refer(people, "party", p.who, at("contributors", j, "who")));
    k.placements?.forEach((p, j) => {
      refer(people, "party", p.by, at("placements", j, "by"));
      refer(names.zone, "zone", p.zone, at("placements", j, "zone"));
      if (p.zone !== undefined && p.position !== undefined)
        c.error(
          at("placements", j, "position"),
          "two-shapes",
          `placement "${p.id}" has a zone and a position: write one`,
        );
    });
    k.constraints?.forEach((p, j) => {
      refer(names.line, "line", p.line, at("constraints", j, "line"));
      for (const key of ["not-within", "only-within"] as const)
        refer(names.zone, "zone", p[key], at("constraints", j, key));
    });
    for (const list of ["strengths", "placements", "constraints", "use-of-force"] as const)
      once(k[list], "entry", at(list));
  });
  const anything = [
    ...names.clause,
    ...texts,
    ...ids(file.commitments),
    ...ids(file.contingents),
    ...ids(file.questions),
    ...ids(file.response?.ladders),
  ];
  for (const section of ["positions", "questions", "expectations"] as const)
    file[section]?.forEach((p, i) => {
      for (const name of many(p.on)) refer(anything, "subject", name, [section, i, "on"]);
    });
  file.questions?.forEach((q, i) => once(q.values, "value", ["questions", i, "values"]));
  checkVerification(c, refer, once);
  checkResponse(c, refer, once, texts);
}

type Refer = (known: readonly string[], what: string, name: string | undefined, path: Path) => void;
type Once = (list: Listed, what: string, base: Path) => void;

function checkVerification(c: Checking, refer: Refer, once: Once): void {
  const v = c.file.verification;
  if (!v) return;
  const bodies = ids(v.bodies);
  once(v.bodies, "body", ["verification", "bodies"]);
  once(v.levels, "level", ["verification", "levels"]);
  once(v.standards, "standard", ["verification", "standards"]);
  once(v.clocks, "clock", ["verification", "clocks"]);
  const next = new Map<string, string>();
  v.levels?.forEach((l, i) => {
    refer(bodies, "body", l.body, ["verification", "levels", i, "body"]);
    refer(ids(v.levels), "level", l["escalates-to"], ["verification", "levels", i, "escalates-to"]);
    refer(ids(v.standards), "standard", l.standard, ["verification", "levels", i, "standard"]);
    if (l["escalates-to"] !== undefined) next.set(l.id, l["escalates-to"]);
  });
  v.levels?.forEach((l, i) => {
    const seen = new Set<string>();
    for (let at: string | undefined = l.id; at !== undefined && !seen.has(at); at = next.get(at)) {
      seen.add(at);
      if (next.get(at) === l.id)
        c.error(["verification", "levels", i, "escalates-to"], "ring", `level "${l.id}" escalates back to itself`);
    }
  });
  v.clocks?.forEach((k, i) => refer(bodies, "body", k.body, ["verification", "clocks", i, "body"]));
}

function checkResponse(c: Checking, refer: Refer, once: Once, texts: readonly string[]): void {
  const r = c.file.response;
  if (!r) return;
  once(r.determinations, "determination", ["response", "determinations"]);
  once(r.ladders, "ladder", ["response", "ladders"]);
  r.determinations?.forEach((d, i) => {
    refer(c.names.body, "body", d.body, ["response", "determinations", i, "body"]);
    refer(texts, "text", d.text, ["response", "determinations", i, "text"]);
  });
  r.ladders?.forEach((l, i) => {
    const at = (...rest: Path): Path => ["response", "ladders", i, ...rest];
    refer(texts, "text", l.text, at("text"));
    for (const name of many(l["started-by"])) refer(ids(r.determinations), "determination", name, at("started-by"));
    once(l.steps, "step", at("steps"));
    l.steps.forEach((s, j) => {
      const before = l.steps.slice(0, j).map((o) => o.id);
      const after = s["counted-from"]?.startsWith("step ") ? s["counted-from"].slice(5) : undefined;
      if (after !== undefined && !before.includes(after))
        c.error(
          at("steps", j, "counted-from"),
          "unknown-step",
          `step "${s.id}" is counted from "${after}", which is no step before it; ${suggestion(after, before)}`,
        );
    });
    const holds = c.file.texts?.find((t) => t.id === l.text);
    if (holds && holds.status !== "in-force")
      c.warn(
        at("text"),
        "exercise-only",
        `ladder "${l.id}" stands in a text that is ${holds.status}: it runs in exercises only`,
      );
  });
}
