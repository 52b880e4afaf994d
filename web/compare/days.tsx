import { Box, Group, Text, useComputedColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Comparison } from "../../src/server/client/comparison.ts";
import { numbers } from "../app/numbers.ts";
import { DARK, LIGHT } from "../map/palette.ts";
import { type SideKey, SideMark } from "./side-mark.tsx";

const SIDES: readonly SideKey[] = ["a", "b"];
const HEIGHT = 150;
const LEFT = 34;

/** Days on which the two texts differ: certain and possible under each, as bars and as a table. */
export function Days({ comparison }: { comparison: Comparison }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const palette = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark" ? DARK : LIGHT;
  const { days, undated } = comparison;
  const dated = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(i18n.language, { day: "numeric", month: "short", timeZone: "UTC" });
  if (days.length === 0) return <Text size="sm">{t("compare.noDay")}</Text>;
  const most = Math.max(1, ...days.flatMap((d) => SIDES.map((side) => d.contrary[side].atMost)));
  const step = Math.max(18, Math.min(64, 1_040 / days.length));
  const bar = Math.max(5, Math.min(16, step / 2 - 4));
  const high = (value: number): number => (value / most) * (HEIGHT - 12);
  const width = LEFT + days.length * step + 8;
  const every = Math.max(1, Math.ceil(62 / step));
  const differs = SIDES.some(
    (side) => undated.contrary[side].atLeast !== undated.contrary[side === "a" ? "b" : "a"].atLeast,
  );
  const rows = [...days, ...(differs ? [{ ...undated, period: "" }] : [])];
  const say = (period: string): string =>
    period === "" ? t("compare.undated") : dated.format(Date.parse(`${period}T00:00:00Z`));
  return (
    <>
      <Group gap="lg" mb={6}>
        {SIDES.map((side) => (
          <Group key={side} gap={6}>
            <SideMark side={side} />
            <Text size="sm">{comparison.sides[side].reading}</Text>
          </Group>
        ))}
      </Group>
      <Box style={{ overflowX: "auto" }} dir="ltr">
        <svg width={width} height={HEIGHT + 22} aria-hidden="true" style={{ display: "block" }}>
          <defs>
            <pattern id="cannot-tell" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line x1="0" y1="0" x2="0" y2="5" stroke={palette.results.indeterminate} strokeWidth="2" />
            </pattern>
          </defs>
          {[0, most].map((value) => (
            <g key={value}>
              <line
                x1={LEFT}
                x2={width}
                y1={HEIGHT - high(value)}
                y2={HEIGHT - high(value)}
                stroke={palette.shore}
                strokeWidth="0.8"
              />
              <text x={LEFT - 6} y={HEIGHT - high(value) + 4} textAnchor="end" fontSize="11" fill="currentColor">
                {n(value)}
              </text>
            </g>
          ))}
          {days.map((day, i) =>
            SIDES.map((side, k) => {
              const { atLeast, atMost } = day.contrary[side];
              const x = LEFT + i * step + step / 2 + (k === 0 ? -bar - 1 : 1);
              return (
                <g key={`${day.period} ${side}`}>
                  {atMost > atLeast && (
                    <rect
                      x={x + 0.5}
                      y={HEIGHT - high(atMost)}
                      width={bar - 1}
                      height={high(atMost - atLeast)}
                      fill="url(#cannot-tell)"
                      stroke={palette.results.indeterminate}
                      strokeWidth="0.8"
                      rx={side === "a" ? 2 : 0}
                    />
                  )}
                  <rect
                    x={x}
                    y={HEIGHT - high(atLeast)}
                    width={bar}
                    height={high(atLeast)}
                    fill={palette.results.contrary}
                    rx={side === "a" ? 2 : 0}
                  />
                </g>
              );
            }),
          )}
          {days.map((day, i) =>
            i % every === 0 ? (
              <text
                key={day.period}
                x={LEFT + i * step + step / 2}
                y={HEIGHT + 16}
                textAnchor="middle"
                fontSize="11"
                fill="currentColor"
              >
                {short.format(Date.parse(`${day.period}T00:00:00Z`))}
              </text>
            ) : null,
          )}
        </svg>
      </Box>
      <details>
        <summary>
          <Text span size="sm">
            {t("compare.table")}
          </Text>
        </summary>
        <table className="data stack">
          <thead>
            <tr>
              <th scope="col">{t("compare.day")}</th>
              {SIDES.map((side) => (
                <th key={side} scope="col" className="n">
                  {t("compare.contraryUnder", { side: side.toUpperCase() })}
                </th>
              ))}
              {SIDES.map((side) => (
                <th key={side} scope="col" className="n">
                  {t("compare.exemptUnder", { side: side.toUpperCase() })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((day) => (
              <tr key={day.period}>
                <th scope="row">{say(day.period)}</th>
                {SIDES.map((side) => (
                  <td key={side} className="n" data-label={t("compare.contraryUnder", { side: side.toUpperCase() })}>
                    {bounds(day.contrary[side], n)}
                  </td>
                ))}
                {SIDES.map((side) => (
                  <td key={side} className="n" data-label={t("compare.exemptUnder", { side: side.toUpperCase() })}>
                    {n(day.exempt[side])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

/** "3 – 9", at least and at most. */
export const bounds = (b: { readonly atLeast: number; readonly atMost: number }, n: (x: number) => string): string =>
  b.atLeast === b.atMost ? n(b.atLeast) : `${n(b.atLeast)} – ${n(b.atMost)}`;
