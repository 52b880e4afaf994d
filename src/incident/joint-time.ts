import type { Observation } from "../observation/observation.ts";
import type { UncertainTime } from "../time/interval.ts";
import { byCodePoint, type Millis, millis } from "../units.ts";

/** Clock errors that a seen episode may be off by and still fit. */
const SDS = 2;

/**
 * When an incident happened, from all its members.
 * - Episodes that were seen: from the earliest start to the latest end that fit the best clock, so that no part that
 *   anyone perceived is lost; the clock error is the smallest of theirs.
 * - Windows alone: what they share. A window that does not meet the others widens the answer to the hull of all, and
 *   `stated` says so.
 */
export function jointTime(observations: readonly Observation[]): UncertainTime {
  const times = [...observations].sort((a, b) => byCodePoint(a.id, b.id)).map((o) => o.time);
  const first = times[0] as UncertainTime;
  if (times.length === 1) return first;
  const seen = times.filter((t) => t.kind === "seen");
  const windows = times.filter((t) => t.kind === "window");
  const [from, until, agree] = timesTogether(times);
  const best = (seen.length > 0 ? seen : windows).reduce((a, b) => (b.sdMs < a.sdMs ? b : a));
  const kind = seen.length > 0 && agree ? "seen" : "window";
  return {
    ...best,
    kind,
    from,
    until,
    stated: agree ? `${times.length} reports` : `${times.length} reports that contradict each other: their whole span`,
  };
}

/** The start and end that several times come to, and whether they can be of one event. @param times one at least */
export function timesTogether(times: readonly UncertainTime[]): Joint {
  const seen = times.filter((t) => t.kind === "seen");
  const windows = times.filter((t) => t.kind !== "seen");
  return seen.length > 0 ? episode(seen, windows) : shared(windows);
}

type Joint = readonly [from: Millis, until: Millis, agree: boolean];

const hull = (times: readonly UncertainTime[]): readonly [Millis, Millis] => [
  millis(Math.min(...times.map((t) => t.from))),
  millis(Math.max(...times.map((t) => t.until))),
];

/** Episodes agree where widened by their clock errors they share a moment, and each window holds part of them. */
function episode(seen: readonly UncertainTime[], windows: readonly UncertainTime[]): Joint {
  const latest = Math.max(...seen.map((t) => t.from - SDS * t.sdMs));
  const earliest = Math.min(...seen.map((t) => Math.max(t.until, t.from + 1) + SDS * t.sdMs));
  const fits = windows.every((w) =>
    seen.some(
      (t) =>
        w.from - SDS * (w.sdMs + t.sdMs) < Math.max(t.until, t.from + 1) && w.until + SDS * (w.sdMs + t.sdMs) > t.from,
    ),
  );
  if (latest < earliest && fits) {
    const best = seen.reduce((a, b) => (b.sdMs < a.sdMs ? b : a));
    const clear = seen.filter((t) => t.sdMs <= best.sdMs);
    return [...hull(clear), true];
  }
  return [...hull([...seen, ...windows]), false];
}

function shared(windows: readonly UncertainTime[]): Joint {
  const from = Math.max(...windows.map((w) => w.from));
  const until = Math.min(...windows.map((w) => w.until));
  if (from < until) return [millis(from), millis(until), true];
  const nearly = Math.max(...windows.map((w) => w.sdMs)) * SDS;
  if (from - until <= nearly) return [millis(Math.round(until - nearly)), millis(Math.round(from + nearly)), true];
  return [...hull(windows), false];
}
