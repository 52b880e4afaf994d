import { grouped, RESULTS } from "../wording.ts";
import { el } from "./dom.ts";
import { howWell, type PageRecord, resultLetter, resultWords } from "./record.ts";

const MOST = 200;

/** What the signs mean, in words. */
export const mapLegend = (): HTMLElement =>
  el(
    "div",
    { class: "legend" },
    ...RESULTS.map((r) =>
      el("span", {}, el("span", { class: `sign ${r.id}`, "aria-hidden": "true" }, r.letter), r.words),
    ),
    el("span", {}, "◎ drawn larger than it is, to be seen"),
    el("span", {}, "C 1/6: one of six incidents in one place is contrary"),
    el("span", {}, "–·– zone of the agreement"),
  );

/** The accessible twin of the map: places, how many incidents, the strongest result. */
export function placesTable(
  record: PageRecord,
  spots: readonly { readonly place: number; readonly incidents: readonly number[]; readonly code: number }[],
  pick: (incidents: readonly number[]) => void,
): HTMLElement {
  const most = [...spots].sort(
    (a, b) => b.incidents.length - a.incidents.length || (a.incidents[0] as number) - (b.incidents[0] as number),
  );
  const body = el(
    "tbody",
    {},
    ...most
      .slice(0, MOST)
      .map((spot) =>
        el(
          "tr",
          {},
          el(
            "td",
            {},
            el(
              "button",
              { type: "button", class: "chip", click: () => pick(spot.incidents) },
              record.placeText(spot.incidents[0] as number),
            ),
          ),
          el("td", {}, howWell(record, spot.place)),
          el("td", {}, grouped(spot.incidents.length)),
          el("td", {}, `${resultLetter(spot.code)} ${resultWords(spot.code)}`),
        ),
      ),
  );
  const left = spots.length - MOST;
  return el(
    "div",
    {},
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "col" }, "Place"),
          el("th", { scope: "col" }, "Known to"),
          el("th", { scope: "col" }, "Incidents"),
          el("th", { scope: "col" }, "Strongest result"),
        ),
      ),
      body,
    ),
    left > 0 && el("p", {}, `And ${grouped(left)} more places; the list holds every incident.`),
  );
}
