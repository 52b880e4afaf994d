import { parseInstant } from "../time/day.ts";
import { findZone } from "../time/zone.ts";
import { HOUR } from "../units.ts";
import type { Checking } from "./check.ts";
import { checkObligation, checkStorage } from "./check-obligation.ts";
import { actsOf, meet } from "./check-reuse.ts";
import { checkWeapons } from "./check-weapons.ts";
import { DEMINING } from "./compile.ts";
import { NEVER_ACTS, type WrittenClause } from "./schema.ts";
import { SEVERITIES } from "./schema-clause.ts";
import type { Path } from "./yaml-text.ts";

/** What a clause says and what it leaves out: kinds, sources, authentic text, exceptions that can never apply. */
export function checkClauses(c: Checking): void {
  twice(c);
  authentic(c);
  if ((c.file["in-force"] ?? []).length === 0 && !c.file.amends && c.file.terms.some((t) => t.when?.from !== "always"))
    c.warn(
      ["agreement"],
      "no-reading",
      "in-force holds no reading: nothing says when the agreement is in force, so nothing can be assessed",
    );
  c.file.terms.forEach((t, i) => {
    const at = (...rest: Path): Path => ["terms", i, ...rest];
    const kinds = (["prohibits", "obliges", "permits", "defines"] as const).filter((k) => t[k] !== undefined);
    if (kinds.length !== 1)
      c.error(
        at(),
        "one-modality",
        `clause "${t.id}" needs exactly one of prohibits, obliges, permits and defines, and has ${kinds.length === 0 ? "none" : kinds.join(" and ")}${kinds.length > 1 ? ": write two clauses" : ""}`,
      );
    prohibition(c, t, at);
    checkObligation(c, t, at);
    const other = kinds.length === 1 && t.prohibits === undefined ? kinds[0] : undefined;
    if (other)
      for (const key of ["threshold", "except", "severity"] as const)
        if (t[key] !== undefined)
          c.warn(at(key), "no-effect", `clause "${t.id}": ${key} has no effect beside ${other}`);
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
  const acts = actsOf(c, t);
  if (acts.length === 0)
    c.error(
      at("prohibits"),
      "no-acts",
      `clause "${t.id}" prohibits no act: name acts, or definitions that name acts in as-defined`,
    );
  const storage = typeof p.storage === "string" ? [p.storage] : (p.storage ?? []);
  checkStorage(c, t, storage, at("prohibits", "storage"), p.within !== undefined);
  severities(c, t, at);
}

/** Rules of severity stand gravest first, as the first that holds is taken; one without a condition always holds. */
function severities(c: Checking, t: WrittenClause, at: At): void {
  let least: number = SEVERITIES.length;
  let always = false;
  t.severity?.forEach((s, j) => {
    const rank = SEVERITIES.indexOf(s.class);
    checkWeapons(c, s.weapons, at("severity", j, "weapons"));
    if (always)
      c.warn(
        at("severity", j),
        "never-applies",
        `this rule can never apply: one above it has no condition and always holds`,
      );
    else if (rank > least)
      c.warn(
        at("severity", j, "class"),
        "severity-out-of-order",
        `${s.class} stands below a milder class: the first rule that holds is taken, so write the gravest first`,
      );
    least = Math.min(least, rank);
    always ||= Object.keys(s).every((k) => ["class", "source", "words", "voice", "modality"].includes(k));
  });
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
}

/** Which language decides is asked clause by clause where a file answers it at all, and once where it does not. */
function authentic(c: Checking): void {
  const asked = c.file.terms.flatMap((t, i) => (t.standing === "unseen" ? [] : [{ t, i }]));
  const open = asked.filter(({ t }) => (t.authentic ?? []).length === 0);
  if (open.length > 1 && open.length === asked.length)
    c.warn(
      ["terms"],
      "no-authentic-text",
      `no clause of ${open.length} has an authentic text: which language decides where versions differ?`,
    );
  else
    for (const { t, i } of open)
      c.warn(
        ["terms", i],
        "no-authentic-text",
        `clause "${t.id}" has no authentic text: which language decides where versions differ?`,
      );
}

function exceptions(c: Checking, t: WrittenClause, at: At): void {
  const acts = actsOf(c, t);
  const activities = t.prohibits?.activities;
  const fixed = (m: string | undefined) => (m === undefined ? null : parseInstant(m));
  t.except?.forEach((e, j) => {
    const never = (why: string) =>
      c.warn(at("except", j), "never-applies", `exception "${e.id}" can never apply: ${why}`);
    if (e.kind === "prior-notice" || e.kind === "pre-notified-demining" || e.kind === "localised-ceasefire") {
      const local = e.kind === "localised-ceasefire";
      const notices = [...(c.file.notices ?? [])].filter(
        (n) =>
          local === (n.activity === "localised-ceasefire") &&
          (!local || e.zone === undefined || n.zone === e.zone) &&
          (e.kind !== "pre-notified-demining" || DEMINING.includes(n.activity)),
      );
      const what = local ? "localised ceasefire" : e.kind === "prior-notice" ? "prior notice" : "notice of demining";
      if (notices.length === 0)
        never(`notices holds no ${what}${local && e.zone !== undefined ? ` in zone "${e.zone}"` : ""}`);
      else if (!local) {
        const lead = e["lead-hours"] * HOUR;
        const late = (n: (typeof notices)[number]) => (fixed(n.given) ?? 0) + lead > (fixed(n.from) ?? 0);
        if (notices.every(late))
          never(
            `no ${what} was given ${e["lead-hours"]} hours before its activity; the nearest is "${notices[0]?.id}"`,
          );
      }
    }
    if (e.kind === "activity" && e.activities.length === 1 && e.activities[0] === "ceasefire-event")
      c.warn(
        at("except", j),
        "never-applies",
        `exception "${e.id}" exempts the ordinary case: every contrary act would be exempt`,
      );
    if (e.kind === "activity" && activities && !e.activities.some((a) => activities.includes(a)))
      never(`the clause speaks of ${activities.join(", ")} alone`);
    if (e.acts && acts.length > 0 && !meet(e.acts, acts))
      never(`it speaks of ${e.acts.join(", ")}, and the clause prohibits ${acts.join(", ")}`);
    const [from, until] = [fixed(e.from), fixed(e.until)];
    if (from !== null && until !== null && until <= from)
      c.error(at("except", j, "until"), "ends-before-it-begins", `until (${e.until}) must come after from (${e.from})`);
    const [start, end] = [t.when?.from, t.when?.until].map((m) => (typeof m === "string" ? parseInstant(m) : null));
    if ((start != null && until !== null && until <= start) || (end != null && from !== null && from >= end))
      never("its window lies outside that of the clause");
    if (e.hours && !findZone(e.hours.zone))
      c.error(
        at("except", j, "hours", "zone"),
        "unknown-time-zone",
        `unknown time zone "${e.hours.zone}": use an IANA name such as Europe/Kyiv`,
      );
    if (e.hours && e.hours.from === e.hours.until)
      c.error(
        at("except", j, "hours"),
        "no-hours",
        "from and until are the same time of day: leave hours out for the whole day",
      );
  });
}

/** Clauses that prohibit the same to the same parties at the same place and at overlapping times. */
function twice(c: Checking): void {
  const window = (t: WrittenClause) => {
    const end = (m: unknown, open: number) => (typeof m === "string" ? (parseInstant(m) ?? open) : open);
    return [end(t.when?.from, Number.NEGATIVE_INFINITY), end(t.when?.until, Number.POSITIVE_INFINITY)] as const;
  };
  const same = (t: WrittenClause) =>
    JSON.stringify([t.prohibits, t.subject, t.where, t.when?.hours, t["only-under"], t.threshold, t.except]);
  const before = new Map<string, WrittenClause[]>();
  c.file.terms.forEach((t, i) => {
    if (!t.prohibits) return;
    const [from, until] = window(t);
    const alike = before.get(same(t)) ?? [];
    const other = alike.find((o) => {
      const [start, end] = window(o);
      return from < end && start < until;
    });
    if (other)
      c.warn(
        ["terms", i],
        "same-prohibition",
        `clauses "${other.id}" and "${t.id}" prohibit the same at overlapping times: every result will stand twice`,
      );
    // One that overlaps is enough: what is alike and apart in time is kept, what overlaps is not asked again.
    else before.set(same(t), [...alike, t]);
  });
}
