import { formatInstant, parseInstant } from "../time/day.ts";
import { findZone, UTC } from "../time/zone.ts";
import type { Millis } from "../units.ts";
import { moment as built } from "./build-words.ts";
import type { Checking } from "./check.ts";
import { type Anchors, resolveMoment } from "./moment.ts";
import type { Moment } from "./moment-text.ts";
import { suggestion } from "./nearest.ts";
import type { WrittenClause } from "./schema.ts";
import type { Path } from "./yaml-text.ts";

type Written = Parameters<typeof built>[0];

/** Where a moment stands decides what it may be counted from. */
type Kind = "reading-start" | "reading-end" | "clause" | "report";

/** Moments that are counted from something: names that refer to nothing, rings, and deadlines that cannot be kept. */
export function checkMoments(c: Checking): void {
  const { file } = c;
  const readings = file["in-force"] ?? [];
  readings.forEach((r, i) => {
    anchored(c, r.from, "reading-start", ["in-force", i, "from"]);
    if (r.until !== undefined) anchored(c, r.until, "reading-end", ["in-force", i, "until"]);
  });
  file.interpretations?.forEach((n, i) => {
    if (n.from !== undefined) anchored(c, n.from, "clause", ["interpretations", i, "from"]);
  });
  file.texts?.forEach((t, i) => {
    if (t["in-force-from"] !== undefined)
      anchored(c, t["in-force-from"], "reading-start", ["texts", i, "in-force-from"]);
  });
  file.commitments?.forEach((k, i) => {
    if (k.lapses !== undefined) anchored(c, k.lapses, "clause", ["commitments", i, "lapses"]);
  });
  if (file.amends) anchored(c, file.amends.from, "reading-start", ["amends", "from"]);

  rings(c);
  const anchors = anchorsIn(c);
  const starts = readings.flatMap((r, i) => {
    const from = anchors.at(r.from, null);
    if (from !== null)
      return [{ id: r.reading, from, until: r.until === undefined ? null : anchors.at(r.until, from) }];
    const waits = anchors.waits(r.from);
    if (waits !== undefined)
      c.warn(
        ["in-force", i, "from"],
        "not-yet-in-force",
        `reading "${r.reading}" waits for ${waits}: nothing is assessed under it until that is known`,
      );
    return [];
  });
  readings.forEach((r, i) => {
    const own = starts.find((s) => s.id === r.reading);
    if (own && own.until !== null && own.until <= own.from && (relative(r.from) || relative(r.until)))
      c.error(
        ["in-force", i, "until"],
        "ends-before-it-begins",
        `until (${r.until}) must come after from (${r.from}): check both`,
      );
  });

  file.terms.forEach((t, i) => {
    const at = (...rest: Path): Path => ["terms", i, ...rest];
    for (const [written, path, kind] of momentsOf(t)) anchored(c, written, kind, at(...path));
    const under = starts.filter((s) => t["only-under"] === undefined || [t["only-under"]].flat().includes(s.id));
    for (const { from } of under) {
      windowUnder(c, t, anchors, from, at);
      obligationUnder(c, t, anchors, from, at);
    }
    dueUnder(c, t, anchors, under, at);
  });
}

const relative = (m: Written | undefined): boolean =>
  m !== undefined && (typeof m !== "string" || (m !== "always" && parseInstant(m) === null));

/** Every moment of a clause, where it stands, and what it may be counted from. */
function momentsOf(t: WrittenClause): (readonly [Written, Path, Kind])[] {
  const found: (readonly [Written | undefined, Path, Kind])[] = [
    [t.when?.from === "always" ? undefined : t.when?.from, ["when", "from"], "clause"],
    [t.when?.until, ["when", "until"], "clause"],
  ];
  t.except?.forEach((e, j) => {
    found.push([e.from, ["except", j, "from"], "clause"], [e.until, ["except", j, "until"], "clause"]);
  });
  const o = t.obliges;
  const kind = o?.kind === "report-by" ? "report" : "clause";
  found.push([o?.["start-by"], ["obliges", "start-by"], kind], [o?.deadline, ["obliges", "deadline"], kind]);
  o?.steps?.forEach((s, j) => {
    found.push([s.by, ["obliges", "steps", j, "by"], kind]);
  });
  return found.flatMap(([m, path, k]) => (m === undefined ? [] : [[m, path, k] as const]));
}

