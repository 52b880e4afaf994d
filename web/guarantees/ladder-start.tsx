import { NativeSelect, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Pending } from "../../src/server/client/decisions.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { type Act, Acting, typedAt, When } from "../acting/acting.tsx";
import { isolated, useBoth } from "../acting/both.ts";
import { Half } from "../acting/half.tsx";
import { useActing, usePending } from "../acting/use-acting.ts";
import { may } from "../app/may-on.ts";
import { useDetermining } from "./determining.tsx";
import { ENDED } from "./ladder-run.tsx";
import type { LadderProps } from "./ladders.tsx";

interface StartingProps extends LadderProps {
  readonly ladder: GuaranteesShown["real"]["ladders"][number];
}

/**
 * How a clock of this ladder is started: people determine what starts it, one asks for the start and another confirms
 * it. Shown to those who may, and only where the text allows it.
 */
export function StartingPart(props: StartingProps) {
  const { ladder, mission, side } = props;
  const { t } = useTranslation();
  const pending = usePending(mission.id);
  const queries = useQueryClient();
  const halves = (pending.data?.items ?? []).filter(
    ({ decision }) => decision["decision"] === "start-clock" && decision["ladder"] === ladder.id,
  );
  const waiting = halves.map((h) => h.id).join(" ");
  const before = useRef(waiting);
  useEffect(() => {
    // What no longer waits was confirmed, perhaps: then a clock runs.
    if (before.current !== waiting) void queries.invalidateQueries({ queryKey: ["guarantees", mission.id] });
    before.current = waiting;
  }, [waiting, queries, mission.id]);
  if (ladder.arming !== "armed" && !side.exercise)
    return (
      <Text size="sm" mt="xs">
        {t("acting.exerciseOnly")}
      </Text>
    );
  return (
    <Stack gap="xs" mt="sm">
      {halves.map((half) => (
        <StartHalf key={half.id} half={half} {...props} />
      ))}
      {halves.length === 0 && <StartActs {...props} />}
    </Stack>
  );
}

/** Determinations of this side that start the ladder: of the kind, body and standard that its text names. */
function fitting({ ladder, side, state }: StartingProps) {
  const starters = state.determinations.filter((d) => ladder.startedBy.includes(d.id));
  const fits = side.determinations.filter((found) =>
    starters.some(
      (d) =>
        d.kind === found.determination &&
        (d.body == null || d.body === found.body) &&
        (d.standard == null || d.standard === found.standard),
    ),
  );
  return { starters, fits: fits.toSorted((a, b) => b.stated - a.stated) };
}

function StartActs(props: StartingProps) {
  const { ladder, mission, state } = props;
  const { t } = useTranslation();
  const acting = useActing(mission.id);
  const both = useBoth(mission);
  const { starters, fits } = fitting(props);
  const [which, setWhich] = useState("");
  const [typed, setTyped] = useState("");
  const chosen = fits.find((d) => d.entry === which) ?? fits[0];
  const at = typedAt(typed, mission);
  const start: Act | null = chosen
    ? {
        id: "start-clock",
        label: t(ladder.runs.some((r) => !ENDED.includes(r.state)) ? "acting.another-clock" : "acting.start-clock"),
        words: t("acting.start-clockWords"),
        fields: (
          <>
            <NativeSelect
              label={t("acting.basis")}
              description={t("acting.basisHint")}
              data={fits.map((d) => ({
                value: d.entry,
                label: `${t(`determination.${d.determination}`)} · ${d.body} · ${both(d.stated)}: ${d.text}`,
              }))}
              value={chosen.entry}
              onChange={(event) => setWhich(event.currentTarget.value)}
            />
            <When mission={mission} typed={typed} onTyped={setTyped} />
          </>
        ),
        onAct: (reason, key) =>
          acting.decide(
            {
              decision: "start-clock",
              ladder: ladder.id,
              determination: { index: state.places[chosen.entry] ?? 0, commitment: chosen.entry },
              ...(at === undefined ? {} : { at }),
            },
            reason,
            key,
          ),
      }
    : null;
  const determine = useDetermining(props, may(mission, "decision.attribute") ? starters : []);
  return (
    <>
      {!chosen && <Text size="sm">{t("acting.noBasis")}</Text>}
      <Acting of={ladder.title} acts={[start, determine].filter((a) => a !== null)} />
    </>
  );
}

/** The start that waits, with the determination that it rests on. */
function StartHalf({ half, mission, ladder, side }: StartingProps & { half: Pending }) {
  const { t } = useTranslation();
  const cited = (half.decision["determination"] as { commitment?: string } | undefined)?.commitment;
  const basis = side.determinations.find((d) => d.entry === cited);
  return (
    <Half
      half={half}
      mission={mission}
      of={ladder.title}
      title={t("acting.waits")}
      confirm={t("acting.confirm")}
      confirmWords={t("acting.confirmWords")}
    >
      {basis && (
        <Text size="sm">
          {t(`determination.${basis.determination}`)} · {isolated(basis.body)}: {isolated(basis.text)}
        </Text>
      )}
    </Half>
  );
}
