import { grouped } from "../wording.ts";
import { el, mount } from "./dom.ts";
import { drawCluster, drawLand, drawPlace, labelPlace, landOf, palette, type Taken } from "./drawing.ts";
import { mapTerms } from "./map-terms.ts";
import { mapLegend, placesTable } from "./map-words.ts";
import { followPointers } from "./pointers.ts";
import {
  fitted,
  latOf,
  moved,
  pixelsPerMetre,
  type Size,
  screenX,
  screenY,
  type UnitBox,
  type View,
  zoomed,
} from "./projection.ts";
import type { PageRecord } from "./record.ts";
import type { Selection } from "./selection.ts";
import { MIN_RADIUS, type Shape, shapesOf, tracePath } from "./shapes.ts";

/** More distinct places in view than this are shown as numbers on a grid. */
const SHOWN_APART = 220;
const CELL = 62;
const HALF_NUMBER = 24;
/** With more places than this, the first view leaves the outermost hundredth of them beyond its edge. */
const MANY = 100;

/** The incidents of one place among those selected. */
interface Spot {
  readonly place: number;
  readonly shape: Shape;
  readonly incidents: number[];
  /** The strongest result here, and how many of the incidents have it. */
  code: number;
  strongest: number;
  contrary: number;
}

/** A cell of the grid: sums of unit coordinates of its `n` places, and their incidents. */
interface Cell {
  x: number;
  y: number;
  n: number;
  count: number;
  contrary: number;
  readonly column: number;
  readonly line: number;
}

export interface MapView {
  readonly show: (selection: Selection) => void;
}

