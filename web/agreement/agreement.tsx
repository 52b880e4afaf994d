import "./agreement.css";
import { Anchor, Box, Button, Group, Text } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer, Mission, Situation } from "../../src/server/client/answers.ts";
import { may } from "../app/may-on.ts";
import { Notice, Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { Questions } from "../guarantees/questions.tsx";
import { useGuarantees } from "../guarantees/use-guarantees.ts";
import { useMe } from "../sign-in/use-me.ts";
import { useAgreement, useMission, useSituation } from "../situation/use-situation.ts";
import { ClauseCard } from "./clause-card.tsx";
import { Places } from "./places.tsx";
import { ReadingsAndVersions } from "./versions-part.tsx";

/** The agreement: each clause in its own words and as data, where it applies, and what the record makes of it. */
export default function AgreementScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const known = useMission(mission);
  const situation = useSituation(mission);
  const agreement = useAgreement(mission);
  const { t } = useTranslation();
  const title = t("nav.agreement");
  return (
    <Answered query={known} title={title}>
      {(m) =>
        m.agreement ? (
          <Answered query={agreement} title={title}>
            {(a) => <Known agreement={a} mission={m} situation={situation.data ?? null} />}
          </Answered>
        ) : (
          <NoAgreement mission={m} />
        )
      }
    </Answered>
  );
}

/** A mission that has no text yet, or none that this reader may read. */
function NoAgreement({ mission }: { mission: Mission }) {
  const { t } = useTranslation();
  const writes = may(mission, "agreement.write");
  return (
    <Page title={t("nav.agreement")}>
      <Box className="panel" maw={640}>
        <Text fw={600}>{t("agreement.none")}</Text>
        <Text size="sm">{t(writes ? "agreement.noneWrite" : "agreement.noneRead")}</Text>
        {writes && (
          <Button
            component={Link}
            to="/$mission/agreement/edit"
            params={{ mission: mission.id } as never}
            size="xs"
            mt="sm"
          >
            {t("agreement.enterFirst")}
          </Button>
        )}
      </Box>
    </Page>
  );
}

interface KnownProps {
  readonly agreement: AgreementAnswer;
  readonly mission: Mission;
  readonly situation: Situation | null;
}

function Known({ agreement, mission, situation }: KnownProps) {
  const { t } = useTranslation();
  const me = useMe().data;
  const [shown, setShown] = useState<string | null>(null);
  const clause = agreement.clauses.find((c) => c.id === shown);
  const drawn = agreement.zones.features.length + agreement.lines.features.length > 0;
  const member = (me?.roles[mission.id]?.length ?? 0) > 0;
  const status = t(`status.${agreement.status}` as never, { defaultValue: agreement.status });
  return (
    <Page
      title={agreement.title}
      lead={[status, agreement.parties.map((p) => p.name).join(", ")].filter(Boolean).join(" · ")}
      actions={
        <Group gap="md">
          <Anchor size="sm" href={`/api/v1/missions/${encodeURIComponent(mission.id)}/agreement/text`}>
            {t("agreement.file")}
          </Anchor>
          {member && (
            <Button
              component={Link}
              to="/$mission/agreement/edit"
              params={{ mission: mission.id } as never}
              size="xs"
              variant="default"
            >
              {t("agreement.edit")}
            </Button>
          )}
        </Group>
      }
    >
      {agreement.demonstration && <Notice>{t("app.demonstration")}</Notice>}
      <Box className={drawn ? "agreement" : undefined}>
        <Box style={{ minWidth: 0 }}>
          <ReadingsAndVersions agreement={agreement} mission={mission} />
          <Part title={t("agreement.clauses")}>
            {agreement.clauses.map((c) => (
              <ClauseCard
                key={c.id}
                clause={c}
                agreement={agreement}
                mission={mission}
                situation={situation}
                shown={shown === c.id}
                onShow={() => setShown(shown === c.id ? null : c.id)}
              />
            ))}
          </Part>
          <OpenQuestions mission={mission} />
        </Box>
        {drawn && (
          <Places
            agreement={agreement}
            shown={clause ? new Set([...clause.zones, ...clause.lines]) : null}
            onAll={() => setShown(null)}
          />
        )}
      </Box>
    </Page>
  );
}

function OpenQuestions({ mission }: { mission: Mission }) {
  const { t } = useTranslation();
  const questions = useGuarantees(mission.id, mission.guarantees).data?.real.questions ?? [];
  const names = useAgreement(mission.id).data?.names ?? {};
  if (questions.length === 0) return null;
  return (
    <Part title={t("agreement.questions")}>
      <Questions of={questions} names={names} />
    </Part>
  );
}
