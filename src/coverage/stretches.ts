import type { Interval } from "../time/interval.ts";

/** Stretches in order, those that overlap or touch made one. */
export function joined(stretches: Iterable<Interval>): Interval[] {
  const out: Interval[] = [];
  for (const s of [...stretches].sort((a, b) => a.from - b.from || a.until - b.until)) {
    if (s.from >= s.until) continue;
    const last = out.at(-1);
    if (last === undefined || s.from > last.until) out.push({ from: s.from, until: s.until });
    else if (s.until > last.until) out[out.length - 1] = { from: last.from, until: s.until };
  }
  return out;
}

/** What is left of stretches where others are taken away, in order and joined. */
export function without(stretches: Iterable<Interval>, taken: Iterable<Interval>): Interval[] {
  const away = joined(taken);
  const out: Interval[] = [];
  let first = 0;
  for (const { from, until } of joined(stretches)) {
    while (first < away.length && (away[first] as Interval).until <= from) first++;
    let at = from;
    for (let k = first; k < away.length; k++) {
      const gone = away[k] as Interval;
      if (gone.from >= until) break;
      if (gone.from > at) out.push({ from: at, until: gone.from });
      if (gone.until > at) at = gone.until;
    }
    if (at < until) out.push({ from: at, until });
  }
  return out;
}
