import { Box, Button, Group, Text, useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Histogram } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";
import { type Offsets, saySpan } from "../app/times.ts";
import { DARK, LIGHT, RESULTS } from "../map/palette.ts";
import { StretchByKeys } from "./stretch-by-keys.tsx";

const HEIGHT = 92;

export interface Stretch {
  readonly from: number;
  readonly until: number;
}

interface TimelineProps {
  readonly histogram: Histogram;
  readonly chosen: Stretch | null;
  readonly offsets: Offsets;
  readonly onChoose: (stretch: Stretch | null) => void;
}

/** Incidents over time, the gravest at the foot of each bar; a stretch is drawn with the pointer or set by the keys. */
export function Timeline({ histogram, chosen, offsets, onChoose }: TimelineProps) {
  const { t, i18n } = useTranslation();
  const { ref, width } = useElementSize();
  const palette = useComputedColorScheme("light") === "dark" ? DARK : LIGHT;
  const n = numbers(i18n.language);
  const [drawn, setDrawn] = useState<readonly [number, number] | null>(null);
  const { bars } = histogram;
  if (bars.length === 0 && !chosen)
    return (
      <Box component="section" aria-label={t("timeline.title")}>
        <Text size="sm">{t("timeline.none")}</Text>
      </Box>
    );
  const most = Math.max(1, ...bars.map((b) => RESULTS.reduce((sum, r) => sum + (b.results[r] ?? 0), 0)));
  const step = bars.length === 0 ? 0 : width / bars.length;
  const barAt = (event: PointerEvent<SVGSVGElement>): number => {
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(bars.length - 1, Math.floor(((event.clientX - left) / wide) * bars.length)));
  };
  const stretchOf = (a: number, b: number): Stretch | null => {
    const [first, last] = [bars[Math.min(a, b)], bars[Math.max(a, b)]];
    return first && last ? { from: first.from, until: last.until } : null;
  };
  const shown = drawn ? stretchOf(...drawn) : chosen;
  return (
    <Box component="section" aria-label={t("timeline.title")}>
      <Group justify="space-between" mih={30} gap="xs">
        <Text size="sm" aria-live="polite">
          {shown
            ? saySpan(shown, offsets, i18n.language)
            : t("timeline.all", { count: histogram.total, n: n(histogram.total) })}
        </Text>
        {chosen && (
          <Button size="compact-xs" variant="default" onClick={() => onChoose(null)}>
            {t("timeline.clear")}
          </Button>
        )}
      </Group>
      <Box ref={ref}>
        <svg
          width="100%"
          height={HEIGHT}
          role="img"
          aria-label={t("timeline.hint")}
          style={{ touchAction: "pan-y", display: "block", cursor: "crosshair" }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrawn([barAt(event), barAt(event)]);
          }}
          onPointerMove={(event) => drawn && setDrawn([drawn[0], barAt(event)])}
          onPointerUp={() => {
            if (drawn) onChoose(stretchOf(...drawn));
            setDrawn(null);
          }}
          onPointerCancel={() => setDrawn(null)}
        >
          {bars.map((bar, i) => {
            const faint = shown && (bar.until <= shown.from || bar.from >= shown.until);
            let top = HEIGHT;
            return (
              <g key={bar.from} opacity={faint ? 0.28 : 1}>
                {RESULTS.map((result) => {
                  const count = bar.results[result] ?? 0;
                  if (count === 0) return null;
                  // A grave bar of one among thousands still has a pixel and a half.
                  const height = Math.max(1.5, (count / most) * (HEIGHT - 6));
                  top -= height;
                  return (
                    <rect
                      key={result}
                      x={i * step + (step > 3 ? 0.5 : 0)}
                      y={top}
                      width={Math.max(0.6, step - (step > 3 ? 1 : 0))}
                      height={height}
                      fill={palette.results[result]}
                    />
                  );
                })}
              </g>
            );
          })}
          <line x1={0} x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke={palette.shore} />
        </svg>
      </Box>
      <StretchByKeys bars={bars} chosen={chosen} offsets={offsets} onChoose={onChoose} />
      <Group justify="space-between">
        {[bars[0]?.from, bars.at(-1)?.until].map((at, i) => (
          <Text key={i === 0 ? "from" : "until"} size="xs" c="dimmed">
            {at === undefined ? "" : saySpan({ from: at, until: at }, offsets, i18n.language)}
          </Text>
        ))}
      </Group>
    </Box>
  );
}
