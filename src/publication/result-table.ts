import type { Assessment, Conduct } from "../assessment/assessment.ts";
import { byCodePoint } from "../units.ts";
import { type Findings, isShared } from "./findings.ts";
import { RESULTS } from "./wording.ts";

const CODE = new Map<Conduct, number>(RESULTS.map((r, n) => [r.id, n]));
const NOT_APPLICABLE = CODE.get("not-applicable") as number;
/** Where no row speaks of an incident, a reading and a clause. */
export const NO_ROW = 5;

/** Wordings are counted up to this many. */
const MANY_WORDINGS = 1000;

/** What would decide rows of one clause under one reading that cannot be told. */
export interface Undecided {
  readonly clause: string;
  readonly reading: string;
  readonly fact: string;
  readonly rows: number;
  /** The smallest of the wordings, by code point; `wordings` is how many there are. */
  readonly words: string;
  readonly wordings: number;
}

/** Every result of a record as a cube of digits: incident × reading × clause, in the orders of the findings. */
export interface ResultTable {
  readonly digits: string;
  /** Incident × reading: why the clauses that do not apply do not. */
  readonly because: readonly string[];
  /** Rows that are not not-applicable, in the order of `digits`. */
  readonly assessed: () => Iterable<Assessment>;
  readonly undecided: readonly Undecided[];
  readonly breaches: number;
  /** Rows by place in RESULTS for a clause under a reading. */
  readonly tally: (clause: string, reading: string) => readonly number[];
}

/**
 * Arranges the rows of findings, whatever order they come in.
 * @throws RangeError on a row for an incident, clause or reading that the findings do not hold, or on two rows for one
 */
export function resultTable(findings: Findings): ResultTable {
  const { incidents, agreement } = findings;
  const incidentAt = new Map(incidents.map(({ incident }, n) => [incident.id, n]));
  const clauseAt = new Map(agreement.clauses.map((c, n) => [c.id, n]));
  const readingAt = new Map(agreement.readings.map((r, n) => [r.id, n]));
  const clauses = agreement.clauses.length;
  const readings = agreement.readings.length;
  const codes = new Uint8Array(incidents.length * readings * clauses).fill(NO_ROW);
  const because = Array.from({ length: incidents.length * readings }, () => "");
  const assessed = new Map<number, Assessment>();
  const find = (map: ReadonlyMap<string, number>, id: string, what: string): number => {
    const n = map.get(id);
    if (n === undefined) throw new RangeError(`a row names ${what} ${id}, which the findings do not hold`);
    return n;
  };
  const put = (incident: number, reading: number, clause: number, code: number): number => {
    const cell = (incident * readings + reading) * clauses + clause;
    if (codes[cell] !== NO_ROW) throw new RangeError(`two rows for cell ${incident}, ${reading}, ${clause}`);
    codes[cell] = code;
    return cell;
  };
  const facts = new Map<
    string,
    { clause: string; reading: string; fact: string; rows: number; least: string; words: Set<string> }
  >();
  let breaches = 0;
  for (const row of findings.rows) {
    const i = find(incidentAt, row.incident, "incident");
    const r = find(readingAt, row.reading, "reading");
    if (isShared(row)) {
      for (const id of row.clauses) put(i, r, find(clauseAt, id, "clause"), NOT_APPLICABLE);
      because[i * readings + r] = row.because;
      continue;
    }
    const cell = put(i, r, find(clauseAt, row.clause, "clause"), CODE.get(row.result) as number);
    if (row.breach) breaches++;
    if (row.result === "not-applicable") continue;
    assessed.set(cell, row);
    if (row.result !== "indeterminate") continue;
    const fact = row.decides?.fact ?? "not stated";
    const key = JSON.stringify([r, clauseAt.get(row.clause), fact]);
    const entry = facts.get(key) ?? {
      clause: row.clause,
      reading: row.reading,
      fact,
      rows: 0,
      least: row.decides?.words ?? fact,
      words: new Set<string>(),
    };
    entry.rows++;
    if (row.decides && byCodePoint(row.decides.words, entry.least) < 0) entry.least = row.decides.words;
    if (row.decides && entry.words.size < MANY_WORDINGS) entry.words.add(row.decides.words);
    facts.set(key, entry);
  }
  const digits: string[] = [];
  for (let at = 0; at < codes.length; at += 8192)
    digits.push(String.fromCharCode(...codes.subarray(at, at + 8192).map((c) => c + 48)));
  const undecided = [...facts.values()]
    .map(({ words, least, ...f }) => ({ ...f, words: least, wordings: words.size }))
    .sort(
      (a, b) =>
        b.rows - a.rows ||
        byCodePoint(a.clause, b.clause) ||
        byCodePoint(a.reading, b.reading) ||
        byCodePoint(a.fact, b.fact),
    );
  return {
    digits: digits.join(""),
    because,
    assessed: function* () {
      for (const cell of [...assessed.keys()].sort((a, b) => a - b)) yield assessed.get(cell) as Assessment;
    },
    undecided,
    breaches,
    tally: (clause, reading) => {
      const counts = RESULTS.map(() => 0);
      const c = clauseAt.get(clause);
      const r = readingAt.get(reading);
      if (c === undefined || r === undefined) return counts;
      for (let cell = r * clauses + c; cell < codes.length; cell += readings * clauses) {
        const code = codes[cell] as number;
        if (code !== NO_ROW) counts[code] = (counts[code] as number) + 1;
      }
      return counts;
    },
  };
}
