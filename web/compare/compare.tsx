import "./compare.css";
import { Alert, Button, Group, Loader, Text } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { AgreementVersions, SideAsked } from "../../src/server/client/comparison.ts";
import { keptDraft } from "../agreement/kept-draft.ts";
import { Refused } from "../api/client.ts";
import { numbers } from "../app/numbers.ts";
import { Figures, Notice, Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { sayTime } from "../app/times.ts";
import { useMe } from "../sign-in/use-me.ts";
import { useMission } from "../situation/use-situation.ts";
import { Changes } from "./changes.tsx";
import { bounds, Days } from "./days.tsx";
import { Dimensions } from "./dimensions.tsx";
import { LaddersAndPlacements } from "./ladders.tsx";
import { Obligations } from "./obligations.tsx";
import { type SideKey, SideName, sideNames } from "./side-mark.tsx";
import { OWN, SidePicker, sideOf, wordOf } from "./side-picker.tsx";
import { Differences, Terms } from "./terms.tsx";
import { type Compared, useComparison, useVersions } from "./use-comparison.ts";

const SIDES: readonly SideKey[] = ["a", "b"];
const NONE = { a: null, b: null } as const;

/** Two texts, or two readings of one, over the mission's own history. */
export default function CompareScreen() {
  const { mission } = useParams({ from: "/$mission/compare" });
  const { t } = useTranslation();
  const known = useMission(mission);
  const versions = useVersions(mission);
  return (
    <Page title={t("compare.title")} lead={t("compare.lead")}>
      <Answered query={known}>
        {(m) => <Answered query={versions}>{(v) => <Chosen mission={m} versions={v} />}</Answered>}
      </Answered>
    </Page>
  );
}

function Chosen({ mission, versions }: { mission: Mission; versions: AgreementVersions }) {
  const { t, i18n } = useTranslation();
  const search = useSearch({ from: "/$mission/compare" });
  const navigate = useNavigate({ from: "/$mission/compare" });
  const me = useMe().data;
  const mayBringText = me?.signedIn === true && (me.roles[mission.id]?.length ?? 0) > 0;
  // A text that is being edited comes along, and is run at once where it was asked for.
  const draft = mayBringText ? keptDraft(mission.id)?.text : undefined;
  const [begun] = useState(draft === undefined ? NONE : { a: { text: draft }, b: { text: draft } });
  const [written, setWritten] = useState<Readonly<Record<SideKey, SideAsked | null>>>(begun);
  const [run, setRun] = useState<Readonly<Record<SideKey, SideAsked | null>>>(begun);
  // The first two readings that there are, so that the screen opens with an answer and not with a form.
  const words = versions.items.flatMap((v) => v.readings.map((r) => wordOf(v.version, r.id)));
  const own = mayBringText ? OWN : undefined;
  const chosen = { a: search.a ?? words[0] ?? own, b: search.b ?? words[1] ?? own };
  const of = (side: SideKey) => (chosen[side] === OWN ? run[side] : sideOf(chosen[side], versions));
  const [a, b] = [of("a"), of("b")];
  const query = useComparison(mission.id, a, b);
  const waiting = SIDES.some((s) => chosen[s] === OWN && written[s] !== run[s]);
  if (words.length === 0 && !mayBringText) return <Notice>{t("compare.noReading")}</Notice>;
  const refused = query.error instanceof Refused ? query.error : null;
  return (
    <>
      {words.length === 0 && <Notice>{t("compare.noStored")}</Notice>}
      <div className="compare-pair">
        {SIDES.map((side) => (
          <SidePicker
            key={side}
            side={side}
            versions={versions}
            sayDate={(at) => sayTime(at, mission.offsets, i18n.language).mission}
            chosen={chosen[side]}
            mayBringText={mayBringText}
            begun={begun[side]?.text ?? ""}
            onChoose={(word) =>
              void navigate({ search: (before) => ({ ...before, [side]: word }), replace: true, resetScroll: false })
            }
            onText={(asked) => setWritten((before) => ({ ...before, [side]: asked }))}
          />
        ))}
      </div>
      {waiting && (
        <Group mt="md">
          <Button onClick={() => setRun(written)}>{t("compare.run")}</Button>
        </Group>
      )}
      {!mayBringText && (
        <Text size="sm" c="dimmed" mt="xs">
          {t("compare.ownSignIn")}
        </Text>
      )}
      {query.fetchStatus === "fetching" && (
        <Group mt="xl" gap="sm" role="status">
          <Loader size="sm" /> <Text size="sm">{t("compare.running")}</Text>
        </Group>
      )}
      {query.isError && (
        <Alert mt="lg" color="gray" variant="outline" role="alert" title={t("compare.failed")}>
          <Text size="sm" style={{ whiteSpace: "pre-line" }} lang="en" dir="auto">
            {refused?.status === 0 || !refused ? t("failure.network") : refused.detail}
          </Text>
        </Alert>
      )}
      {query.data ? (
        <Answer compared={query.data} mission={mission} />
      ) : (
        !query.isFetching && !query.isError && <Text mt="lg">{t("compare.choose")}</Text>
      )}
    </>
  );
}

function Answer({ compared, mission }: { compared: Compared; mission: Mission }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const { comparison: c } = compared;
  const names = sideNames(c);
  const when = (at: number | null): string =>
    at === null ? t("agreement.openEnd") : sayTime(at, mission.offsets, i18n.language).mission;
  const headline = c.same
    ? t("compare.same")
    : compared.changed === 0
      ? t("compare.noChange")
      : t("compare.changed", { count: compared.changed, n: n(compared.changed), all: n(c.incidents) });
  return (
    <>
      <Text fz={20} fw={600} mt="xl" mb="md" aria-live="polite">
        {headline}
      </Text>
      {!c.same && (
        <Figures
          items={SIDES.flatMap((side) => [
            { value: n(c.onlyUnder[side].certain.length), label: t("compare.certain", { side: side.toUpperCase() }) },
            { value: n(c.onlyUnder[side].possible.length), label: t("compare.possible", { side: side.toUpperCase() }) },
          ])}
        />
      )}
      {compared.leftOut > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {t("compare.leftOut", { count: compared.leftOut, n: n(compared.leftOut) })}
        </Text>
      )}
      <Part title={t("compare.sides")}>
        <table className="data stack">
          <thead>
            <tr>
              <th scope="col">{t("compare.sides")}</th>
              <th scope="col">{t("compare.inForce")}</th>
              <th scope="col">{t("compare.by")}</th>
              <th scope="col" className="n">
                {t("compare.counts")}
              </th>
            </tr>
          </thead>
          <tbody>
            {SIDES.map((side) => (
              <tr key={side}>
                <th scope="row">
                  <SideName side={side} name={names[side]} />
                </th>
                <td data-label={t("compare.inForce")}>
                  {t("agreement.span", { from: when(c.sides[side].from), until: when(c.sides[side].until) })}
                </td>
                <td data-label={t("compare.by")} dir="auto">
                  {c.sides[side].by}
                </td>
                <td className="n" data-label={t("compare.counts")}>
                  {bounds(c.counts[side], n)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {c.text.length > 0 && <Differences of={c.text} />}
      </Part>
      <Part title={t("compare.clauses")}>
        <Terms comparison={c} />
      </Part>
      <Part title={t("compare.days")} lead={t("compare.daysLead")}>
        <Days comparison={c} />
      </Part>
      <Obligations comparison={c} names={compared.names} mission={mission} />
      <Dimensions compared={compared} />
      <LaddersAndPlacements comparison={c} mission={mission} />
      {compared.changed > 0 && (
        <Part title={t("compare.incidents")}>
          <Changes compared={compared} mission={mission} />
        </Part>
      )}
      <Text size="xs" c="dimmed" mt="xl">
        {t("answer.vintage", {
          size: n(compared.asKnownAt.size),
          root: compared.asKnownAt.root.slice(0, 12),
          viewer: t(`readAs.${compared.viewer}` as never, { defaultValue: compared.viewer }),
        })}
      </Text>
    </>
  );
}
