import { useTranslation } from "react-i18next";
import type { Sources } from "../../src/server/client/sources.ts";
import { COVERAGE_STATES } from "../app/coverage-words.ts";
import { numbers } from "../app/numbers.ts";
import { Part } from "../app/page.tsx";
import { type Offsets, saySpan } from "../app/times.ts";

type Coverage = NonNullable<Sources["coverage"]>;

/** The same as the strip, in hours, and what each can perceive. */
export function CoverageTable({ coverage }: { coverage: Coverage }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const shown = COVERAGE_STATES.filter((s) => (coverage.hours[s] ?? 0) > 0);
  const acts = (ids: readonly string[]): string =>
    ids.length === 0 ? "" : ids.map((id) => t(`act.${id}` as never, { defaultValue: id })).join(" · ");
  const hours = (value: number | undefined): string =>
    value ? t("sources.hours", { n: n(Math.round(value * 10) / 10) }) : "–";
  return (
    <table className="data stack">
      <thead>
        <tr>
          <th scope="col">{t("sources.station")}</th>
          {shown.map((s) => (
            <th key={s} scope="col" className="n">
              {t(`coverage.${s}`)}
            </th>
          ))}
          <th scope="col">{t("sources.detects")}</th>
          <th scope="col">{t("sources.blindTo")}</th>
        </tr>
      </thead>
      <tbody>
        {coverage.stations.map((s) => (
          <tr key={s.station}>
            <th scope="row" dir="auto">
              {s.station}
            </th>
            {shown.map((state) => (
              <td key={state} className="n" data-label={t(`coverage.${state}`)}>
                {hours(s.hours[state])}
              </td>
            ))}
            <td data-label={t("sources.detects")}>
              {acts(s.detects) || <span className="quiet">{t("sources.notStated")}</span>}
            </td>
            <td data-label={t("sources.blindTo")}>
              {acts(s.blindTo) || <span className="quiet">{t("sources.notStated")}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where and when the mission could not move. */
export function Impediments({ coverage, offsets }: { coverage: Coverage; offsets: Offsets }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  if (coverage.impediments.length === 0) return null;
  return (
    <Part title={t("sources.impediments")}>
      <table className="data stack">
        <thead>
          <tr>
            <th scope="col">{t("sources.when")}</th>
            <th scope="col">{t("sources.what")}</th>
            <th scope="col">{t("sources.where")}</th>
            <th scope="col">{t("sources.by")}</th>
            <th scope="col">{t("sources.reasonGiven")}</th>
          </tr>
        </thead>
        <tbody>
          {coverage.impediments.map((i) => (
            <tr key={`${i.from} ${i.kind} ${i.place} ${i.by}`}>
              <th scope="row">{saySpan(i, offsets, i18n.language)}</th>
              <td data-label={t("sources.what")}>
                {t(`impediment.${i.kind}` as never, { defaultValue: i.kind })}
                {i.minutes === null ? "" : ` · ${t("sources.minutes", { n: n(i.minutes) })}`}
              </td>
              <td data-label={t("sources.where")} dir="auto">
                {i.place ?? t("list.noPlace")}
              </td>
              <td data-label={t("sources.by")} dir="auto">
                {i.by || <span className="quiet">{t("sources.notStated")}</span>}
              </td>
              <td data-label={t("sources.reasonGiven")} dir="auto">
                {i.reason || <span className="quiet">{t("sources.notStated")}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}
