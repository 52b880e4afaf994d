import { actWords, factWords, grouped, RESULTS, unitWords } from "../wording.ts";
import { el, mount } from "./dom.ts";
import type { PageRecord } from "./record.ts";
import { EVERYTHING, type Filter, type Selection } from "./selection.ts";

export interface FilterBar {
  readonly show: (selection: Selection) => void;
}

/** Kinds of act that occur, each with the branches above it. */
function actsOf(record: PageRecord): readonly string[] {
  const found = new Set<string>();
  for (const index of new Set(record.data.incidents.acts))
    for (const act of record.text(index).split("|")) {
      const parts = act.split(".");
      for (let n = 1; n <= parts.length; n++) found.add(parts.slice(0, n).join("."));
    }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

/** The one filter of map, timeline and list. */
export function filterBar(record: PageRecord, ask: (filter: Filter) => void): FilterBar {
  const root = mount("filter");
  let filter: Filter = EVERYTHING;
  const change = (part: Partial<Filter>): void => ask({ ...filter, pick: null, fact: "", unit: "", ...part });
  const choice = (
    label: string,
    key: "clause" | "reading" | "result" | "act" | "status",
    all: string,
    options: readonly (readonly [string, string])[],
  ): HTMLSelectElement => {
    const select = el(
      "select",
      { change: () => change({ [key]: select.value }) },
      el("option", { value: "" }, all),
      ...options.map(([value, words]) => el("option", { value }, words)),
    );
    boxes.append(el("label", {}, label, select));
    return select;
  };
  const boxes = el("div", { class: "filter", role: "search", "aria-label": "Filter of map, timeline and list" });
  const { data } = record;
  const clause = choice(
    "Clause",
    "clause",
    "all clauses",
    data.clauses.map((c) => [c.id, c.title || c.id]),
  );
  const reading = choice(
    "Reading",
    "reading",
    "all readings",
    data.readings.map((r) => [r.id, r.words]),
  );
  const result = choice(
    "Result",
    "result",
    "any result",
    RESULTS.map((r) => [r.id, `${r.letter}  ${r.words}`]),
  );
  const act = choice(
    "Kind of act",
    "act",
    "any kind",
    actsOf(record).map((a) => [
      a,
      `${"\u2003".repeat(a.split(".").length - 1)}${actWords(a as Parameters<typeof actWords>[0])}`,
    ]),
  );
  const status = choice("Basis", "status", "records and claims", [
    ["recorded", "recorded"],
    ["claimed", "party claims alone"],
  ]);
  let typing: ReturnType<typeof setTimeout> | undefined;
  const text = el("input", {
    type: "search",
    placeholder: "place, source, id",
    input: () => {
      clearTimeout(typing);
      typing = setTimeout(() => change({ text: text.value }), 160);
    },
  });
  boxes.append(el("label", {}, "Search", text));
  const local = (label: string, key: "from" | "until"): HTMLInputElement => {
    const input = el("input", {
      type: "datetime-local",
      change: () => change({ [key]: input.value ? secondsOf(record, input.value) : null }),
    });
    boxes.append(el("label", {}, label, input));
    return input;
  };
  const from = local("From", "from");
  const until = local("Until", "until");
  const count = el("p", { "aria-live": "polite" });
  const chip = el("button", { type: "button", class: "chip", click: () => change({}) });
  const clear = el("button", { type: "button", class: "chip", click: () => ask(EVERYTHING) }, "Show all");
  root.append(boxes, el("div", { class: "shown" }, count, chip, clear));

  return {
    show: (selection) => {
      filter = selection.filter;
      clause.value = filter.clause;
      reading.value = filter.reading;
      result.value = filter.result;
      act.value = filter.act;
      status.value = filter.status;
      if (text.value !== filter.text) text.value = filter.text;
      from.value = filter.from === null ? "" : record.localMinute(filter.from).replace(" ", "T");
      until.value = filter.until === null ? "" : record.localMinute(filter.until).replace(" ", "T");
      const n = selection.incidents.length;
      count.replaceChildren(el("b", {}, grouped(n)), ` of ${grouped(record.size)} incidents shown`);
      const picked = filter.pick
        ? filter.pick.length === 1
          ? "one incident"
          : `${grouped(filter.pick.length)} at one spot of the map`
        : filter.fact
          ? `waiting for: ${factWords(filter.fact)}`
          : filter.unit
            ? `with ${unitWords(filter.unit as Parameters<typeof unitWords>[0], null)} counted`
            : "";
      chip.hidden = picked === "";
      chip.textContent = `${picked} ×`;
      chip.setAttribute("aria-label", `Remove: ${picked}`);
      clear.hidden = n === record.size;
      root.dataset.total = String(n);
    },
  };
}

/** Seconds after the epoch of a local time as typed; where clocks were put back, the first of the two. */
function secondsOf(record: PageRecord, typed: string): number {
  const wall = Date.parse(`${typed}Z`);
  const { offsets, epoch } = record.data;
  for (const [n, [from, minutes]] of offsets.entries()) {
    const ms = wall - minutes * 60_000;
    const next = offsets[n + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    if (ms < next && (ms >= from || n === 0)) return Math.round((ms - epoch) / 1000);
  }
  return Math.round((wall - (offsets.at(-1)?.[1] ?? 0) * 60_000 - epoch) / 1000);
}
