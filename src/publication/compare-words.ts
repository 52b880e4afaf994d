import type { Comparison, OnlyUnder } from "../comparison/comparison.ts";
import type { Both } from "../comparison/side.ts";
import { grouped } from "./wording.ts";

const TESTS: Readonly<Record<string, string>> = {
  "in-force": "whether the agreement was in force",
  reading: "whether the clause stands under the reading",
  when: "the clause’s own time",
  hours: "the clause’s hours",
  act: "the kind of act",
  activity: "the activity",
  "where.inside": "whether it was inside the area",
  "where.outside": "whether it was outside an area left out",
  "where.within": "how far from the line the clause reaches",
  subject: "whether the clause binds the one who acted",
  weapons: "the weapon",
  objects: "the object that was hit",
  within: "the distance from the line",
  threshold: "the number that the clause asks for",
  deadline: "when it is due",
  statement: "what the body states",
  claim: "what a party claims",
  "other-statement": "what another body states",
  incidents: "what speaks against it",
  coverage: "what was watched",
  access: "what was denied",
  result: "what it comes to",
};

/** What a test of a clause asks, in words. */
export const testWords = (test: string): string =>
  TESTS[test] ??
  (test.startsWith("step.")
    ? `step “${test.slice(5)}”`
    : test.startsWith("except.")
      ? `the exception “${test.slice(7)}”`
      : test.startsWith("interpretation.")
        ? `the interpretation “${test.slice(15)}”`
        : test);

/** "A (reading RU)": what a side is called; two readings of one agreement are told apart by the reading. */
export function sideNames({ sides: { a, b } }: Comparison): Both<string> {
  const reading = (s: typeof a) => `reading ${s.reading}`;
  if (a.agreement === b.agreement && a.title === b.title && a.reading !== b.reading)
    return { a: reading(a), b: reading(b) };
  return { a: `${a.agreement}, ${reading(a)}`, b: `${b.agreement}, ${reading(b)}` };
}

const incidents = (n: number): string => `${grouped(n)} ${n === 1 ? "incident" : "incidents"}`;

const alone = (side: string, { certain, possible }: OnlyUnder): string | null => {
  if (certain.length + possible.length === 0) return null;
  const sure = certain.length > 0 ? `${incidents(certain.length)} for certain` : "";
  const may =
    possible.length > 0 ? `${certain.length > 0 ? grouped(possible.length) : incidents(possible.length)} perhaps` : "";
  return `under ${side} alone: ${[sure, may].filter(Boolean).join(", and ")}`;
};

/** What changes, in one sentence or two. */
export function headline(c: Comparison): string {
  const duties = c.obligations.filter((o) => !o.same).length;
  const beside = [
    ...(duties > 0 ? [`${duties === 1 ? "one duty comes" : `${grouped(duties)} duties come`} out otherwise`] : []),
    ...(c.placements.some((p) => !p.same) ? ["what is said of contingents differs"] : []),
  ];
  const words = beside.join(", and ");
  return `${incidentsLine(c)}${words === "" ? "" : ` ${words.charAt(0).toUpperCase()}${words.slice(1)}.`}`;
}

function incidentsLine(c: Comparison): string {
  const names = sideNames(c);
  const parts = [alone(names.a, c.onlyUnder.a), alone(names.b, c.onlyUnder.b)].filter((p) => p !== null);
  const texts = c.terms.filter((t) => t.differences.length > 0).length;
  if (c.same) return "Nothing differs: neither the texts nor any result.";
  if (c.changes.length === 0)
    return `Over this history nothing changes for any incident, though ${texts === 0 ? "the instruments differ" : `${texts === 1 ? "one clause differs" : `${texts} clauses differ`}`}.`;
  if (parts.length === 0)
    return `No incident counts under one side alone; ${incidents(new Set(c.changes.map((x) => x.incident)).size)} come out otherwise.`;
  return `What counts ${parts.join("; ")}.`;
}

/** "at least 3, at most 9". */
export const boundsWords = (b: { readonly atLeast: number; readonly atMost: number }): string =>
  b.atLeast === b.atMost ? grouped(b.atLeast) : `at least ${grouped(b.atLeast)}, at most ${grouped(b.atMost)}`;
