import type { PageData } from "../page-data.ts";
import { el } from "./dom.ts";
import { type Palette, tag } from "./drawing.ts";
import { type Size, screenX, screenY, type UnitBox, type View } from "./projection.ts";
import { boxOf, ringPath, unitRing } from "./shapes.ts";

/** Longer names are given by a code on the map and in full below it. */
const LONGEST = 22;

/** What the agreement itself puts on the map: zones, lines, and borders where it names a set of them. */
export interface MapTerms {
  readonly boxes: readonly UnitBox[];
  readonly draw: (ctx: CanvasRenderingContext2D, view: View, size: Size, p: Palette) => void;
  readonly legend: () => HTMLElement | "";
}

const label = (name: string, code: string): string => (name.length <= LONGEST ? name : code);

export function mapTerms(data: PageData): MapTerms {
  const zones = data.zones.map((z, n) => {
    const rings = (data.areas[z.area] ?? []).flatMap((polygon) => polygon.map(unitRing));
    return { name: z.name, label: label(z.name, `Z${n + 1}`), rings, box: boxOf(rings) };
  });
  const lines = data.lines.map((l, n) => ({
    name: l.name,
    label: label(l.name, `L${n + 1}`),
    ring: unitRing(l.points),
  }));
  const boundary = (data.boundary?.lines ?? []).map(unitRing);

  function draw(ctx: CanvasRenderingContext2D, view: View, s: Size, p: Palette): void {
    ctx.lineJoin = "round";
    ctx.strokeStyle = p.muted as string;
    ctx.lineWidth = 0.8;
    for (const ring of boundary) {
      ctx.beginPath();
      ringPath(ctx, ring, view, s, false);
      ctx.stroke();
    }
    for (const zone of zones) {
      ctx.beginPath();
      for (const ring of zone.rings) ringPath(ctx, ring, view, s, true);
      ctx.strokeStyle = ctx.fillStyle = p.zone as string;
      ctx.globalAlpha = 0.05;
      ctx.fill("evenodd");
      ctx.globalAlpha = 0.9;
      ctx.lineWidth = 1.3;
      ctx.setLineDash([9, 3, 2, 3]);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.globalAlpha = 1;
    }
    for (const line of lines) {
      ctx.beginPath();
      ringPath(ctx, line.ring, view, s, false);
      ctx.strokeStyle = p.land as string;
      ctx.lineWidth = 5;
      ctx.stroke();
      ctx.strokeStyle = p.line as string;
      ctx.lineWidth = 1.8;
      ctx.stroke();
    }
    for (const [n, line] of lines.entries()) {
      // Lines that run close together have their names at different places along them.
      const at = Math.floor(((line.ring.length / 2) * (n + 1)) / (lines.length + 1)) * 2;
      tag(
        ctx,
        line.label,
        screenX(view, s, line.ring[at] ?? 0),
        screenY(view, s, line.ring[at + 1] ?? 0) - 11,
        p.line as string,
        p,
        false,
      );
    }
    for (const zone of zones) {
      if ((zone.box.x1 - zone.box.x0) * view.world < 40) continue;
      tag(
        ctx,
        zone.label,
        screenX(view, s, (zone.box.x0 + zone.box.x1) / 2),
        screenY(view, s, zone.box.y0) + 11,
        p.zone as string,
        p,
        false,
      );
    }
  }

  const named = [...zones, ...lines];
  return {
    boxes: zones.map((z) => z.box),
    draw,
    legend: () =>
      named.length === 0
        ? ""
        : el(
            "details",
            { class: "twin" },
            el("summary", {}, `Zones and lines on the map: ${named.length}`),
            el("ul", {}, ...named.map((x) => el("li", {}, x.label === x.name ? x.name : `${x.label}: ${x.name}`))),
          ),
  };
}
