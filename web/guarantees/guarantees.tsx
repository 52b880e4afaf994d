import "./guarantees.css";
import { Box, SegmentedControl, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer, Mission } from "../../src/server/client/answers.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { mayOn } from "../app/may-on.ts";
import { Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { useAgreement, useMission } from "../situation/use-situation.ts";
import { Answer } from "./answer.tsx";
import { Commitments } from "./commitments.tsx";
import { Contingents } from "./contingents.tsx";
import { Determined } from "./determined.tsx";
import { ExerciseMark } from "./exercise-mark.tsx";
import { Ladders } from "./ladders.tsx";
import { Determining } from "./lazy-acts.tsx";
import { Meetings } from "./meetings.tsx";
import type { Names } from "./names.ts";
import { Determinations, Expectations, Positions } from "./positions.tsx";
import { Questions } from "./questions.tsx";
import { Texts } from "./texts.tsx";
import { useGuarantees } from "./use-guarantees.ts";

/** Who promised what, and what has come of it: commitments, ladder, contingents, positions, questions. */
export default function GuaranteesScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const { t } = useTranslation();
  const known = useMission(mission);
  const agreement = useAgreement(mission);
  const query = useGuarantees(mission, known.data?.guarantees === true);
  return (
    <Answered query={known} title={t("nav.guarantees")}>
      {(m) =>
        m.guarantees ? (
          <Answered query={query} title={t("nav.guarantees")}>
            {(state) => <Known mission={m} state={state} agreement={agreement.data} />}
          </Answered>
        ) : (
          <Page title={t("nav.guarantees")}>
            <Box className="panel" maw={640}>
              <Text fw={600}>{t("guarantees.none")}</Text>
              <Text size="sm">{t("guarantees.noneWords")}</Text>
            </Box>
          </Page>
        )
      }
    </Answered>
  );
}

interface KnownProps {
  readonly mission: Mission;
  readonly state: GuaranteesShown;
  readonly agreement: AgreementAnswer | undefined;
}

function Known({ mission, state, agreement }: KnownProps) {
  const { t } = useTranslation();
  const names: Names = agreement?.names ?? {};
  const [shown, setShown] = useState(mission.exercise ? "exercise" : "real");
  // In an exercise nothing is real, also while nobody has entered anything.
  const side = shown === "exercise" ? (state.exercise ?? { ...state.real, exercise: mission.exercise }) : state.real;
  return (
    <Box className={side.exercise ? "exercise" : undefined}>
      <Page
        title={t("nav.guarantees")}
        {...(mission.demonstration && { lead: t("app.demonstration") })}
        actions={
          state.exercise &&
          !mission.exercise && (
            <SegmentedControl
              value={shown}
              onChange={setShown}
              data={[
                { value: "real", label: t("guarantees.real") },
                { value: "exercise", label: t("guarantees.exercise") },
              ]}
            />
          )
        }
      >
        {side.exercise && (
          <Box role="note" className="drill-note">
            <ExerciseMark />
            <Text size="sm">{t("guarantees.exerciseWords")}</Text>
          </Box>
        )}
        <Answer side={side} />
        <Part title={t("guarantees.commitments")}>
          <Commitments side={side} state={state} mission={mission} names={names} />
        </Part>
        <Part title={t("guarantees.ladders")}>
          <Ladders side={side} state={state} mission={mission} agreement={agreement} />
        </Part>
        <Part title={t("guarantees.determinations")} lead={t("guarantees.determinationWords")}>
          <Determinations state={state} names={names} />
          <Determined side={side} state={state} mission={mission} names={names} />
          {mayOn(side, mission, "decision.attribute") && (
            <Box mt="sm">
              <Determining side={side} state={state} mission={mission} agreement={agreement} />
            </Box>
          )}
        </Part>
        <Part title={t("guarantees.contingents")}>
          <Contingents state={state} names={names} />
        </Part>
        <Part title={t("guarantees.questions")}>
          <Questions of={side.questions} names={names} />
        </Part>
        <Part title={t("guarantees.positions")}>
          <Positions side={side} names={names} />
        </Part>
        <Part title={t("guarantees.expectations")}>
          <Expectations side={side} />
        </Part>
        {state.meetings.length > 0 && (
          <Part title={t("guarantees.meetings")}>
            <Meetings state={state} names={names} />
          </Part>
        )}
        <Part title={t("guarantees.texts")}>
          <Texts state={state} />
        </Part>
      </Page>
    </Box>
  );
}
