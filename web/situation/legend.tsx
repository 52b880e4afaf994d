import { Text, useComputedColorScheme } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { numbers } from "../app/numbers.ts";
import { DARK, LIGHT } from "../map/palette.ts";

interface LegendProps {
  readonly withoutPlace: number;
  readonly areas: boolean;
  readonly groups: boolean;
  readonly zones: boolean;
  readonly lines: boolean;
  readonly borders: boolean;
  /** Neither an incident nor the agreement says where to look. */
  readonly nowhere: boolean;
}

/** What is drawn beside the signs, which the filter explains; and what of the list the map cannot show. */
export function Legend({ withoutPlace, areas, groups, zones, lines, borders, nowhere }: LegendProps) {
  const { t, i18n } = useTranslation();
  const palette = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark" ? DARK : LIGHT;
  const box = { x: 1.5, y: 3.5, width: 17, height: 9 };
  return (
    <div className="legend">
      <details>
        <summary>{t("map.legend")}</summary>
        {groups && (
          <Sign words={t("map.group")}>
            <circle cx="10" cy="8" r="6" fill={palette.halo} stroke={palette.results.contrary} strokeWidth="2.5" />
          </Sign>
        )}
        {areas && (
          <Sign words={t("map.area")}>
            <rect
              {...box}
              fill={palette.results.indeterminate}
              fillOpacity="0.15"
              stroke={palette.results.indeterminate}
            />
          </Sign>
        )}
        {zones && (
          <Sign words={t("map.zone")}>
            <rect {...box} fill={palette.zone} fillOpacity="0.1" stroke={palette.zone} strokeDasharray="4 2" />
          </Sign>
        )}
        {lines && (
          <Sign words={t("map.line")}>
            <path d="M1 8H19" stroke={palette.line} strokeWidth="2" />
          </Sign>
        )}
        {borders && (
          <Sign words={t("map.border")}>
            <path d="M1 8H19" stroke={palette.place} strokeWidth="1.2" strokeDasharray="5 2 1 2" />
          </Sign>
        )}
        <Text size="xs" c="dimmed" mt={4}>
          {t("map.names")} {t(borders ? "map.borders" : "map.noBorder")}
        </Text>
      </details>
      {/* Whose borders they are stands in sight and not in a fold. */}
      {borders && (
        <Text size="xs" c="dimmed">
          {t("map.bordersShort")}
        </Text>
      )}
      {nowhere && <Text size="xs">{t("map.nowhere")}</Text>}
      {withoutPlace > 0 && (
        <Text size="xs" c="dimmed">
          {t("map.withoutPlace", { n: numbers(i18n.language)(withoutPlace) })}
        </Text>
      )}
    </div>
  );
}

const Sign = ({ words, children }: { words: string; children: ReactNode }) => (
  <div className="legend-line">
    <svg width="20" height="16" aria-hidden="true">
      {children}
    </svg>
    <Text size="xs">{words}</Text>
  </div>
);
