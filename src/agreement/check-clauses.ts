import type { Checking } from "./check.ts";
import { checkWeapons } from "./check-weapons.ts";
import { NEVER_ACTS, type WrittenClause } from "./schema.ts";
import type { Path } from "./yaml-text.ts";

/** What a clause says and what it leaves out: kinds, sources, authentic text, exceptions that can never apply. */
export function checkClauses(c: Checking): void {
  if ((c.file["in-force"] ?? []).length === 0 && c.file.terms.some((t) => t.when?.from !== "always"))
    c.warn(
      ["agreement"],
      "no-reading",
      "in-force holds no reading: nothing says when the agreement is in force, so nothing can be assessed",
    );
  c.file.terms.forEach((t, i) => {
    const at = (...rest: Path): Path => ["terms", i, ...rest];
    const kinds = (["prohibits", "obliges", "permits"] as const).filter((k) => t[k] !== undefined);
    if (kinds.length !== 1)
      c.error(
        at(),
        "one-modality",
        `clause "${t.id}" needs exactly one of prohibits, obliges and permits, and has ${kinds.length === 0 ? "none" : kinds.join(" and ")}${kinds.length > 1 ? ": write two clauses" : ""}`,
      );
    prohibition(c, t, at);
    const other = kinds.length === 1 && t.prohibits === undefined ? kinds[0] : undefined;
    if (other) {
      c.warn(
        at(other),
        "not-yet-evaluated",
        `clause "${t.id}": ${other === "obliges" ? "obligations are" : "permissions are"} not yet evaluated: it is listed and left out of the assessment`,
      );
      for (const key of ["threshold", "except"] as const)
        if (t[key] !== undefined)
          c.warn(at(key), "no-effect", `clause "${t.id}": ${key} has no effect beside ${other}`);
    }
    if (t.obliges && t.obliges.deadline === undefined)
      c.warn(at("obliges"), "no-deadline", `clause "${t.id}" obliges without a deadline: by when?`);
    if (t.source === undefined) c.warn(at(), "no-source", `clause "${t.id}" has no source: which text says so?`);
    texts(c, t, at);
    exceptions(c, t, at);
    if (new Set(t.subject).size < t.subject.length)
      c.warn(at("subject"), "repeated-party", `clause "${t.id}" names a party twice`);
    if (t.standing === "disputed" && (t.positions ?? []).length === 0)
      c.warn(at("standing"), "no-positions", `clause "${t.id}" is disputed, and positions does not say who holds what`);
  });
}

type At = (...rest: Path) => Path;

function prohibition(c: Checking, t: WrittenClause, at: At): void {
  const p = t.prohibits;
  if (!p) return;
  p.acts?.forEach((act, j) => {
    if (NEVER_ACTS.includes(act))
      c.error(
        at("prohibits", "acts", j),
        "not-an-act",
        `"${act}" is ${act === "thermal" ? "a reading of a sensor" : "a warning"}, not an act: nobody can be forbidden it`,
      );
    if (act === "undetermined")
      c.error(
        at("prohibits", "acts", j),
        "not-an-act",
        '"undetermined" names no act: name the acts that the text forbids',
      );
  });
  checkWeapons(c, p.weapons, at("prohibits", "weapons"));
}

function texts(c: Checking, t: WrittenClause, at: At): void {
  const written = Object.keys(t.text ?? {});
  t.authentic?.forEach((language, j) => {
    if (!written.includes(language))
      c.error(
        at("authentic", j),
        "unknown-language",
        `clause "${t.id}": text has no "${language}"; ${written.length > 0 ? `it has ${written.join(", ")}` : "give the words under text"}`,
      );
  });
  if (t.standing !== "unseen" && (t.authentic ?? []).length === 0)
    c.warn(
      at(),
      "no-authentic-text",
      `clause "${t.id}" has no authentic text: which language decides where versions differ?`,
    );
}

function exceptions(c: Checking, t: WrittenClause, at: At): void {
  t.except?.forEach((e, j) => {
    if (e.kind === "prior-notice" || e.kind === "localised-ceasefire") {
      const local = e.kind === "localised-ceasefire";
      const could = c.file.notices?.some(
        (n) =>
          local === (n.activity === "localised-ceasefire") && (!local || e.zone === undefined || n.zone === e.zone),
      );
      if (!could)
        c.warn(
          at("except", j),
          "never-applies",
          `exception "${e.id}" can never apply: notices holds no ${local ? "localised ceasefire" : "prior notice"}${local && e.zone !== undefined ? ` in zone "${e.zone}"` : ""}`,
        );
    }
    if (e.kind === "activity" && e.activities.length === 1 && e.activities[0] === "ceasefire-event")
      c.warn(
        at("except", j),
        "never-applies",
        `exception "${e.id}" exempts the ordinary case: every contrary act would be exempt`,
      );
  });
}
