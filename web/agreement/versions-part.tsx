import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer, Mission } from "../../src/server/client/answers.ts";
import { Part } from "../app/page.tsx";
import { sayTime } from "../app/times.ts";
import { wordOf } from "../compare/side-picker.tsx";
import { useVersions } from "../compare/use-comparison.ts";

/** When the text is in force, as each reads it, and which versions of it stand in the record. */
export function ReadingsAndVersions({ agreement, mission }: { agreement: AgreementAnswer; mission: Mission }) {
  const { t, i18n } = useTranslation();
  const versions = useVersions(mission.id).data;
  const when = (at: number | null): string =>
    at === null ? t("agreement.openEnd") : sayTime(at, mission.offsets, i18n.language).mission;
  const current = versions?.items.find((v) => v.inForce);
  return (
    <>
      <Part
        title={t("agreement.readings")}
        aside={
          agreement.readings.length > 0 && (
            <Text size="sm">
              <Link to="/$mission/compare" params={{ mission: mission.id }} search={{}}>
                {t("agreement.compare")}
              </Link>
            </Text>
          )
        }
      >
        {agreement.readings.length === 0 ? (
          <Text size="sm">{t("agreement.noReading")}</Text>
        ) : (
          <table className="data stack" aria-label={t("agreement.readings")}>
            <tbody>
              {agreement.readings.map((r) => (
                <tr key={r.id}>
                  <th scope="row">{t("answer.reading", { reading: r.id })}</th>
                  <td>{t("agreement.span", { from: when(r.from), until: when(r.until) })}</td>
                  <td dir="auto">{t("agreement.readBy", { by: agreement.names[r.by] ?? r.by })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Part>
      {versions && versions.items.length > 1 && (
        <Part title={t("agreement.versions")}>
          <table className="data stack" aria-label={t("agreement.versions")}>
            <tbody>
              {versions.items.map((v) => {
                const [reading, other] = [v.readings[0]?.id, current?.readings[0]?.id];
                return (
                  <tr key={v.version}>
                    <th scope="row" dir="auto">
                      {v.title}
                    </th>
                    <td>{t("agreement.entered", { at: when(v.stated) })}</td>
                    <td>
                      {v.adopted === null
                        ? v.readings.length > 1
                          ? t("agreement.rival")
                          : ""
                        : t("agreement.adopts", { reading: v.adopted })}
                    </td>
                    <td>
                      {v.inForce ? (
                        <b>{t("agreement.worksBy")}</b>
                      ) : (
                        current &&
                        reading !== undefined &&
                        other !== undefined && (
                          <Link
                            to="/$mission/compare"
                            params={{ mission: mission.id }}
                            search={{ a: wordOf(v.version, reading), b: wordOf(current.version, other) }}
                          >
                            {t("agreement.compareWith")}
                          </Link>
                        )
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Part>
      )}
    </>
  );
}
