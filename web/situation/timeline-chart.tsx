import { useComputedColorScheme } from "@mantine/core";
import { memo, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { numbers } from "../app/numbers.ts";
import { DARK, LIGHT, type Palette, RESULTS } from "../map/palette.ts";
import type { binsOf, Stretch, ticksOf } from "./timeline-scale.ts";

/** Pixels from the top of the chart to its foot. */
export const HEIGHT = 84;

type Bins = ReturnType<typeof binsOf>;

interface ChartProps {
  readonly bins: Bins;
  readonly width: number;
  readonly x: (at: number) => number;
  readonly shown: Stretch | null;
  readonly ticks: ReturnType<typeof ticksOf>;
  readonly drawn: readonly [number, number] | null;
  readonly onDraw: (drawn: readonly [number, number] | null) => void;
  readonly onDrawn: (a: number, b: number) => void;
  readonly onOver: (bin: number | null) => void;
}

/** Bars, marks of the axis and the stretch; a stroke of the pointer chooses another stretch. */
export function Chart({ bins, width, x, shown, ticks, drawn, onDraw, onDrawn, onOver }: ChartProps) {
  const { t, i18n } = useTranslation();
  const palette = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark" ? DARK : LIGHT;
  const most = bins.reduce((top, b) => Math.max(top, b.total), 1);
  const barAt = (event: PointerEvent<SVGSVGElement>): number => {
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(bins.length - 1, Math.floor(((event.clientX - left) / wide) * bins.length)));
  };
  return (
    <svg
      width="100%"
      height={HEIGHT + 18}
      role="img"
      aria-label={t("timeline.hint")}
      className="timeline-chart"
      // Else a stroke over words that are marked drags these along, and draws nothing.
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onDraw([barAt(event), barAt(event)]);
      }}
      onPointerMove={(event) => {
        const at = barAt(event);
        onOver(at);
        if (drawn && drawn[1] !== at) onDraw([drawn[0], at]);
      }}
      onPointerUp={() => drawn && onDrawn(...drawn)}
      onPointerCancel={() => onDraw(null)}
      onPointerLeave={() => onOver(null)}
    >
      {shown && (
        <rect
          x={x(shown.from)}
          width={Math.max(1, x(shown.until) - x(shown.from))}
          y={0}
          height={HEIGHT}
          className="timeline-shown"
        />
      )}
      {ticks.map(({ at, words }) => (
        <g key={at} className="timeline-tick">
          <line x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT + 4} />
          {/* A mark that would be cut off at the end is left without words. */}
          {x(at) < width - 34 && (
            <text x={x(at) + 3} y={HEIGHT + 14}>
              {words}
            </text>
          )}
        </g>
      ))}
      <text x={3} y={10} className="timeline-most">
        {numbers(i18n.language)(most)}
      </text>
      <Bars bins={bins} width={width} most={most} palette={palette} />
      {/* What the stretch leaves out is veiled, and not drawn anew. */}
      {shown && (
        <>
          <rect x={0} width={x(shown.from)} y={0} height={HEIGHT} className="timeline-veil" />
          <rect x={x(shown.until)} width={width - x(shown.until)} y={0} height={HEIGHT} className="timeline-veil" />
        </>
      )}
      <line x1={0} x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} stroke={palette.shore} />
    </svg>
  );
}

interface BarsProps {
  readonly bins: Bins;
  readonly width: number;
  readonly most: number;
  readonly palette: Palette;
}

/** One path for each result, the gravest at the foot: hundreds of bars are five shapes, and stay while a stretch is drawn. */
const Bars = memo(function Bars({ bins, width, most, palette }: BarsProps) {
  const step = width / bins.length;
  const gap = step > 4 ? 1 : 0.4;
  const tops = new Float64Array(bins.length).fill(HEIGHT);
  return RESULTS.map((result) => {
    let path = "";
    for (const [i, bin] of bins.entries()) {
      const count = bin.results[result];
      if (count === 0) continue;
      // A grave bar of one among thousands still has two pixels.
      const height = Math.max(result === "contrary" ? 2.5 : 1.5, (count / most) * (HEIGHT - 14));
      const top = (tops[i] ?? HEIGHT) - height;
      tops[i] = top;
      const wide = Math.max(0.8, step - gap);
      path += `M${(i * step + gap / 2).toFixed(2)} ${top.toFixed(2)}h${wide.toFixed(2)}v${height.toFixed(2)}h${(-wide).toFixed(2)}z`;
    }
    return path === "" ? null : <path key={result} d={path} fill={palette.results[result]} />;
  });
});
