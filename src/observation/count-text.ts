import type { CountForm, CountInterval, CountUnit } from "./count.ts";

const MOST = 9_999_999;

/** Words for many, with the least number that each can mean. Source: ACLED's rule for fatalities (domain.md d15). */
const MANY: ReadonlyMap<string, number> = new Map([
  ["several", 2],
  ["multiple", 2],
  ["numerous", 2],
  ["many", 2],
  ["tens", 10],
  ["dozens", 12],
  ["scores", 20],
  ["hundreds", 100],
  ["thousands", 1000],
]);

const ABOUT = /^(?:~|≈|about|around|approximately|approx\.?|circa|ca\.?|c\.|some)\s*/i;
const PERIOD = String.raw`(?:s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?)`;
const DURATION = new RegExp(String.raw`^(?:\d+\s*${PERIOD}\.?\s*)+$`, "i");
const RATE = new RegExp(String.raw`^\d+\s*(?:/|per)\s*${PERIOD}\.?$`, "i");
const ADVICE =
  'write a whole number such as 7, "15-20", ">=98" or "at least 98", "over 60", "about 60", "hundreds", or a duration such as "20 min"';

/**
 * Reads a count as monitors write it. Spellings: `7`; `15-20` (hyphen or dash), `15 to 20`; `>=98`, `at least 98`,
 * `98+`; `>60`, `over 60`, `more than 60` (at least 61); `<=5`, `up to 5`; `<5`, `fewer than 5`; `~60`, `about 60`
 * (no width is made up for it: min and max are 60, the form says so); `hundreds`, `dozens of bursts`; `20 min`;
 * `12/min`. Empty means not stated.
 * @param least the smallest number that makes sense: 1 for what happened, 0 for casualties and totals
 * @returns the interval, its words kept where the form is not a plain number; or what was seen and what to write
 * Source: OSCE SMM daily reports (domain.md b, CountInterval; d3)
 */
export function parseCount(
  text: string,
  unit: CountUnit,
  least: 0 | 1 = 1,
): CountInterval | { readonly error: string } {
  const stated = text.trim();
  if (stated === "") return { min: least, max: null, unit, form: "not-stated" };
  const form = (form: CountForm, min: number, max: number | null): CountInterval => ({ min, max, unit, form, stated });
  const fail = (why: string) => ({ error: `cannot read the count "${stated.slice(0, 60)}": ${why}` });

  const words = stated
    .toLowerCase()
    .replaceAll(/[‐-―−]/g, "-")
    .replaceAll("≥", ">=")
    .replaceAll("≤", "<=");
  const many = MANY.get(/^[a-z]+/.exec(words)?.[0] ?? "");
  if (many !== undefined && /^[a-z]+( of [a-z -]+)?$/.test(words)) return form("hundreds", many, null);
  if (DURATION.test(words)) return form("duration", least, null);
  if (RATE.test(words)) return form("rate", least, null);
  if (/^\D*\d{1,3}([ ,.'’]\d{3})+$/.test(words)) return fail("write it without thousands separators");

  const about = ABOUT.exec(words)?.[0] ?? "";
  const rest = words.slice(about.length);
  const range = /^(?:between\s+)?(\d+)\s*(?:-|to|and)\s*(\d+)$/.exec(rest);
  if (range) {
    const [from, until] = [Number(range[1]), Number(range[2])];
    if (from > until) return fail("the range runs backwards");
    if (until > MOST) return fail(`expected at most ${MOST}`);
    if (from < least) return fail(`expected ${least} or more`);
    return form(about ? "about" : "range", from, until);
  }
  const one =
    /^(>=|>|<=|<|at least|no fewer than|min\.?|over|more than|above|at most|up to|max\.?|under|below|fewer than|less than)?\s*(\d+)(\+)?$/.exec(
      rest,
    );
  if (!one) return fail(/^-?\d+[.,]\d+$/.test(rest) ? "a count is a whole number" : ADVICE);
  const n = Number(one[2]);
  const word = one[3] ? ">=" : (one[1] ?? "");
  if ((one[3] && one[1]) || (about && word)) return fail(ADVICE);
  if (n > MOST) return fail(`expected at most ${MOST}`);
  if (/^(>|over|more|above)/.test(word) && word !== ">=") return form("at-least", n + 1, null);
  if (/^(<|under|below|fewer|less)/.test(word) && word !== "<=")
    return n - 1 < least ? fail(`expected a number above ${least}`) : form("range", least, n - 1);
  if (n < least)
    return fail("0 says that nothing happened: leave the row out, and put the watch into the coverage table");
  if (/^(<=|at most|up|max)/.test(word)) return form("range", least, n);
  if (word) return form("at-least", n, null);
  return about ? form("about", n, n) : { min: n, max: n, unit, form: "number" };
}
