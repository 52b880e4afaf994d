import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer, Mission } from "../../src/server/client/answers.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { mayOn } from "../app/may-on.ts";
import { Backing } from "./backing.tsx";
import { Card, Line } from "./card.tsx";
import { LadderRun } from "./ladder-run.tsx";
import { StartingPart } from "./lazy-acts.tsx";

export interface LadderProps {
  readonly side: GuaranteesShown["real"];
  readonly state: GuaranteesShown;
  readonly mission: Mission;
  readonly agreement: AgreementAnswer | undefined;
}

/** What follows when somebody determines that it has begun: who does what by when, and which clocks run. */
export function Ladders({ side, ...of }: LadderProps) {
  const { t } = useTranslation();
  if (side.ladders.length === 0) return <Text size="sm">{t("guarantees.noLadder")}</Text>;
  return side.ladders.map((ladder) => (
    <Card key={ladder.id} title={ladder.title} aside={<Backing backed={ladder.backed} />} exercise={side.exercise}>
      <Text size="sm" fw={600}>
        {ladder.arming === "armed" ? t("ladder.armed") : t("ladder.exerciseOnly")}
        {ladder.unverified ? ` · ${t("ladder.unverified")}` : ""}
      </Text>
      {ladder.runs.length === 0 && (
        <>
          <Text size="sm">{t("ladder.noRun")}</Text>
          <ol>
            {ladder.steps.map((s) => (
              <li key={s.id}>
                <Line backed={s.backed}>
                  <b>{s.title}</b> · {s.who.join(", ")}: {s.does.join("; ")}
                  {s.condition === null ? "" : ` · ${t("clock.condition", { condition: s.condition })}`}
                  {s.within === null ? "" : ` · ${s.within}`}
                </Line>
              </li>
            ))}
          </ol>
        </>
      )}
      {ladder.runs.map((run) => (
        <LadderRun key={run.id} run={run} ladder={ladder} side={side} {...of} />
      ))}
      {mayOn(side, of.mission, "response.step") && <StartingPart ladder={ladder} side={side} {...of} />}
    </Card>
  ));
}
