import { COUNT_UNITS } from "../../observation/count.ts";
import { RESULTS } from "../wording.ts";
import { NO_ROW, type PageRecord } from "./record.ts";

/** What the reader asked for. All three views show the incidents that fit it, and no others. */
export interface Filter {
  readonly clause: string;
  readonly reading: string;
  readonly result: string;
  readonly fact: string;
  /** Unit of count: incidents of which something was counted in it. */
  readonly unit: string;
  readonly act: string;
  readonly status: string;
  readonly text: string;
  /** Seconds after the epoch; null: open. */
  readonly from: number | null;
  readonly until: number | null;
  /** Incidents at one spot of the map, or one incident, by number. */
  readonly pick: readonly number[] | null;
}

export const EVERYTHING: Filter = {
  clause: "",
  reading: "",
  result: "",
  fact: "",
  unit: "",
  act: "",
  status: "",
  text: "",
  from: null,
  until: null,
  pick: null,
};

/** Incidents that fit, in order of time, each with its strongest result under the clauses and readings chosen. */
export interface Selection {
  readonly filter: Filter;
  readonly incidents: Uint32Array;
  /** By incident number; NO_ROW where it is not selected or not assessed. */
  readonly code: Uint8Array;
}

/** The incidents that fit a filter. An incident fits in time where its stretch and the brush share a moment. */
export function select(record: PageRecord, filter: Filter): Selection {
  const { data } = record;
  const pickOf = (list: readonly { readonly id: string }[], id: string): number[] =>
    list.flatMap((x, n) => (id === "" || x.id === id ? [n] : []));
  const clauses = pickOf(data.clauses, filter.clause);
  const readings = pickOf(data.readings, filter.reading);
  const wanted = RESULTS.findIndex((r) => r.id === filter.result);
  const factAt = filter.fact === "" ? -1 : data.strings.indexOf(filter.fact);
  const needle = filter.text.trim().toLowerCase();
  const picked = filter.pick && new Set(filter.pick);
  const code = new Uint8Array(record.size).fill(NO_ROW);
  const chosen = new Uint32Array(record.size);
  const nClauses = data.clauses.length;
  const wantsClause = new Set(clauses);
  const wantsReading = new Set(readings);
  const hasFact = (i: number): boolean => {
    let t = record.firstTrace[i] as number;
    for (let r = 0; r < data.readings.length; r++)
      for (let c = 0; c < nClauses; c++) {
        if (record.code(i, r, c) >= 4) continue;
        const trace = data.traces[data.incidents.traces[t++] as number];
        if (wantsClause.has(c) && wantsReading.has(r) && trace?.fact === factAt) return true;
      }
    return false;
  };
  let n = 0;
  for (const i of record.byTime) {
    if (picked && !picked.has(i)) continue;
    if (filter.status !== "" && (data.incidents.claimed[i] === "1") !== (filter.status === "claimed")) continue;
    const start = data.incidents.from[i] as number;
    const end = start + Math.max(1, data.incidents.length_s[i] as number);
    if (filter.until !== null && start >= filter.until) continue;
    if (filter.from !== null && end <= filter.from) continue;
    if (filter.unit !== "" && !record.text(data.incidents.units[i]).split("|").includes(filter.unit)) continue;
    if (filter.act !== "" && !record.acts(i).some((a) => a === filter.act || a.startsWith(`${filter.act}.`))) continue;
    let best = NO_ROW;
    let fits = wanted === -1;
    for (const r of readings)
      for (const c of clauses) {
        const k = record.code(i, r, c);
        if (k < best) best = k;
        if (k === wanted) fits = true;
      }
    if (!fits || (factAt !== -1 && !hasFact(i))) continue;
    if (needle !== "" && !record.haystack(i).includes(needle)) continue;
    code[i] = wanted === -1 ? best : wanted;
    chosen[n++] = i;
  }
  return { filter, incidents: chosen.slice(0, n), code };
}

/** A filter from the part of the address after #, as the figures of the page link to it; null where it is no filter. */
export function filterOf(hash: string, record: PageRecord): Filter | null {
  if (!hash.includes("=")) return null;
  const asked = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [k = "", v = ""] = part.split("=");
    try {
      asked.set(k, decodeURIComponent(v));
    } catch {
      return null;
    }
  }
  const get = (k: string): string => asked.get(k) ?? "";
  const one = get("incident");
  if (one) {
    for (let i = 0; i < record.size; i++) if (record.id(i) === one) return { ...EVERYTHING, pick: [i] };
    return null;
  }
  const { clauses, readings, strings } = record.data;
  const known = (value: string, of: readonly string[]): boolean => value === "" || of.includes(value);
  const asks =
    known(
      get("clause"),
      clauses.map((c) => c.id),
    ) &&
    known(
      get("reading"),
      readings.map((r) => r.id),
    ) &&
    known(
      get("result"),
      RESULTS.map((r) => r.id),
    ) &&
    known(get("status"), ["recorded", "claimed"]) &&
    known(get("fact"), strings) &&
    known(get("unit"), COUNT_UNITS);
  // An address that names what this page does not hold asks for nothing, rather than for everything.
  if (!asks) return null;
  return {
    ...EVERYTHING,
    clause: get("clause"),
    reading: get("reading"),
    result: get("result"),
    fact: get("fact"),
    unit: get("unit"),
    act: get("act"),
    status: get("status"),
  };
}
