import { Box, Button, Group, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, memo, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Histogram } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";
import { type Offsets, saySpan } from "../app/times.ts";
import { StretchByKeys } from "./stretch-by-keys.tsx";
import { Chart, HEIGHT } from "./timeline-chart.tsx";
import { binsOf, firstAxis, type Stretch, ticksOf } from "./timeline-scale.ts";

/** Pixels of a bar at least, and between marks of the axis. */
const BAR = 5;
const MARK = 92;

interface TimelineProps {
  readonly histogram: Histogram;
  readonly chosen: Stretch | null;
  readonly offsets: Offsets;
  readonly onChoose: (stretch: Stretch | null) => void;
  /** Whether a filter left this; if not, there is nothing yet, and the list says what to do. */
  readonly filtered: boolean;
}

/**
 * Incidents over time, the gravest at the foot of each bar. A stretch is drawn with the pointer, or set by the two
 * handles and the arrow keys, or written as times. Time runs from left to right in every language.
 */
export const Timeline = memo(function Timeline({ histogram, chosen, offsets, onChoose, filtered }: TimelineProps) {
  const { t, i18n } = useTranslation();
  const { ref, width } = useElementSize();
  const n = numbers(i18n.language);
  const [drawn, setDrawn] = useState<readonly [number, number] | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [table, setTable] = useState(false);
  const [wished, setWished] = useState(false);
  const axis = useMemo(() => firstAxis(histogram.bars), [histogram]);
  const beyond = axis.earlier + axis.later;
  // A stretch that reaches beyond the axis is in sight as a whole.
  const outside =
    chosen !== null && (chosen.from < (axis.bars[0]?.from ?? 0) || chosen.until > (axis.bars.at(-1)?.until ?? 0));
  const whole = wished || (outside && beyond > 0);
  const bins = useMemo(
    () =>
      binsOf(
        { step: histogram.step, bars: whole ? histogram.bars : axis.bars },
        offsets,
        Math.max(1, Math.floor((width || 600) / BAR)),
      ),
    [histogram, axis, whole, offsets, width],
  );
  const [first, last] = [bins[0], bins.at(-1)];
  if (!first || !last)
    return (
      <Box component="section" aria-label={t("timeline.title")}>
        <Group justify="space-between" gap="xs">
          <Text size="sm">{t(filtered ? "timeline.none" : "empty.noReports")}</Text>
          {chosen && <Whole onChoose={onChoose} />}
        </Group>
      </Box>
    );
  const domain = { from: first.from, until: last.until };
  const x = (at: number): number =>
    ((Math.max(domain.from, Math.min(domain.until, at)) - domain.from) / (domain.until - domain.from)) * width;
  const stretchOf = (a: number, b: number): Stretch | null => {
    const [from, until] = [bins[Math.min(a, b)], bins[Math.max(a, b)]];
    return from && until ? { from: from.from, until: until.until } : null;
  };
  const isAll = (s: Stretch): boolean =>
    s.from <= Math.min(domain.from, histogram.bars[0]?.from ?? domain.from) &&
    s.until >= Math.max(domain.until, histogram.bars.at(-1)?.until ?? domain.until);
  const shown = drawn ? stretchOf(...drawn) : chosen;
  const looked = over === null || drawn ? undefined : bins[over];
  return (
    <Box component="section" aria-label={t("timeline.title")} className="timeline">
      <Group justify="space-between" mih={26} gap="xs" wrap="nowrap">
        <Text size="sm" aria-live="polite" truncate>
          {shown
            ? saySpan(shown, offsets, i18n.language)
            : t("timeline.all", { count: histogram.total, n: n(histogram.total) })}
        </Text>
        <Group gap="xs" wrap="nowrap">
          {looked && (
            <Text size="xs" c="dimmed" aria-hidden="true" visibleFrom="sm">
              {saySpan(looked, offsets, i18n.language)}: {n(looked.total)}
            </Text>
          )}
          {chosen && <Whole onChoose={onChoose} />}
          {beyond > 0 && !outside && (
            <Button size="compact-xs" variant="subtle" aria-pressed={whole} onClick={() => setWished(!wished)}>
              {whole
                ? t("timeline.most")
                : [
                    axis.earlier > 0 ? t("timeline.earlier", { count: axis.earlier, n: n(axis.earlier) }) : "",
                    axis.later > 0 ? t("timeline.later", { count: axis.later, n: n(axis.later) }) : "",
                  ]
                    .filter((words) => words !== "")
                    .join(" · ")}
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" aria-expanded={table} onClick={() => setTable(!table)}>
            {t("timeline.table")}
          </Button>
        </Group>
      </Group>
      <Box ref={ref} dir="ltr" pos="relative">
        <Chart
          bins={bins}
          width={width}
          x={x}
          shown={shown}
          ticks={ticksOf(domain, offsets, i18n.language, Math.max(2, Math.floor(width / MARK)))}
          onOver={setOver}
          onDraw={setDrawn}
          drawn={drawn}
          onDrawn={(a, b) => {
            setDrawn(null);
            onChoose(stretchOf(a, b));
          }}
        />
        {(["from", "until"] as const).map((end) => (
          <Handle
            key={end}
            end={end}
            left={x((shown ?? domain)[end])}
            bins={bins}
            stretch={chosen ?? domain}
            words={t(`timeline.${end}`)}
            said={saySpan({ from: (chosen ?? domain)[end], until: (chosen ?? domain)[end] }, offsets, i18n.language)}
            onChoose={(s) => onChoose(isAll(s) ? null : s)}
          />
        ))}
      </Box>
      {table && <StretchByKeys bars={histogram.bars} chosen={chosen} offsets={offsets} onChoose={onChoose} />}
    </Box>
  );
});

function Whole({ onChoose }: Pick<TimelineProps, "onChoose">) {
  const { t } = useTranslation();
  return (
    <Button size="compact-xs" variant="default" onClick={() => onChoose(null)}>
      {t("timeline.clear")}
    </Button>
  );
}

interface HandleProps {
  readonly end: "from" | "until";
  readonly left: number;
  readonly bins: ReturnType<typeof binsOf>;
  readonly stretch: Stretch;
  readonly words: string;
  readonly said: string;
  readonly onChoose: (stretch: Stretch) => void;
}

/** One end of the stretch, moved by the keys: a step, ten steps, or to the end of time. */
function Handle({ end, left, bins, stretch, words, said, onChoose }: HandleProps) {
  // The edges between bins, the outermost too.
  const edges = [...bins.map((b) => b.from), bins.at(-1)?.until ?? 0];
  const now = edges.reduce(
    (best, edge, i) => (Math.abs(edge - stretch[end]) < Math.abs((edges[best] ?? 0) - stretch[end]) ? i : best),
    0,
  );
  const move = (event: KeyboardEvent) => {
    const step = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -10,
      PageUp: 10,
      Home: -edges.length,
      End: edges.length,
    }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    // Neither end passes the other, however long the step.
    const free = edges.filter((edge) => (end === "from" ? edge < stretch.until : edge > stretch.from));
    const wished = edges[Math.max(0, Math.min(edges.length - 1, now + step))] ?? 0;
    const to = Math.max(free[0] ?? wished, Math.min(free.at(-1) ?? wished, wished));
    if (free.length > 0 && to !== stretch[end]) onChoose({ ...stretch, [end]: to });
  };
  return (
    <span
      role="slider"
      tabIndex={0}
      className="timeline-handle"
      style={{ left, height: HEIGHT }}
      aria-label={words}
      aria-valuemin={0}
      aria-valuemax={edges.length - 1}
      aria-valuenow={now}
      aria-valuetext={said}
      onKeyDown={move}
    />
  );
}
