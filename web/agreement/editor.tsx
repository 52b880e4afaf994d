import "./agreement.css";
import { Box, Button, Center, Group, Loader, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { DraftChecked } from "../../src/server/client/drafts.ts";
import { Download } from "../app/download.tsx";
import { may } from "../app/may-on.ts";
import { Notice, Page } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { OWN } from "../compare/side-picker.tsx";
import { useVersions } from "../compare/use-comparison.ts";
import { useMe } from "../sign-in/use-me.ts";
import { useMission } from "../situation/use-situation.ts";
import type { GoTo } from "./editor-field.tsx";
import { EnterVersion } from "./enter-version.tsx";
import { keepDraft, keptDraft } from "./kept-draft.ts";
import { useDraftCheck, useTextInForce } from "./use-draft.ts";

const EditorField = lazy(() => import("./editor-field.tsx"));

/** The agreement as a text: completion, a check as it is written, and its entry into the record with a reason. */
export default function EditorScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const { t } = useTranslation();
  const me = useMe().data;
  const known = useMission(mission);
  const text = useTextInForce(mission, known.data?.agreement === true);
  const versions = useVersions(mission);
  return (
    <Page title={t("editor.title")} lead={t("editor.lead")}>
      {me && (me.roles[mission]?.length ?? 0) === 0 ? (
        <Notice>{t("editor.signIn")}</Notice>
      ) : (
        <Answered query={known}>
          {(m) => (
            <Answered query={versions}>
              {({ size }) =>
                m.agreement ? (
                  <Answered query={text}>{(now) => <Known mission={m} inForce={now} size={size} />}</Answered>
                ) : (
                  <Known mission={m} inForce="" size={size} />
                )
              }
            </Answered>
          )}
        </Answered>
      )}
    </Page>
  );
}

/** What a first text begins with: the least that the check takes, with what is to be put in its place. */
const beginning = ({ id, zone }: Mission): string => `agreement:
  id: ${id}
  title: The title of the agreement
  status: draft
  parties:
    - {id: A, name: The first party}
    - {id: B, name: The second party}
  mission-zone: ${zone}
  containment: 0.95
sources:
  text: {publisher: Who published it, title: The text of the agreement, date: "2026-01-01"}
in-force:
  - {reading: text, by: Both, from: "2026-01-01T00:00+00:00"}
terms:
  - id: stop
    title: All fire stops
    reference: Article 1
    text: {en: The words of the clause.}
    subject: [A, B]
    standing: agreed
    source: text
    prohibits: {acts: [fire, explosion]}
`;

function Known({ mission, inForce, size }: { mission: Mission; inForce: string; size: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const first = inForce === "";
  const base = first ? beginning(mission) : inForce;
  const [begun] = useState(() => keptDraft(mission.id) ?? { text: base, seen: size });
  const [text, setText] = useState(begun.text);
  const [asked] = useDebouncedValue(text, 500);
  const [goTo, setGoTo] = useState<GoTo | null>(null);
  const check = useDraftCheck(mission.id, asked);
  const changed = text !== base;
  const findings = check.data?.findings ?? [];
  const current = check.data !== undefined && !check.isPlaceholderData && asked === text;

  useEffect(() => {
    if (changed) keepDraft(mission.id, { text, seen: begun.seen });
  }, [changed, text, mission.id, begun.seen]);
  // Leaving the page, unlike another screen of it, would lose what was written.
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changed]);

  const not = !changed ? t("editor.unchanged") : current && check.data?.agreement === null ? t("editor.notYet") : null;
  return (
    <Box className="editor">
      <Box style={{ minWidth: 0 }}>
        <Suspense
          fallback={
            <Center h={400}>
              <Loader aria-label={t("app.loading")} />
            </Center>
          }
        >
          <EditorField
            initial={begun.text}
            label={t("editor.text")}
            findings={findings}
            goTo={goTo}
            onChange={setText}
          />
        </Suspense>
        <Group justify="space-between" mt="xs" gap="sm">
          <Text size="xs" c="dimmed">
            {t("editor.keys")}
          </Text>
          <Group gap="xs">
            <Download name="agreement.yaml" text={text}>
              {t("editor.download")}
            </Download>
            <Button
              component={Link}
              to="/$mission/compare"
              params={{ mission: mission.id } as never}
              search={{ b: OWN } as never}
              size="xs"
              variant="default"
            >
              {t("editor.compare")}
            </Button>
          </Group>
        </Group>
      </Box>
      <Box>
        <Found findings={findings} current={current} onGo={setGoTo} />
        <Title order={3} size="h5" mt="xl" mb="xs">
          {t("editor.enterTitle")}
        </Title>
        {may(mission, "agreement.write") ? (
          <EnterVersion
            mission={mission.id}
            text={text}
            seen={begun.seen}
            readings={check.data?.agreement?.readings ?? []}
            not={current ? not : (not ?? t("editor.checking"))}
            first={first}
            onEntered={() => void navigate({ to: "/$mission/agreement", params: { mission: mission.id } as never })}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {t("editor.mayNot")}
          </Text>
        )}
      </Box>
    </Box>
  );
}

interface FoundProps {
  readonly findings: DraftChecked["findings"];
  readonly current: boolean;
  readonly onGo: (to: GoTo) => void;
}

/** The findings beside the text, for readers of lists; each leads to its place. */
function Found({ findings, current, onGo }: FoundProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("editor.found")}>
      <Title order={3} size="h5" mb="xs">
        {t("editor.found")}
      </Title>
      <Text size="sm" c="dimmed" role="status">
        {current ? (findings.some((f) => f.severity === "error") ? "" : `✓ ${t("editor.fine")}`) : t("editor.checking")}
      </Text>
      <ul className="findings">
        {findings.map((f) => (
          <li key={`${f.line} ${f.column} ${f.rule} ${f.message}`}>
            <button type="button" className="finding" onClick={() => onGo({ line: f.line, column: f.column })}>
              <Text span size="xs" c="dimmed">
                {f.severity === "error" ? "✗" : "·"} {t(`editor.${f.severity}`)} ·{" "}
                {t("editor.at", { line: f.line, column: f.column })}
              </Text>
              <br />
              <span lang="en" dir="auto">
                {f.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
