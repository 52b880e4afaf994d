import { grouped, RESULTS } from "../wording.ts";
import { el, mount, svg } from "./dom.ts";
import { type PageRecord, resultWords } from "./record.ts";
import type { Selection } from "./selection.ts";

const STEPS = [
  60, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000,
  31_536_000,
];
const MOST_BARS = 96;
const MOST_READINGS = 4;
const BARS_HEIGHT = 150;
/** A single incident is never drawn taller than this. */
const TALLEST = 30;

export interface TimelineView {
  readonly show: (selection: Selection) => void;
}

interface Bars {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  /** Bar × 12: six results of incidents whose time is known to the bar, then six of those known less well. */
  readonly tallies: Uint32Array;
}

function barsOf(record: PageRecord, selection: Selection): Bars {
  const { from, length_s } = record.data.incidents;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const i of selection.incidents) {
    first = Math.min(first, from[i] as number);
    last = Math.max(last, (from[i] as number) + 1);
  }
  if (first > last) return { start: 0, step: 3600, count: 1, tallies: new Uint32Array(12) };
  const step = STEPS.find((s) => (last - first) / s <= MOST_BARS) ?? Math.ceil((last - first) / MOST_BARS);
  const offset = Math.round((record.data.epoch / 1000 + (record.data.offsets[0]?.[1] ?? 0) * 60) % step);
  const start = Math.floor((first + offset) / step) * step - offset;
  const count = Math.floor((last - 1 - start) / step) + 1;
  const tallies = new Uint32Array(count * 12);
  for (const i of selection.incidents) {
    const bar = Math.floor(((from[i] as number) - start) / step);
    const at = bar * 12 + ((length_s[i] as number) > step ? 6 : 0) + (selection.code[i] as number);
    tallies[at] = (tallies[at] as number) + 1;
  }
  return { start, step, count, tallies };
}

/**
 * Incidents over time. Above the line: those whose time is known to within one bar. Below it: those whose time is
 * known only to a longer stretch, each drawn at its earliest moment. Each incident is drawn once.
 */
