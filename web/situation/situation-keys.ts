import type { FilterChange, FilterSearch } from "../app/filter.ts";
import { questionOf } from "../app/filter.ts";
import { focusOn, useKeys } from "../app/keys.ts";
import { RESULTS } from "../map/palette.ts";

/** Single keys of the situation, as help lists them. On a phone with a keyboard they also bring the part to the front. */
export function useSituationKeys(filter: FilterSearch, change: (change: FilterChange) => void, wide: boolean): void {
  const to = (front: FilterSearch["front"], selector: string) => () => {
    if (!wide && (filter.front ?? "answer") !== front) change({ front: front === "answer" ? undefined : front });
    focusOn(selector);
  };
  const chosen = filter.result ?? [];
  const toggles = RESULTS.map((result, i) => [
    String(i + 1),
    () => {
      const next = RESULTS.filter((r) => chosen.includes(r) !== (r === result));
      change({ result: next.length > 0 ? next : undefined });
    },
  ]);
  useKeys(
    {
      "/": to(filter.front === "map" ? "map" : "list", "#search"),
      l: to("list", ".list .row[tabindex='0']"),
      t: to("answer", ".timeline-handle"),
      m: to("map", ".maplibregl-canvas"),
      a: to("answer", ".contrary-clause"),
      j: next(1),
      k: next(-1),
      "0": () => change(Object.fromEntries(Object.keys(questionOf(filter)).map((key) => [key, undefined]))),
      ...Object.fromEntries(toggles),
    },
    "jk",
  );
}

/** Presses the row after or before the one that is open or held. */
const next = (step: 1 | -1) => () => {
  const rows = [...document.querySelectorAll<HTMLElement>(".list .row")];
  const at = rows.findIndex((row) => row.dataset["chosen"] !== undefined);
  const row = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step];
  row?.click();
};