function anchored(c: Checking, written: Written, kind: Kind, path: Path): void {
  const moment = built(written);
  if (moment.kind === "absolute") return;
  if (moment.kind === "quiet") {
    if (typeof written !== "string") anchored(c, written.since, kind, [...path, "since"]);
    return;
  }
  const { after } = moment;
  const known = { event: c.names.event, notice: c.names.notice, due: c.names.clause, done: c.names.clause };
  if ("id" in after) {
    const names = known[after.kind];
    const what = after.kind === "due" || after.kind === "done" ? "clause" : after.kind;
    if (!names.includes(after.id))
      c.error(path, `unknown-${what}`, `unknown ${what} "${after.id}"; ${suggestion(after.id, names)}`);
  }
  const reading = kind === "reading-start" || kind === "reading-end";
  if (kind === "reading-start" && after.kind === "in-force")
    c.error(
      path,
      "counted-from-itself",
      "EIF is the beginning that is being given here: count from an event or write the moment",
    );
  else if (reading && (after.kind === "due" || after.kind === "done"))
    c.error(
      path,
      "counted-from-a-clause",
      "a reading's window cannot hang on a clause: count from an event or write the moment",
    );
  else if (after.kind === "incident" && kind !== "report")
    c.error(path, "no-incident", "only a report-by obligation can be counted from an incident");
}

/** What the file itself can tell of a moment. */
interface InFile {
  readonly at: (m: Written, inForce: Millis | null) => Millis | null;
  readonly waits: (m: Written) => string | undefined;
}

function anchorsIn(c: Checking): InFile {
  const zone = clockOf(c);
  const clauses = new Map(c.file.terms.map((t) => [t.id, t]));
  const asked = new Set<string>();
  const anchors = (inForce: Millis | null): Anchors => ({
    inForce,
    event: (id) => {
      const at = c.file.events?.find((e) => e.id === id)?.at;
      return (at === undefined ? null : parseInstant(at)) ?? c.base?.events.find((e) => e.id === id)?.at ?? null;
    },
    notice: (id) => {
      const given = c.file.notices?.find((n) => n.id === id)?.given;
      return given === undefined ? null : parseInstant(given);
    },
    due: (id) => {
      const deadline = clauses.get(id)?.obliges?.deadline;
      const waits = { waitsFor: `the deadline of clause "${id}"` };
      if (deadline === undefined || asked.has(id) || asked.size > LONGEST_CHAIN) return waits;
      asked.add(id);
      const found = resolveMoment(built(deadline), anchors(inForce), zone);
      asked.delete(id);
      return found;
    },
  });
  const resolve = (m: Written, inForce: Millis | null) => resolveMoment(built(m), anchors(inForce), zone);
  return {
    at: (m, inForce) => {
      const found = resolve(m, inForce);
      return "at" in found ? found.at : null;
    },
    waits: (m) => {
      const found = resolve(m, null);
      return "at" in found ? undefined : found.waitsFor;
    },
  };
}

/** Deadlines can be counted from one another over so many clauses. */
export const LONGEST_CHAIN = 64;

/** Clauses whose deadline hangs on itself, by whatever way round, or over more clauses than anybody could follow. */
function rings(c: Checking): void {
  const next = new Map<string, string>();
  for (const t of c.file.terms) {
    const m: Moment | undefined = t.obliges?.deadline === undefined ? undefined : built(t.obliges.deadline);
    const start = m?.kind === "quiet" ? m.since : m;
    if (start?.kind === "relative" && start.after.kind === "due") next.set(t.id, start.after.id);
  }
  c.file.terms.forEach((t, i) => {
    const at: Path = ["terms", i, "obliges", "deadline"];
    const seen: string[] = [t.id];
    for (let id = next.get(t.id); id !== undefined; id = next.get(id)) {
      if (id === t.id) {
        c.error(
          at,
          "ring-of-deadlines",
          `the deadline of clause "${t.id}" is counted from itself: ${[...seen, t.id].join(" → ")}`,
        );
        return;
      }
      // A ring further on is told where it stands.
      if (seen.includes(id)) return;
      seen.push(id);
      if (seen.length > LONGEST_CHAIN) {
        c.error(
          at,
          "too-long-a-chain",
          `the deadline of clause "${t.id}" is counted over more than ${LONGEST_CHAIN} clauses: count from an event instead`,
        );
        return;
      }
    }
  });
}

