import { Alert, Box, List, Loader, Text } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ImportPreview } from "../../src/server/client/imports.ts";
import { numbers } from "../app/numbers.ts";
import { Figures, Part } from "../app/page.tsx";
import { type Offsets, saySpan } from "../app/times.ts";
import type { Box as MapBox } from "../map/view.ts";

const MissionMap = lazy(() => import("../map/map.tsx"));

/** Every row of the file accounted for: used, refused or skipped. */
export function Reckoning({ preview }: { preview: ImportPreview }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const skipped = Object.values(preview.skipped).reduce((a, b) => a + b, 0);
  return (
    <Box mt="lg" aria-live="polite">
      {preview.problem !== null ? (
        <Alert color="gray" variant="outline" role="alert" title={t("import.refusedWhole")}>
          <span lang="en" dir="ltr">
            {preview.problem}
          </span>
        </Alert>
      ) : (
        <>
          <Figures
            items={[
              { value: n(preview.rowsIn), label: t("import.rowsIn") },
              { value: n(preview.rowsUsed), label: t("import.rowsUsed") },
              { value: n(preview.refused), label: t("import.refused") },
              { value: n(skipped), label: t("import.skipped") },
            ]}
          />
          <Text size="sm" mt="xs">
            {t("import.sum", {
              in: n(preview.rowsIn),
              used: n(preview.rowsUsed),
              refused: n(preview.refused),
              skipped: n(skipped),
              observations: n(preview.observations),
            })}
          </Text>
        </>
      )}
    </Box>
  );
}

/** Rows that would not come in, each with what was seen and what to do; and what was skipped, assumed and noted. */
export function RefusedPart({ preview }: { preview: ImportPreview }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const skipped = Object.entries(preview.skipped);
  if (preview.problem !== null) return null;
  return (
    <Part title={t("import.whyRefused")}>
      {preview.refusals.length === 0 ? (
        <Text size="sm">{t("import.refusedNone")}</Text>
      ) : (
        <div className="import-scroll" tabIndex={0} role="group" aria-label={t("import.whyRefused")}>
          <table className="data stack">
            <thead>
              <tr>
                <th className="n">{t("import.line")}</th>
                <th>{t("import.field")}</th>
                <th>{t("import.why")}</th>
              </tr>
            </thead>
            <tbody lang="en" dir="ltr">
              {preview.refusals.map(({ line, field, why }) => (
                <tr key={`${line} ${field} ${why}`}>
                  <td className="n" data-label={t("import.line")}>
                    {line}
                  </td>
                  <td data-label={t("import.field")}>{field}</td>
                  <td>{why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(
        [
          ["import.rules", skipped.map(([rule, rows]) => `${rule}: ${n(rows)}`)],
          ["import.assumed", preview.assumptions.map(({ what, value }) => `${what}: ${value}`)],
          ["import.warnings", preview.warnings],
        ] as const
      ).map(([title, lines]) =>
        lines.length === 0 ? null : (
          <Box key={title} mt="md">
            <Text size="sm" fw={600}>
              {t(title)}
            </Text>
            <List size="sm">
              {lines.map((line) => (
                <List.Item key={line}>
                  <span lang="en" dir="ltr">
                    {line}
                  </span>
                </List.Item>
              ))}
            </List>
          </Box>
        ),
      )}
    </Part>
  );
}

/** The first observations as they would be kept, and all places on a map. */
export function KeptPart({ preview, offsets }: { preview: ImportPreview; offsets: Offsets }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const { sample, points } = preview;
  const { layers, fit } = useMemo(() => {
    const incidents: GeoJSON.FeatureCollection = {
      type: "FeatureCollection",
      features: points.map((coordinates, i) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates },
        properties: { id: String(i), result: "not-contrary", gravity: 1, count: 1, label: "" },
      })),
    };
    const [lons, lats] = [points.map((p) => p[0]), points.map((p) => p[1])];
    const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const fit: MapBox | null = points.length > 0 ? [least(lons), least(lats), most(lons), most(lats)] : null;
    return { layers: { incidents }, fit };
  }, [points]);
  if (sample.length === 0) return null;
  return (
    <Part
      title={t("import.what")}
      lead={t("import.first", { n: n(sample.length), all: n(preview.observations) })}
      aside={
        preview.withoutPlace > 0 && <Text size="sm">{t("import.withoutPlace", { n: n(preview.withoutPlace) })}</Text>
      }
    >
      <div className="import-kept">
        <div className="import-scroll" tabIndex={0} role="group" aria-label={t("import.what")}>
          <table className="data stack">
            <thead>
              <tr>
                <th className="n">{t("import.line")}</th>
                <th>{t("import.when")}</th>
                <th>{t("import.what.act")}</th>
                <th>{t("import.where")}</th>
                <th>{t("import.count")}</th>
                <th>{t("import.source")}</th>
              </tr>
            </thead>
            <tbody>
              {sample.map((row, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a preview's rows stand in a fixed order
                <tr key={i}>
                  <td className="n" data-label={t("import.line")}>
                    {row.line}
                  </td>
                  <td data-label={t("import.when")} title={row.stated}>
                    {saySpan(row, offsets, i18n.language)}
                    {row.zoneBasis === "assumed" && <span className="quiet"> · {t("import.zoneAssumed")}</span>}
                  </td>
                  <td data-label={t("import.what.act")}>
                    {row.acts.map((act) => t(`act.${act}` as never, { defaultValue: act })).join(" / ")}
                  </td>
                  <td data-label={t("import.where")} dir="auto">
                    {row.place}
                  </td>
                  <td data-label={t("import.count")}>{row.count}</td>
                  <td data-label={t("import.source")} dir="auto">
                    {row.source}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="import-map">
          <Suspense fallback={<Loader role="status" aria-label={t("app.loading")} m="md" />}>
            <MissionMap layers={layers} box={fit} fit={fit} label={t("import.map")} />
          </Suspense>
        </div>
      </div>
    </Part>
  );
}
