import { civilMillis } from "../time/day.ts";
import { firstInstantFrom, instantsOf, offsetAt, type Zone } from "../time/zone.ts";
import { DAY, type Millis, millis } from "../units.ts";
import type { Agreement } from "./agreement.ts";
import type { Anchor, Length, Moment, QuietMoment } from "./moment-text.ts";

/** The instant of a moment, or what has to be known or to happen before it has one. */
export type Resolved = { readonly at: Millis } | { readonly waitsFor: string };

/** What moments are counted from. A function left out: nothing of the kind is known here. */
export interface Anchors {
  /** First moment of the reading under which it is asked; null: none. */
  readonly inForce: Millis | null;
  readonly event?: (id: string) => Millis | null;
  readonly notice?: (id: string) => Millis | null;
  readonly due?: (clause: string) => Resolved;
  readonly done?: (clause: string) => Millis | null;
  /** End of the incident that the duty follows. */
  readonly incident?: Millis;
  /** First moment after the quiet days, counted from an instant; null: it has not come within what is known. */
  readonly quiet?: (moment: QuietMoment, since: Millis) => Millis | null;
}

const two = (n: number): string => String(n).padStart(2, "0");

/**
 * Adds a length on the clocks of a zone: months and days keep the time of day (a month without that day ends on its
 * last), hours and minutes are elapsed time. A time of day that the clocks skip moves to the first after the gap;
 * one that they pass twice is the first of the two, unless the offset at the start is that of the second.
 */
export function addLength(at: Millis, length: Length, zone: Zone): Millis {
  if (length.months === 0 && length.days === 0) return clamped(at + length.ms);
  const offset = offsetAt(zone, at);
  const wall = new Date(at + offset);
  const months = wall.getUTCFullYear() * 12 + wall.getUTCMonth() + length.months;
  const [year, month] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  // A year that is not written with four digits is beyond every calendar of a truce.
  if (year < 1 || year > 9998) return clamped(at + (length.months * 30 + length.days) * DAY + length.ms);
  let day = wall.getUTCDate();
  let first: number | null = null;
  while (first === null && day > 0) first = civilMillis(`${String(year).padStart(4, "0")}-${two(month)}-${two(day--)}`);
  const civil = (first ?? 0) + length.days * DAY + ((((at + offset) % DAY) + DAY) % DAY);
  const { instants } = instantsOf(civil, zone);
  const start = instants.find((i) => offsetAt(zone, i) === offset) ?? instants[0] ?? firstInstantFrom(civil, zone);
  return clamped(start + length.ms);
}

const LAST = 8.64e15;
const clamped = (n: number): Millis => millis(Math.max(-LAST, Math.min(LAST, Math.round(n))));

const sayAnchor = (a: Anchor): string =>
  a.kind === "in-force"
    ? "the entry into force"
    : a.kind === "incident"
      ? "an incident"
      : {
          event: `event "${a.id}"`,
          notice: `notice "${a.id}"`,
          due: `the deadline of clause "${a.id}"`,
          done: `a decision that clause "${a.id}" is fulfilled`,
        }[a.kind];

function anchored(a: Anchor, anchors: Anchors): Resolved {
  const known = (at: Millis | null | undefined): Resolved => (at == null ? { waitsFor: sayAnchor(a) } : { at });
  switch (a.kind) {
    case "in-force":
      return known(anchors.inForce);
    case "incident":
      return known(anchors.incident);
    case "event":
      return known(anchors.event?.(a.id));
    case "notice":
      return known(anchors.notice?.(a.id));
    case "done":
      return known(anchors.done?.(a.id));
    case "due":
      return anchors.due?.(a.id) ?? { waitsFor: sayAnchor(a) };
  }
}

/** The instant that a moment means, or what it waits for. @param zone the clocks by which days and months are counted */
export function resolveMoment(moment: Moment, anchors: Anchors, zone: Zone): Resolved {
  if (moment.kind === "absolute") return { at: moment.at };
  if (moment.kind === "relative") {
    const from = anchored(moment.after, anchors);
    return "at" in from ? { at: addLength(from.at, moment.shift, zone) } : from;
  }
  const since = resolveMoment(moment.since, anchors, zone);
  if (!("at" in since)) return since;
  const quiet = anchors.quiet?.(moment, since.at) ?? null;
  return quiet === null
    ? { waitsFor: `${moment.days} quiet days in a row` }
    : { at: addLength(quiet, moment.shift, zone) };
}

/**
 * The first moment at which so many days in a row have passed without an event.
 * @param resets when events ended, in any order; those before `start` do not count
 * @param until  what is known reaches up to here
 * @returns null where the days were not complete by `until`
 */
export function quietUntil(
  start: Millis,
  days: number,
  resets: readonly Millis[],
  zone: Zone,
  until: Millis,
): Millis | null {
  let from = start;
  let end = addLength(from, { months: 0, days, ms: 0 }, zone);
  for (const reset of [...resets].sort((a, b) => a - b)) {
    if (reset < from) continue;
    if (reset >= end) break;
    from = reset;
    end = addLength(from, { months: 0, days, ms: 0 }, zone);
  }
  return end <= until ? end : null;
}

/**
 * What the file itself gives to count from under a reading. What only the record knows (fulfilment, incidents, quiet
 * days) is passed in `known`.
 */
export function anchorsOf(
  agreement: Pick<Agreement, "events" | "notices" | "clauses" | "missionZone">,
  inForce: Millis | null,
  known: Pick<Anchors, "done" | "incident" | "quiet"> = {},
): Anchors {
  const asked = new Set<string>();
  const anchors: Anchors = {
    inForce,
    event: (id) => agreement.events.find((e) => e.id === id)?.at ?? null,
    notice: (id) => agreement.notices.find((n) => n.id === id)?.given ?? null,
    due: (id) => {
      const waits = { waitsFor: sayAnchor({ kind: "due", id }) };
      const deadline = agreement.clauses.find((c) => c.id === id)?.obliges?.deadline;
      // A ring of deadlines is an error of the file; here it only waits.
      if (!deadline || asked.has(id) || asked.size > 64) return waits;
      asked.add(id);
      const found = resolveMoment(deadline, anchors, agreement.missionZone);
      asked.delete(id);
      return found;
    },
    ...known,
  };
  return anchors;
}
