import { Box, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Comparison } from "../../src/server/client/comparison.ts";
import { numbers } from "../app/numbers.ts";
import { Part } from "../app/page.tsx";
import { sayTime } from "../app/times.ts";
import { type SideKey, SideMark, SideName, sideNames } from "./side-mark.tsx";

const SIDES: readonly SideKey[] = ["a", "b"];

/** When which step could have been armed under each text, and where each text places forces: plain distances. */
export function LaddersAndPlacements({ comparison, mission }: { comparison: Comparison; mission: Mission }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const names = sideNames(comparison);
  const when = (at: number): string => sayTime(at, mission.offsets, i18n.language).mission;
  const { ladder, placements } = comparison;
  return (
    <>
      {ladder && (
        <Part title={t("compare.ladders")} lead={t("compare.laddersLead")}>
          <div className="compare-pair">
            {SIDES.map((side) => (
              <Box key={side} className="panel">
                <SideName side={side} name={names[side]} />
                {ladder.exerciseOnly[side] && (
                  <Text size="sm" c="dimmed" mt={4}>
                    {t("compare.exerciseOnly")}
                  </Text>
                )}
                {ladder.steps[side].length === 0 && (
                  <Text size="sm" mt={4}>
                    {t("compare.noLadder")}
                  </Text>
                )}
                <Box component="ol" ps="lg" mb={0}>
                  {ladder.steps[side].map((s) => (
                    <Box component="li" key={`${s.ladder} ${s.step}`} mb="xs">
                      <Text size="sm" fw={600} dir="auto">
                        {s.step}
                      </Text>
                      <Text size="sm">
                        {s.earliest === null ? (
                          t("compare.never")
                        ) : s.incident === null ? (
                          t("compare.notBefore", { at: when(s.earliest) })
                        ) : (
                          <Link
                            to="/$mission"
                            params={{ mission: mission.id }}
                            search={{ incident: s.incident } as never}
                          >
                            {t("compare.notBefore", { at: when(s.earliest) })}
                          </Link>
                        )}
                        {s.due !== null && ` · ${t("compare.due", { at: when(s.due) })}`}
                      </Text>
                      <Text size="xs" c="dimmed" lang="en" dir="ltr">
                        {s.words}
                      </Text>
                    </Box>
                  ))}
                </Box>
              </Box>
            ))}
          </div>
        </Part>
      )}
      {placements.length > 0 && (
        <Part title={t("compare.placements")} lead={t("compare.placementsLead")}>
          {placements.map((p) => (
            <Box key={p.contingent} className="panel" mb="sm">
              <Title order={4} size="h5" dir="auto">
                {p.contingent}
              </Title>
              <table className="data stack">
                <thead>
                  <tr>
                    <th scope="col">
                      <span className="quiet">{t("compare.placement")}</span>
                    </th>
                    {SIDES.map((side) => (
                      <th key={side} scope="col">
                        <SideMark side={side} />
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  <tr>
                    <th scope="row">{t("compare.placement")}</th>
                    {SIDES.map((side) => {
                      const at = p.at[side];
                      const far = p.fromLines[side].map(
                        (d) => `${d.placement}: ${t("compare.distance", { n: n(d.km), line: d.line })}`,
                      );
                      return (
                        <td key={side} data-label={side.toUpperCase()} dir="auto">
                          {at === null
                            ? t("compare.noContingent")
                            : [...(at.length === 0 ? [t("compare.unnamed")] : at), ...far].join("; ")}
                        </td>
                      );
                    })}
                  </tr>
                  {p.tasks.map((task) => (
                    <tr key={task.task}>
                      <th scope="row" dir="auto">
                        {task.task}
                      </th>
                      {SIDES.map((side) => (
                        <td key={side} data-label={side.toUpperCase()}>
                          {t(`task.${task.says[side]}`)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Box>
          ))}
        </Part>
      )}
    </>
  );
}
