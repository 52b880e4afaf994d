import type { ActId } from "../observation/taxonomy.ts";
import { formatInstant } from "../time/day.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { HOUR, MINUTE } from "../units.ts";
import type { Anchor, Length, Moment } from "./moment-text.ts";
import type { Phrases } from "./say-phrases.ts";
import { ACT_WORDS, wordIn } from "./say-vocabulary.ts";

/** Names by id, as the agreement gives them. */
export interface Named {
  readonly who: (id: string) => string;
  readonly zone: (id: string) => string;
  readonly line: (id: string) => string;
  readonly event: (id: string) => string;
  readonly clock: Clock;
}

/** A length, its parts joined: "1 month and 3 days". Signs are left to the caller. */
export function sayLength(length: Length, p: Phrases): string {
  const [months, days, ms] = [Math.abs(length.months), Math.abs(length.days), Math.abs(length.ms)];
  const hours = Math.floor(ms / HOUR);
  const minutes = (ms - hours * HOUR) / MINUTE;
  return p.list(
    [
      ...(months > 0 ? [p.months(months)] : []),
      ...(days > 0 ? [p.days(days)] : []),
      ...(hours > 0 ? [p.hours(hours)] : []),
      ...(minutes > 0 ? [p.minutes(minutes)] : []),
    ],
    "and",
  );
}

function sayAnchor(a: Anchor, p: Phrases, named: Named): string {
  switch (a.kind) {
    case "in-force":
      return p.anchors.inForce;
    case "incident":
      return p.anchors.incident;
    case "event":
      return p.anchors.event(named.event(a.id));
    default:
      return p.anchors[a.kind](a.id);
  }
}

/** As it is written in a file: "EIF + 1 months - 1 d". */
export function momentNotation(m: Exclude<Moment, { kind: "quiet" }>, clock: Clock): string {
  if (m.kind === "absolute") return formatInstant(m.at, clock, "minute");
  const { after: a, shift } = m;
  const head = a.kind === "in-force" ? "EIF" : "id" in a ? `${a.kind} ${a.id}` : a.kind;
  const part = (n: number, unit: string) => (n === 0 ? "" : ` ${n < 0 ? "-" : "+"} ${Math.abs(n)} ${unit}`);
  const hours = Math.trunc(shift.ms / HOUR);
  return `${head}${part(shift.months, "months")}${part(shift.days, "d")}${part(hours, "h")}${part((shift.ms - hours * HOUR) / MINUTE, "min")}`;
}

/** A moment in the words of a language; where months and days go different ways, as the file writes it. */
export function sayMoment(m: Moment, p: Phrases, named: Named): string {
  if (m.kind === "absolute") return formatInstant(m.at, named.clock, "minute");
  if (m.kind === "relative") {
    const parts = [m.shift.months, m.shift.days, m.shift.ms].filter((n) => n !== 0);
    if (parts.some((n) => n > 0) && parts.some((n) => n < 0)) return momentNotation(m, named.clock);
    return p.moment(
      sayLength(m.shift, p),
      parts.some((n) => n < 0),
      sayAnchor(m.after, p, named),
    );
  }
  const acts = m.resetsOn.map((a) => (Object.hasOwn(ACT_WORDS, a) ? wordIn(ACT_WORDS[a as ActId], p.language) : a));
  const more = sayLength(m.shift, p);
  return p.quiet(
    p.quietDays(m.days),
    sayMoment(m.since, p, named),
    acts,
    m.inside.map(named.zone),
    m.confirmedBy === undefined ? null : named.who(m.confirmedBy),
    more === "" ? null : more,
  );
}
