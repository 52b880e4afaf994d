import type { Basemap } from "./basemap.ts";
import type { Glance } from "./glance.ts";
import { each, esc } from "./html.ts";
import { grouped, RESULTS } from "./wording.ts";

const HEIGHT = 96;
const BAR = 12;

/** Results that occur in the bars, as words for who does not see them. */
function tallies(bars: readonly (readonly number[])[]): string {
  return RESULTS.map((r, n) => ({ words: r.words, count: bars.reduce((sum, bar) => sum + (bar[n] ?? 0), 0) }))
    .filter((r) => r.count > 0)
    .map((r) => `${grouped(r.count)} ${r.words}`)
    .join(", ");
}

/** Bars over time, one stroke per reading in force below them. Stretches to its column; its words stand outside it. */
export function timelineSvg(timeline: NonNullable<Glance["timeline"]>): string {
  const { bars, from, stepMs, readings } = timeline;
  const width = bars.length * BAR;
  const highest = Math.max(1, ...bars.map((b) => b.reduce((n, k) => n + k, 0)));
  const unit = Math.min(HEIGHT / highest, 22);
  const round = (n: number): number => Math.round(n * 10) / 10;
  const rects = each(bars, (bar, n) => {
    let top = HEIGHT;
    return each(bar, (count, k) => {
      if (count === 0) return "";
      const h = round(Math.max(0.6, count * unit));
      top -= h;
      return `<rect class="r${k}" x="${n * BAR + 1}" y="${round(top)}" width="${BAR - 2}" height="${h}"/>`;
    });
  });
  const at = (ms: number): number => round(Math.min(width, Math.max(0, ((ms - from) / stepMs) * BAR)));
  const drawn = readings.filter(
    (r) => r.from !== null && r.from < from + bars.length * stepMs && (r.until === null || r.until > from),
  );
  const strokes = each(drawn, (r, n) => {
    const a = at(r.from as number);
    return `<rect class="force" x="${a}" y="${HEIGHT + 5 + n * 6}" width="${round(Math.max(2, (r.until === null ? width : at(r.until)) - a))}" height="3"/>`;
  });
  const outside = [
    timeline.before > 0 ? `${grouped(timeline.before)} earlier` : "",
    timeline.after > 0 ? `${grouped(timeline.after)} later` : "",
  ].filter(Boolean);
  const force =
    drawn.length === 0
      ? ""
      : ` Line below: in force${readings.length > 1 ? `, reading ${drawn.map((r) => r.id).join(", then ")}` : ""}.`;
  const says = `Tallest bar: ${grouped(highest)}.${outside.length > 0 ? ` Not drawn: ${outside.join(", ")}.` : ""}${force} Each incident stands at its earliest moment.`;
  return `<figure class="time"><svg viewBox="0 0 ${width} ${HEIGHT + 4 + 6 * Math.max(1, drawn.length)}" preserveAspectRatio="none" role="img" aria-label="${esc(`Incidents from ${timeline.first} to ${timeline.last}: ${tallies(bars)}`)}">${rects}<rect class="axis" x="0" y="${HEIGHT}" width="${width}" height="1"/>${strokes}</svg><figcaption><span class="ends"><span>${esc(timeline.first)}</span><span>${esc(timeline.last)}</span></span>${esc(says)}</figcaption></figure>`;
}

const MAP_WIDTH = 460;
const MAP_HEIGHT = 300;

/** A small map: land, and each place as the circle that holds it. No border, no name. */
export function locatorSvg({ extent, places, unplaced }: Glance, basemap: Basemap | null): string {
  if (!extent || places.length === 0) return "";
  const [west, south, east, north] = extent;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(MAP_WIDTH / ((east - west) * squeeze), MAP_HEIGHT / (north - south));
  const round = (n: number): number => Math.round(n * 10) / 10;
  const x = (lon: number): number => round(MAP_WIDTH / 2 + (lon - (west + east) / 2) * squeeze * scale);
  const y = (lat: number): number => round(MAP_HEIGHT / 2 - (lat - (south + north) / 2) * scale);
  const land = each(basemap?.land ?? [], (rings) =>
    each(rings, (ring) => {
      let last = "";
      const steps = ring
        .map(([lon, lat]) => `${x(lon)} ${y(lat)}`)
        .filter((step) => {
          const fresh = step !== last;
          last = step;
          return fresh;
        });
      return steps.length < 3 ? "" : `M${steps.join("L")}Z`;
    }),
  );
  const circles = each(
    places,
    ([lon, lat, radius, code]) =>
      `<circle class="p${code}" cx="${x(lon)}" cy="${y(lat)}" r="${round(Math.max(2.6, (radius / 111_320) * scale))}"/>`,
  );
  const where = `${grouped(places.length)} ${places.length === 1 ? "place" : "places"} on the map, each drawn as wide as it is known to${unplaced > 0 ? `; ${grouped(unplaced)} ${unplaced === 1 ? "incident has" : "incidents have"} no known place` : ""}.`;
  return `<figure class="where"><svg viewBox="0 0 ${MAP_WIDTH} ${MAP_HEIGHT}" role="img" aria-label="${esc(where)}"><rect class="sea${basemap ? "" : " unknown"}" width="${MAP_WIDTH}" height="${MAP_HEIGHT}"/>${land === "" ? "" : `<path class="land" fill-rule="evenodd" d="${land}"/>`}${circles}</svg><figcaption>${esc(where)}${basemap ? ` ${esc(basemap.attribution)}; no country border is drawn.` : ""}</figcaption></figure>`;
}

/** The box of land that a locator shows: wider than its places where they do not fill its shape. */
export function locatorExtent(glance: Glance): NonNullable<Glance["extent"]> | null {
  if (!glance.extent) return null;
  const [west, south, east, north] = glance.extent;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(MAP_WIDTH / ((east - west) * squeeze), MAP_HEIGHT / (north - south));
  const [w, h] = [MAP_WIDTH / scale / squeeze / 2, MAP_HEIGHT / scale / 2];
  const [cx, cy] = [(west + east) / 2, (south + north) / 2];
  return [cx - w - 0.05, cy - h - 0.05, cx + w + 0.05, cy + h + 0.05];
}