export function timelineView(
  record: PageRecord,
  brush: (from: number | null, until: number | null) => void,
): TimelineView {
  const root = mount("timeline");
  const picture = el("div");
  const twin = el("div");
  let bars: Bars | undefined;
  const details = el(
    "details",
    { class: "twin", toggle: () => details.open && table() },
    el("summary", {}, "The timeline as a table"),
    twin,
  );
  const says = el("p", { class: "note" });
  root.append(picture, says, details);

  const table = (): void => {
    if (!bars) return;
    const b = bars;
    const rows: HTMLElement[] = [];
    for (let n = 0; n < b.count; n++) {
      const known = sum(b, n, 0);
      const wide = sum(b, n, 6);
      if (known + wide === 0) continue;
      const results = [0, 1, 2, 3, 4, 5]
        .map((k) => [k, (b.tallies[n * 12 + k] as number) + (b.tallies[n * 12 + 6 + k] as number)] as const)
        .filter(([, c]) => c > 0);
      rows.push(
        el(
          "tr",
          {},
          el(
            "td",
            {},
            el(
              "button",
              { type: "button", class: "chip", click: () => brush(b.start + n * b.step, b.start + (n + 1) * b.step) },
              record.localMinute(b.start + n * b.step),
            ),
          ),
          el("td", {}, grouped(known)),
          el("td", {}, grouped(wide)),
          el("td", {}, results.map(([k, c]) => `${resultWords(k)} ${grouped(c)}`).join(", ")),
        ),
      );
    }
    twin.replaceChildren(
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...["From", "Time known to the bar", "Known less well", "Results"].map((t) =>
              el("th", { scope: "col" }, t),
            ),
          ),
        ),
        el("tbody", {}, ...rows),
      ),
    );
  };

  function draw(selection: Selection): void {
    const b = barsOf(record, selection);
    bars = b;
    const width = Math.max(300, Math.round(picture.clientWidth || 900));
    const end = b.start + b.count * b.step;
    const x = (s: number): number => ((s - b.start) / (end - b.start)) * width;
    let highest = 1;
    let deepest = 0;
    for (let n = 0; n < b.count; n++) {
      highest = Math.max(highest, sum(b, n, 0));
      deepest = Math.max(deepest, sum(b, n, 6));
    }
    // One scale both ways, so that lengths can be compared.
    const unit = Math.min(BARS_HEIGHT / (highest + deepest), TALLEST);
    const base = 16 + Math.ceil(highest * unit);
    const floor = base + Math.ceil(deepest * unit) + 4;
    const lanes = Math.min(MOST_READINGS, record.data.readings.length);
    const chart = svg("svg", {
      viewBox: `0 0 ${width} ${floor + 24 + lanes * 16}`,
      role: "img",
      "aria-label": `Timeline of ${selection.incidents.length} incidents; the same as a table stands below`,
    });
    for (let n = 0; n < b.count; n++)
      for (const side of [0, 6] as const) {
        let reach = 0;
        for (let k = 0; k < 6; k++) {
          const count = b.tallies[n * 12 + side + k] as number;
          if (count === 0) continue;
          const h = count * unit;
          chart.append(
            svg(
              "rect",
              {
                class: `r${k}`,
                x: x(b.start + n * b.step) + 0.5,
                width: Math.max(1, x(b.start + b.step) - 1),
                y: side === 0 ? base - reach - h : base + reach + 1,
                height: Math.max(0.5, h),
              },
              svg(
                "title",
                {},
                `${record.localMinute(b.start + n * b.step)}: ${grouped(count)} ${resultWords(k)}${side === 0 ? "" : ", time known less well"}`,
              ),
            ),
          );
          reach += h;
        }
      }
    chart.append(svg("line", { class: "base", x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }));
    const every = Math.ceil(b.count / Math.max(2, Math.floor(width / 132)));
    for (let n = 0; n < b.count; n += every) {
      const at = x(b.start + n * b.step);
      const label = record.localMinute(b.start + n * b.step);
      chart.append(svg("line", { class: "tick", x1: at, x2: at, y1: base, y2: floor + 14 }));
      if (at + 78 < width)
        chart.append(svg("text", { x: at + 4, y: floor + 12 }, b.step >= 86_400 ? label.slice(0, 10) : label.slice(5)));
    }
    chart.append(svg("text", { x: 0, y: 9 }, `longest bar: ${grouped(Math.max(highest, deepest))}`));
    readings(chart, x, b.start, end, width, floor + 24);
    const { from, until } = selection.filter;
    if (from !== null || until !== null) {
      const a = Math.max(0, x(from ?? b.start));
      chart.append(
        svg("rect", {
          class: "brush",
          x: a,
          y: 12,
          width: Math.max(2, Math.min(width, x(until ?? end)) - a),
          height: floor - 12,
        }),
      );
    }
    follow(chart, floor - 12, (px) => Math.round(b.start + (px / width) * (end - b.start)), b.step);
    picture.replaceChildren(chart);
    root.dataset.total = String(b.tallies.reduce((n, k) => n + k, 0));
    says.textContent =
      deepest > 0
        ? "Above the line: time known to within one bar. Below it: known only to a longer stretch, drawn at its earliest moment. Drag to choose a stretch, or type it above."
        : "Drag to choose a stretch, or type it above.";
    if (details.open) table();
  }

  /** When each reading has the agreement in force, as a bracket below the bars. */
  function readings(
    chart: SVGSVGElement,
    x: (s: number) => number,
    start: number,
    end: number,
    width: number,
    top: number,
  ): void {
    record.data.readings.slice(0, MOST_READINGS).forEach((r, n) => {
      if (r.from === null || r.from > end || (r.until !== null && r.until < start)) return;
      const a = Math.max(0, x(r.from));
      const z = Math.min(width, r.until === null ? width : x(r.until));
      const y = top + 5 + n * 16;
      const tick = (at: number): SVGLineElement =>
        svg("line", { class: "window", x1: at, x2: at, y1: y - 4, y2: y + 4 });
      chart.append(svg("line", { class: "window", x1: a, x2: z, y1: y, y2: y }), tick(a));
      if (r.until !== null && r.until <= end) chart.append(tick(z));
      const text = `in force, reading ${r.id}`;
      const room = text.length * 6.2 + 8;
      const after = z + room < width;
      const label = svg(
        "text",
        {
          y: y + 4,
          "text-anchor": after || z - a < room ? "start" : "end",
          x: after ? z + 6 : z - a < room ? Math.max(0, a - room) : z - 8,
        },
        text,
      );
      if (!after && z - a >= room)
        chart.append(svg("rect", { class: "ground", x: z - room, y: y - 6, width: room - 2, height: 12 }));
      chart.append(label);
    });
  }

  function follow(chart: SVGSVGElement, height: number, secondsAt: (px: number) => number, step: number): void {
    let from: number | undefined;
    const mark = svg("rect", { class: "brush", y: 12, height, width: 0 });
    const px = (event: PointerEvent): number => event.clientX - chart.getBoundingClientRect().left;
    chart.addEventListener("pointerdown", (event) => {
      from = px(event);
      chart.setPointerCapture(event.pointerId);
      chart.append(mark);
    });
    chart.addEventListener("pointermove", (event) => {
      if (from === undefined) return;
      const to = px(event);
      mark.setAttribute("x", String(Math.min(from, to)));
      mark.setAttribute("width", String(Math.abs(to - from)));
    });
    chart.addEventListener("pointerup", (event) => {
      if (from === undefined) return;
      const a = secondsAt(Math.min(from, px(event)));
      const b = secondsAt(Math.max(from, px(event)));
      from = undefined;
      if (b - a < step / 4) brush(null, null);
      else brush(a, b);
    });
    chart.addEventListener("pointercancel", () => {
      from = undefined;
      mark.remove();
    });
  }

  let shown: Selection | undefined;
  let width = 0;
  new ResizeObserver(() => {
    if (!shown || Math.abs(picture.clientWidth - width) < 2) return;
    width = picture.clientWidth;
    draw(shown);
  }).observe(picture);
  return {
    show: (selection) => {
      shown = selection;
      draw(selection);
    },
  };
}

const sum = (b: Bars, bar: number, side: 0 | 6): number => {
  let n = 0;
  for (let k = 0; k < RESULTS.length + 1; k++) n += b.tallies[bar * 12 + side + k] as number;
  return n;
};
