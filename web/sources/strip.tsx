import { Box, Text, useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Sources } from "../../src/server/client/sources.ts";
import { COVERAGE_STATES, type CoverageState } from "../app/coverage-words.ts";
import { type Offsets, saySpan } from "../app/times.ts";
import { DARK, LIGHT } from "../map/palette.ts";

type Coverage = NonNullable<Sources["coverage"]>;
const HEIGHT = 22;

/** Each state has a texture of its own, so that it is told without colour. */
function Textures({ id, ink, faint }: { id: string; ink: string; faint: string }) {
  const lines = (state: string, path: string, size: number) => (
    <pattern id={`${id}-${state}`} width={size} height={size} patternUnits="userSpaceOnUse">
      <rect width={size} height={size} fill={faint} />
      <path d={path} stroke={ink} strokeWidth="1.2" fill="none" />
    </pattern>
  );
  return (
    <defs>
      {lines("degraded", "M0 6 6 0", 6)}
      {lines("weather", "M0 2h2", 4)}
      {lines("jammed", "M0 4 2 0 4 4 6 0", 6)}
      {lines("denied", "M0 0 6 6M6 0 0 6", 6)}
      {lines("down", "M3 0v6", 6)}
    </defs>
  );
}

/** What every station could and could not perceive over time; blank where nothing is known of it. */
export function Strip({ coverage, offsets }: { coverage: Coverage; offsets: Offsets }) {
  const { t, i18n } = useTranslation();
  const id = useId().replace(/[^\w-]/g, "");
  const { ref, width } = useElementSize();
  const palette = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark" ? DARK : LIGHT;
  const all = coverage.stations.flatMap((s) => s.windows);
  const from = Math.min(...all.map((w) => w.from));
  const until = Math.max(...all.map((w) => w.until));
  const fill = (state: string): string => (state === "watching" ? palette.results.exempt : `url(#${id}-${state})`);
  const shown = COVERAGE_STATES.filter((s) => (coverage.hours[s] ?? 0) > 0);
  const at = (time: number): number => ((time - from) / Math.max(1, until - from)) * width;
  return (
    <figure style={{ margin: 0 }} aria-label={t("sources.strip")}>
      <Box className="strip-key">
        {shown.map((state) => (
          <span key={state}>
            <svg width="26" height="14" aria-hidden="true">
              <Textures id={id} ink={palette.ink} faint={palette.water} />
              <rect width="26" height="14" rx="2" fill={fill(state)} stroke={palette.shore} />
            </svg>
            {t(`coverage.${state as CoverageState}`)}
          </span>
        ))}
      </Box>
      <Box className="strip">
        {coverage.stations.map((s, k) => [
          <div key={`${s.station} name`} className="strip-name">
            <span dir="auto">{s.station}</span>
            <Text size="xs" c="dimmed">
              {t(`watchKind.${s.kind}` as never, { defaultValue: s.kind })}
              {s.area === null ? "" : ` · ${s.area}`}
            </Text>
          </div>,
          <div key={`${s.station} strip`} ref={k === 0 ? ref : undefined} dir="ltr">
            <svg width="100%" height={HEIGHT} aria-hidden="true">
              {s.windows.map((w, i) => (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: windows stand in a fixed order
                  key={i}
                  x={at(w.from)}
                  width={Math.max(1.5, at(w.until) - at(w.from))}
                  y={w.state === "watching" ? 0 : 4}
                  height={w.state === "watching" ? HEIGHT : HEIGHT - 8}
                  fill={fill(w.state)}
                />
              ))}
            </svg>
          </div>,
        ])}
        <div />
        <Box dir="ltr" style={{ display: "flex", justifyContent: "space-between" }}>
          {[from, until].map((time) => (
            <Text key={time} size="xs" c="dimmed">
              {saySpan({ from: time, until: time }, offsets, i18n.language)}
            </Text>
          ))}
        </Box>
      </Box>
    </figure>
  );
}
