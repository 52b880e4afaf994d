import { Alert, Box, Group, SegmentedControl, SimpleGrid, Text, Title } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { numbers } from "../app/numbers.ts";
import { Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { sayTime } from "../app/times.ts";
import { useAgreement, useMission } from "../situation/use-situation.ts";
import { Backing } from "./backing.tsx";
import { Questions } from "./questions.tsx";
import { useGuarantees } from "./use-guarantees.ts";

type Side = GuaranteeState["real"];
type Names = Readonly<Record<string, string>>;

/** Who promised what, and what has come of it: commitments, ladder, contingents, positions, questions. */
export default function GuaranteesScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const known = useMission(mission);
  const agreement = useAgreement(mission);
  const query = useGuarantees(mission);
  return (
    <Answered query={known}>
      {(m) => (
        <Answered query={query}>
          {(state) => <Known mission={m} state={state} names={agreement.data?.names ?? {}} />}
        </Answered>
      )}
    </Answered>
  );
}

interface KnownProps {
  readonly mission: Mission;
  readonly state: GuaranteeState;
  readonly names: Names;
}

function Known({ mission, state, names }: KnownProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState("real");
  const side = shown === "exercise" && state.exercise ? state.exercise : state.real;
  return (
    <Box className={side.exercise ? "exercise" : undefined}>
      <Page
        title={t("nav.guarantees")}
        {...(mission.demonstration && { lead: t("app.demonstration") })}
        actions={
          state.exercise && (
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
          <Alert color="gray" variant="filled" title={t("guarantees.exercise")}>
            {t("guarantees.exerciseWords")}
          </Alert>
        )}
        <Part title={t("guarantees.commitments")}>
          <Commitments side={side} names={names} />
        </Part>
        <Part title={t("guarantees.ladders")}>
          <Ladders side={side} mission={mission} />
        </Part>
        <Part title={t("guarantees.determinations")} lead={t("guarantees.determinationWords")}>
          <table className="data stack" aria-label={t("guarantees.determinations")}>
            <tbody>
              {state.determinations.map((d) => (
                <tr key={d.id}>
                  <th scope="row" style={{ width: "22%" }}>
                    {t(`determination.${d.kind}`)}
                  </th>
                  <td dir="auto">{d.says}</td>
                  <td>
                    {t("guarantees.body", { body: d.body == null ? t("guarantees.unseen") : who(names, [d.body]) })}
                  </td>
                  <td>{t("guarantees.standard", { standard: d.standard ?? t("guarantees.unseen") })}</td>
                  <td>
                    <Backing backed={d.backed} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
        <Part title={t("guarantees.contingents")}>
          <Contingents state={state} />
        </Part>
        <Part title={t("guarantees.questions")}>
          <Questions of={side.questions} />
        </Part>
        <Part title={t("guarantees.positions")}>
          <table className="data stack" aria-label={t("guarantees.positions")}>
            <tbody>
              {side.positions.map((p) => (
                <tr key={p.id}>
                  <th scope="row" style={{ width: "22%" }} dir="auto">
                    {who(names, [p.holder])}
                  </th>
                  <td dir="auto">{p.says}</td>
                  <td>
                    <Backing backed={p.backed} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
        <Part title={t("guarantees.expectations")}>
          {side.expectations.map((e) => (
            <SimpleGrid key={e.id} cols={{ base: 1, sm: 2 }} mb="sm">
              <Box className="panel">
                <Text size="xs" c="dimmed">
                  {t("guarantees.expected")}
                </Text>
                <Text size="sm">
                  {e.expects}
                  {e.by === null ? "" : ` · ${e.by}`}
                </Text>
                <Backing backed={e.backed} />
              </Box>
              <Box className="panel">
                <Text size="xs" c="dimmed">
                  {t("guarantees.came")}
                </Text>
                {e.outcomes.length === 0 && <Text size="sm">{t("guarantees.notStated")}</Text>}
                {e.outcomes.map((o) => (
                  <Group key={o.id} gap="xs" wrap="nowrap">
                    <Text size="sm">{o.says}</Text>
                    <Backing backed={o.backed} />
                  </Group>
                ))}
              </Box>
            </SimpleGrid>
          ))}
        </Part>
        <Part title={t("guarantees.texts")}>
          <Texts state={state} />
        </Part>
      </Page>
    </Box>
  );
}

/** Who an id of the agreement is; the id itself where the agreement does not say. */
const who = (names: Names, ids: readonly string[]): string => ids.map((id) => names[id] ?? id).join(", ");

function Commitments({ side, names }: { side: Side; names: Names }) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, md: 2, lg: 3 }}>
      {side.commitments.map((c) => (
        <Box key={c.id} component="article" className="panel">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Title order={4} size="h5">
              {c.asWorded}
            </Title>
            <Backing backed={c.backed} />
          </Group>
          <Text size="sm">{who(names, c.guarantors)}</Text>
          <Text size="sm" c="dimmed">
            {c.kinds.map((k) => t(`kind.${k}` as never)).join(" · ")}
          </Text>
          <Text size="sm" mt={4} fw={600}>
            {t(`commitment.${c.state}`)}
          </Text>
          <Text size="sm">
            {t("guarantees.trigger", { trigger: t(`trigger.${c.trigger.on}` as never) })}
            {c.activation === null ? "" : ` · ${c.activation}`}
          </Text>
          <Text size="sm">{t("guarantees.binding", { binding: t(`binding.${c.binding}` as never) })}</Text>
          {c.void !== null && <Text size="sm">{c.void}</Text>}
          {c.deliveries.map((d) => (
            <Text key={`${d.what} ${d.when}`} size="sm">
              {d.what}
              {d.proven ? "" : ` · ${t("guarantees.unproven")}`}
            </Text>
          ))}
        </Box>
      ))}
    </SimpleGrid>
  );
}

function Ladders({ side, mission }: { side: Side; mission: Mission }) {
  const { t, i18n } = useTranslation();
  const when = (at: number): string => sayTime(at, mission.offsets, i18n.language).mission;
  if (side.ladders.length === 0) return <Text size="sm">{t("guarantees.noLadder")}</Text>;
  return side.ladders.map((ladder) => (
    <Box key={ladder.id} component="article" className="panel">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={4} size="h5">
          {ladder.title}
        </Title>
        <Backing backed={ladder.backed} />
      </Group>
      <Text size="sm" fw={600}>
        {ladder.arming === "armed" ? t("ladder.armed") : t("ladder.exerciseOnly")}
        {ladder.unverified ? ` · ${t("ladder.unverified")}` : ""}
      </Text>
      {ladder.runs.length === 0 && <Text size="sm">{t("ladder.noRun")}</Text>}
      {ladder.runs.map((run) => (
        <Box key={run.id} mt="xs">
          <Text size="sm">{t("ladder.started", { at: when(run.startedAt), people: run.people.join(", ") })}</Text>
          <table className="data stack" aria-label={ladder.title}>
            <tbody>
              {run.steps.map((s) => (
                <tr key={s.id}>
                  <th scope="row">{s.title}</th>
                  <td>{s.who.join(", ")}</td>
                  <td>{s.deadline === null ? "" : when(s.deadline)}</td>
                  <td>{t(`step.${s.state}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Box>
      ))}
    </Box>
  ));
}

function Contingents({ state }: { state: GuaranteeState }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  return state.contingents.map((c) => (
    <Box key={c.id} component="article" className="panel">
      <Group justify="space-between">
        <Title order={4} size="h5">
          {c.name}
        </Title>
        <Backing backed={c.backed} />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} mt="xs">
        <Rows title={t("guarantees.strengths")}>
          {c.strengths.map((s) => (
            <Line key={s.id} backed={s.backed}>
              {s.min === s.max ? n(s.min) : `${n(s.min)}–${n(s.max)}`}
              {s.about ? ` · ${t("guarantees.about")}` : ""}
              {s.when === null ? "" : ` · ${s.when}`}
            </Line>
          ))}
        </Rows>
        <Rows title={t("guarantees.placements")}>
          {c.placements.map((p) => (
            <Line key={p.id} backed={p.backed}>
              {p.says}
              {p.by === null ? "" : ` · ${p.by}`}
              {p.distances.map((d) =>
                d.metres === null ? "" : ` · ${t("guarantees.distance", { km: n(d.metres / 1000), line: d.name })}`,
              )}
            </Line>
          ))}
        </Rows>
        <Rows title={t("guarantees.tasks")}>
          {c.tasks.map((x) => (
            <Line key={`${x.task} ${x.stance}`} backed={x.backed}>
              {x.asWorded ?? x.task} · {t(`task.${x.stance}` as never)}
            </Line>
          ))}
        </Rows>
        <Rows title={t("guarantees.force")}>
          {c.useOfForce.map((u) => (
            <Line key={u.id} backed={u.backed}>
              {u.says}
            </Line>
          ))}
        </Rows>
      </SimpleGrid>
    </Box>
  ));
}

const Rows = ({ title, children }: { title: string; children: ReactNode }) => (
  <Box>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    {children}
  </Box>
);

const Line = ({ backed, children }: { backed: Side["commitments"][number]["backed"]; children: ReactNode }) => (
  <Group gap="xs" wrap="nowrap" align="flex-start" mt={2}>
    <Text size="sm" style={{ flex: 1 }}>
      {children}
    </Text>
    <Backing backed={backed} />
  </Group>
);

function Texts({ state }: { state: GuaranteeState }) {
  const { t } = useTranslation();
  const title = (id: string): string => state.texts.find((x) => x.id === id)?.title ?? id;
  return (
    <>
      <table className="data stack" aria-label={t("guarantees.texts")}>
        <tbody>
          {state.texts.map((x) => (
            <tr key={x.id}>
              <th scope="row" dir="auto">
                {x.title}
              </th>
              <td>{t(`status.${x.status}` as never)}</td>
              <td>{x.date ?? ""}</td>
              <td>{x.unseen ? t("agreement.unseen") : ""}</td>
              <td>
                <Backing backed={x.backed} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {state.relations.map((r) => (
        <Text key={r.id} size="sm" mt={4}>
          {t("guarantees.relation", {
            from: title(r.from),
            to: title(r.to),
            relation: t(`relation.${r.relation}` as never),
            by: r.assertedBy.length === 0 ? t("guarantees.nobody") : r.assertedBy.join(", "),
          })}
        </Text>
      ))}
    </>
  );
}