function windowUnder(c: Checking, t: WrittenClause, file: InFile, inForce: Millis, at: (...rest: Path) => Path): void {
  const { from, until } = t.when ?? {};
  if (from === undefined || from === "always" || until === undefined || !(relative(from) || relative(until))) return;
  const [start, end] = [file.at(from, inForce), file.at(until, inForce)];
  if (start !== null && end !== null && end <= start)
    c.error(at("when", "until"), "ends-before-it-begins", `clause "${t.id}": until must come after from: check both`);
}

interface Start {
  readonly id: string;
  readonly from: Millis;
  readonly until: Millis | null;
}

/** A deadline that lies outside every window in which the clause is in force. */
function dueUnder(
  c: Checking,
  t: WrittenClause,
  file: InFile,
  readings: readonly Start[],
  at: (...rest: Path) => Path,
): void {
  const deadline = t.obliges?.deadline;
  const [first] = readings;
  if (deadline === undefined || !first) return;
  const due = readings.map((r) => ({ ...r, due: file.at(deadline, r.from) }));
  const zone = clockOf(c);
  const say = (m: Millis) => formatInstant(m, zone, "minute");
  const whole = due.flatMap((d) => (d.due === null ? [] : [{ ...d, due: d.due }]));
  const [one] = whole;
  if (!one || whole.length < due.length) return;
  if (whole.every((d) => d.due < d.from))
    c.warn(
      at("obliges", "deadline"),
      "due-before-in-force",
      `clause "${t.id}" is due ${say(one.due)}, before it is in force under reading "${one.id}" (${say(one.from)}): it could never be kept in time`,
    );
  if (one.until !== null && whole.every((d) => d.until !== null && d.due > d.until))
    c.warn(
      at("obliges", "deadline"),
      "due-after-end",
      `clause "${t.id}" is due ${say(one.due)}, after the end of reading "${one.id}" (${say(one.until)}): does the duty outlive it?`,
    );
}

const clockOf = (c: Checking) => findZone(c.file.agreement["mission-zone"]) ?? UTC;

/** The beginning, the steps and the deadline of a duty, in this order. */
function obligationUnder(
  c: Checking,
  t: WrittenClause,
  file: InFile,
  inForce: Millis,
  at: (...rest: Path) => Path,
): void {
  const o = t.obliges;
  if (!o) return;
  const zone = clockOf(c);
  const say = (m: Millis) => formatInstant(m, zone, "minute");
  const due = o.deadline === undefined ? null : file.at(o.deadline, inForce);
  const start = o["start-by"] === undefined ? null : file.at(o["start-by"], inForce);
  if (due !== null && start !== null && start > due)
    c.error(
      at("obliges", "start-by"),
      "starts-after-deadline",
      `clause "${t.id}" begins ${say(start)} and is due ${say(due)}: start-by must come before deadline`,
    );
  let last: Millis | null = null;
  o.steps?.forEach((s, j) => {
    const by = s.by === undefined ? null : file.at(s.by, inForce);
    if (by === null) return;
    if (due !== null && by > due)
      c.warn(
        at("obliges", "steps", j, "by"),
        "step-after-deadline",
        `step "${s.id}" is due ${say(by)}, after the deadline of the clause (${say(due)})`,
      );
    if (last !== null && by < last)
      c.warn(at("obliges", "steps", j, "by"), "steps-out-of-order", `step "${s.id}" is due before the step above it`);
    last = by;
  });
}