/** The map: land, zones, lines, and places as areas. `pick` is called with the incidents under a press. */
export function mapView(record: PageRecord, pick: (incidents: readonly number[]) => void): MapView {
  const root = mount("map");
  const shapes = shapesOf(record.data);
  const land = record.basemap ? landOf(record.basemap) : undefined;
  const terms = mapTerms(record.data);
  const canvas = el("canvas", {
    tabindex: 0,
    role: "application",
    "aria-roledescription": "map",
    "aria-label":
      "Map of the incidents that the filter shows. Arrow keys move, plus and minus zoom, 0 shows all. The same as a table stands below.",
    "aria-describedby": "map-says",
  });
  const says = el("p", { class: "note", id: "map-says", "aria-live": "polite" });
  const scale = el("div", { class: "scale", "aria-hidden": "true" });
  const button = (label: string, sign: string, act: () => void): HTMLButtonElement =>
    el("button", { type: "button", "aria-label": label, title: label, click: act }, sign);
  const twin = el("div");
  const details = el(
    "details",
    { class: "twin", toggle: () => details.open && twin.replaceChildren(placesTable(record, spots, pick)) },
    el("summary", {}, "The map as a table"),
    twin,
  );
  root.append(
    el(
      "div",
      { class: "mapbox" },
      canvas,
      el(
        "div",
        { class: "zoom" },
        button("Zoom in", "+", () => go(zoomed(view, size(), 1.6))),
        button("Zoom out", "−", () => go(zoomed(view, size(), 1 / 1.6))),
        button("Show all", "⤢", () => fit()),
      ),
      scale,
      el("div", { class: "attribution" }, record.basemap?.attribution ?? ""),
    ),
    mapLegend(),
    terms.legend(),
    says,
    details,
  );

  let spots: Spot[] = [];
  let unplaced = 0;
  let view: View = { x: 0.5, y: 0.5, world: 512 };
  let clusters: { x: number; y: number }[] = [];
  let waiting = false;
  let first = true;

  const size = (): Size => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  const go = (next: View): void => {
    view = next;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(draw);
  };
  function fit(whole = true): void {
    const box: UnitBox = { x0: 1, y0: 1, x1: 0, y1: 0 };
    const take = (b: UnitBox): void => {
      box.x0 = Math.min(box.x0, b.x0);
      box.y0 = Math.min(box.y0, b.y0);
      box.x1 = Math.max(box.x1, b.x1);
      box.y1 = Math.max(box.y1, b.y1);
    };
    const trim = whole || spots.length <= MANY ? 0 : Math.floor(spots.length / 100);
    const xs = spots.map((spot) => spot.shape.x).sort((a, b) => a - b);
    const ys = spots.map((spot) => spot.shape.y).sort((a, b) => a - b);
    const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = [xs[trim], xs.at(-1 - trim), ys[trim], ys.at(-1 - trim)];
    for (const { shape } of spots) {
      if (shape.x < x0 || shape.x > x1 || shape.y < y0 || shape.y > y1) continue;
      take(shape.kind === "disc" ? { x0: shape.x, y0: shape.y, x1: shape.x, y1: shape.y } : shape.box);
    }
    if (spots.length === 0) for (const box of terms.boxes) take(box);
    if (box.x0 > box.x1) take({ x0: 0, y0: 0, x1: 1, y1: 1 });
    go(fitted(box, size()));
  }

  function inView(shape: Shape, s: Size): boolean {
    const x = screenX(view, s, shape.x);
    const y = screenY(view, s, shape.y);
    const rx =
      shape.kind === "disc"
        ? Math.max(MIN_RADIUS, shape.radiusM * pixelsPerMetre(view, shape.lat))
        : ((shape.box.x1 - shape.box.x0) / 2) * view.world;
    const ry = shape.kind === "disc" ? rx : ((shape.box.y1 - shape.box.y0) / 2) * view.world;
    return x + rx > 0 && x - rx < s.width && y + ry > 0 && y - ry < s.height;
  }

  function draw(): void {
    waiting = false;
    const s = size();
    if (s.width === 0) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    if (canvas.width !== Math.round(s.width * ratio)) canvas.width = Math.round(s.width * ratio);
    if (canvas.height !== Math.round(s.height * ratio)) canvas.height = Math.round(s.height * ratio);
    const ctx = canvas.getContext("2d") as CanvasRenderingContext2D;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const p = palette();
    drawLand(ctx, land, view, s, p);
    terms.draw(ctx, view, s, p);
    const visible = spots.filter((spot) => inView(spot.shape, s));
    const apart = visible.length <= SHOWN_APART;
    clusters = [];
    if (apart) {
      const wideFirst = [...visible].sort((a, b) => breadth(b.shape) - breadth(a.shape) || a.place - b.place);
      for (const spot of wideFirst) drawPlace(ctx, spot.shape, spot.code, view, s, p);
      const taken: Taken = [];
      for (const spot of [...visible].sort(
        (a, b) => a.code - b.code || b.incidents.length - a.incidents.length || a.place - b.place,
      ))
        labelPlace(ctx, spot.shape, spot.code, [spot.strongest, spot.incidents.length], view, s, p, taken);
    } else {
      const takenByAreas: Taken = [];
      const cells = new Map<string, Cell>();
      for (const spot of visible) {
        if (spot.shape.kind === "rings" && spot.shape.wide) {
          drawPlace(ctx, spot.shape, spot.code, view, s, p);
          labelPlace(ctx, spot.shape, spot.code, [spot.strongest, spot.incidents.length], view, s, p, takenByAreas);
          continue;
        }
        // The grid is tied to the ground, so that numbers don't swim while the map is moved.
        const [column, line] = [
          Math.floor((spot.shape.x * view.world) / CELL),
          Math.floor((spot.shape.y * view.world) / CELL),
        ];
        const key = `${column}/${line}`;
        const cell = cells.get(key) ?? { x: 0, y: 0, n: 0, contrary: 0, count: 0, column, line };
        cell.n++;
        cell.x += spot.shape.x;
        cell.y += spot.shape.y;
        cell.contrary += spot.contrary;
        cell.count += spot.incidents.length;
        cells.set(key, cell);
      }
      for (const c of cells.values()) {
        // A number stands at the middle of its places, drawn in from the cell's edge so that none covers its neighbour.
        const x = screenX(view, s, drawnIn(c.x / c.n, c.column, view.world));
        const y = screenY(view, s, drawnIn(c.y / c.n, c.line, view.world));
        clusters.push({ x, y });
        drawCluster(ctx, x, y, c.count, c.contrary, p);
      }
    }
    const seen = visible.reduce((n, spot) => n + spot.incidents.length, 0);
    const all = spots.reduce((n, spot) => n + spot.incidents.length, 0);
    root.dataset.total = String(all + unplaced);
    says.textContent = `${grouped(seen)} of ${grouped(all + unplaced)} incidents in view${all > seen ? `, ${grouped(all - seen)} beyond the edge` : ""}${unplaced > 0 ? `, ${grouped(unplaced)} without a known place` : ""}.${apart ? "" : " Numbers stand for incidents hereabouts, the filled lower edge for those that are contrary; zoom in to see their areas."}`;
    scaleBar(s);
  }

  function scaleBar(s: Size): void {
    const perM = pixelsPerMetre(view, latOf(view.y));
    const nice =
      [50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6].find((m) => m * perM > 60) ?? 2e6;
    const tick = el("i");
    tick.style.width = `${Math.min(nice * perM, s.width / 2)}px`;
    scale.replaceChildren(tick, nice < 1000 ? `${nice} m` : `${nice / 1000} km`);
  }

  function press(px: number, py: number): void {
    const s = size();
    for (const c of clusters)
      if (Math.abs(c.x - px) < 20 && Math.abs(c.y - py) < 20) {
        go(zoomed(view, s, 2.2, px, py));
        return;
      }
    if (clusters.length > 0) return;
    const ctx = canvas.getContext("2d") as CanvasRenderingContext2D;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const hit = spots.filter(
      (spot) => inView(spot.shape, s) && (tracePath(ctx, spot.shape, view, s), ctx.isPointInPath(px, py, "evenodd")),
    );
    // A press means the finest place there; wider areas are taken only where nothing finer is.
    const finest = Math.min(...hit.map((spot) => breadth(spot.shape)));
    const chosen = hit.filter((spot) => breadth(spot.shape) <= Math.max(finest * 4, (2 * MIN_RADIUS) / view.world));
    if (chosen.length > 0) pick(chosen.flatMap((spot) => spot.incidents));
  }

  canvas.addEventListener("keydown", (event) => {
    const step = 60;
    const act: Record<string, () => View> = {
      ArrowLeft: () => moved(view, step, 0),
      ArrowRight: () => moved(view, -step, 0),
      ArrowUp: () => moved(view, 0, step),
      ArrowDown: () => moved(view, 0, -step),
      "+": () => zoomed(view, size(), 1.6),
      "=": () => zoomed(view, size(), 1.6),
      "-": () => zoomed(view, size(), 1 / 1.6),
    };
    if (event.key === "0") fit();
    else if (event.key === "Enter") press(size().width / 2, size().height / 2);
    else if (act[event.key]) go((act[event.key] as () => View)());
    else return;
    event.preventDefault();
  });
  followPointers(canvas, {
    drag: (dx, dy) => go(moved(view, dx, dy)),
    pinch: (factor, x, y) => go(zoomed(view, size(), factor, x, y)),
    press,
  });
  new ResizeObserver(() => (first ? undefined : go(view))).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => go(view));

  return {
    show: (selection) => {
      const byPlace = new Map<number, Spot>();
      unplaced = 0;
      for (const i of selection.incidents) {
        const place = record.data.incidents.place[i] as number;
        const shape = shapes[place];
        if (!shape) {
          unplaced++;
          continue;
        }
        const code = selection.code[i] as number;
        const spot = byPlace.get(place);
        if (!spot)
          byPlace.set(place, { place, shape, incidents: [i], code, strongest: 1, contrary: code === 0 ? 1 : 0 });
        else {
          spot.incidents.push(i);
          if (code < spot.code) [spot.code, spot.strongest] = [code, 1];
          else if (code === spot.code) spot.strongest++;
          if (code === 0) spot.contrary++;
        }
      }
      spots = [...byPlace.values()];
      if (details.open) twin.replaceChildren(placesTable(record, spots, pick));
      if (first) fit(false);
      first = false;
      go(view);
    },
  };
}

/** A unit coordinate kept half a number's width inside its cell. */
const drawnIn = (unit: number, cell: number, world: number): number =>
  Math.min(Math.max(unit, (cell * CELL + HALF_NUMBER) / world), ((cell + 1) * CELL - HALF_NUMBER) / world);

/** Half the width of a place, in unit coordinates. */
const breadth = (shape: Shape): number =>
  shape.kind === "disc"
    ? shape.radiusM / (40_075_017 * Math.cos((shape.lat * Math.PI) / 180))
    : Math.max(shape.box.x1 - shape.box.x0, shape.box.y1 - shape.box.y0) / 2;
