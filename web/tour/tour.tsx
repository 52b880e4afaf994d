import "./tour.css";
import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Incidents, Missions } from "../../src/server/client/answers.ts";
import type { Overview } from "../../src/server/client/overview.ts";
import { ask } from "../api/client.ts";
import { numbers } from "../app/numbers.ts";
import { useKnownMission } from "../situation/use-situation.ts";
import { STEPS, type Step } from "./steps.ts";
import { finishTour, leaveTour, toStep } from "./tour-state.ts";

/** The worked example that the tour leads through, with incidents: the Easter truce, else any. */
function exampleOf({ items }: Missions, overview: Overview) {
  const recorded = new Set(overview.items.flatMap((m) => (m.incidents > 0 ? [m.id] : [])));
  const examples = items.filter((m) => m.demonstration && recorded.has(m.id));
  return examples.find((m) => m.id === "easter-truce-2025") ?? examples[0];
}

/** What a step needs of the mission that it stands in, where the example has not got it. */
interface Stages {
  readonly example: string;
  /** A worked example of texts and commitments; null where there is none. */
  readonly guarantees: string | null;
  /** One with two readings to be compared; null where there is none. */
  readonly compare: string | null;
}

const stageOf = (step: Step, stages: Stages): string | null =>
  step.name === "guarantees" ? stages.guarantees : step.name === "compare" ? stages.compare : stages.example;

/** Marks what a step points at for as long as the step lasts, as soon as it is on screen. */
function usePointing(selector: string): void {
  useEffect(() => {
    let marked: Element | null = null;
    const look = () => {
      const found = document.querySelector(selector);
      if (!found || found === marked) return;
      marked?.removeAttribute("data-toured");
      marked = found;
      found.setAttribute("data-toured", "");
      found.scrollIntoView({ block: "nearest" });
    };
    look();
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      watch.disconnect();
      marked?.removeAttribute("data-toured");
    };
  }, [selector]);
}

/** Ten minutes through a worked example, beside the real screens. It can be left at any step, and stays left. */
export default function Tour({ step: at }: { step: number }) {
  const { t } = useTranslation();
  const missions = useQuery({
    queryKey: ["missions"],
    queryFn: ({ signal }) => ask<Missions>("/missions", {}, signal),
  });
  const overview = useQuery({
    queryKey: ["overview"],
    queryFn: ({ signal }) => ask<Overview>("/overview", {}, signal),
  });
  const items = missions.data?.items ?? [];
  const example = missions.data && overview.data && exampleOf(missions.data, overview.data);
  const rival = items.find((m) => m.id === "energy-2025" && m.demonstration) ?? example;
  const compared = useKnownMission(rival?.id);
  if (!missions.data || !overview.data || (rival && !compared)) return null;
  if (!example)
    return (
      <section className="tour" aria-label={t("tour.title")}>
        <Text size="sm" mb="sm">
          {t("tour.noExample")}
        </Text>
        <Button size="xs" onClick={leaveTour}>
          {t("tour.leave")}
        </Button>
      </section>
    );
  const recorded = new Set(overview.data.items.flatMap((m) => (m.incidents > 0 ? [m.id] : [])));
  const texts = items.filter((m) => m.demonstration && m.guarantees && !m.exercise && !recorded.has(m.id));
  const stages: Stages = {
    example: example.id,
    guarantees: (texts.find((m) => m.id === "paris-2026") ?? texts[0])?.id ?? null,
    compare: compared && compared.readings.length > 1 ? compared.id : null,
  };
  const steps = STEPS.filter((s) => stageOf(s, stages) !== null);
  const step = steps[at] ?? steps.at(-1);
  const mission = step && stageOf(step, stages);
  return step && mission ? <Halt key={step.name} steps={steps} step={step} mission={mission} /> : null;
}

interface HaltProps {
  readonly steps: readonly Step[];
  readonly step: Step;
  readonly mission: string;
}

function Halt({ steps, step, mission }: HaltProps) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const at = steps.indexOf(step);
  const incident = useQuery({
    queryKey: ["tour", mission, step.opens],
    queryFn: ({ signal }) =>
      ask<Incidents>(`/missions/${encodeURIComponent(mission)}/incidents`, { result: step.opens, limit: 1 }, signal),
    enabled: step.opens !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const opened = incident.data?.items[0]?.id;
  const ready = step.opens === undefined || !incident.isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a halt leads to its screen once; after that the reader may go where he likes
  useEffect(() => {
    if (!ready) return;
    void navigate({
      to: step.to,
      params: { mission } as never,
      search: { ...step.search, ...(opened !== undefined && { incident: opened }) } as never,
    });
  }, [ready]);
  usePointing(step.points);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="tour" aria-labelledby="tour-title" data-tour-panel="">
      <Text size="xs" c="dimmed">
        {t("tour.progress", { at: n(at + 1), of: n(steps.length) })}
      </Text>
      <h2 id="tour-title" className="tour-title" ref={heading} tabIndex={-1}>
        {t(`tour.${step.name}`)}
      </h2>
      <Text size="sm">{t(`tour.${step.name}Words`)}</Text>
      <progress className="tour-bar" value={at + 1} max={steps.length} aria-hidden="true" />
      <Group justify="space-between" gap="xs" mt="sm">
        <Button size="compact-sm" variant="subtle" onClick={leaveTour}>
          {t("tour.leave")}
        </Button>
        <Group gap="xs">
          {at > 0 && (
            <Button size="compact-sm" variant="default" onClick={() => toStep(at - 1)}>
              {t("tour.back")}
            </Button>
          )}
          <Button size="compact-sm" onClick={() => (at + 1 < steps.length ? toStep(at + 1) : finishTour())}>
            {t(at + 1 < steps.length ? "tour.next" : "tour.finish")}
          </Button>
        </Group>
      </Group>
    </section>
  );
}
