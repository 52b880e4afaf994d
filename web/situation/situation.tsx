import "./situation.css";
import { Box, ScrollArea, SegmentedControl, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, memo, Suspense, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Histogram, Mission } from "../../src/server/client/answers.ts";
import { type FilterChange, type FilterSearch, FRONTS, type Front, questionOf } from "../app/filter.ts";
import { Answered } from "../app/screen-state.tsx";
import { useLive } from "../app/use-live.ts";
import { RESULTS, type Result } from "../map/palette.ts";
import { withWords } from "../words/blocks.ts";
import { Answer } from "./answer.tsx";
import { Filters } from "./filters.tsx";
import { IncidentList } from "./incident-list.tsx";
import { MapPart } from "./map-part.tsx";
import { NewsPill } from "./news-pill.tsx";
import { NothingLeft } from "./nothing-left.tsx";
import { useSituationKeys } from "./situation-keys.ts";
import { Timeline } from "./timeline.tsx";
import type { Stretch } from "./timeline-scale.ts";
import { useHistogram, useIncidents, useMission, useSituation, useTimeline } from "./use-situation.ts";

const IncidentDrawer = lazy(() =>
  withWords(() => import("../incident/incident-drawer.tsx"), "judging", "comparing", "reporting"),
);

const withoutCamera = ({ at: _at, ...filter }: FilterSearch): FilterSearch => filter;

/** Answer, map, timeline and list of one mission: one filter, which is the address. */
export default function SituationScreen() {
  const { mission } = useParams({ from: "/$mission" });
  const { t } = useTranslation();
  return (
    <Answered query={useMission(mission)} title={t("nav.situation")}>
      {(known) => <Known mission={known} />}
    </Answered>
  );
}

function Known({ mission }: { mission: Mission }) {
  const { t } = useTranslation();
  // Where the map looks is the map's: what else is here is not drawn anew when it moves.
  const filter = useSearch({ from: "/$mission", select: withoutCamera, structuralSharing: true });
  const navigate = useNavigate({ from: "/$mission" });
  const shown = filter.front ?? "answer";
  // Once it was needed it stays, so that it can close with grace.
  const [drawn, setDrawn] = useState(false);
  if (filter.incident !== undefined && !drawn) setDrawn(true);
  const wide = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const change = useCallback(
    (change: FilterChange, step = false) =>
      void navigate({
        search: (before) =>
          Object.fromEntries(
            Object.entries({ ...before, ...change }).filter(([, v]) => v !== undefined),
          ) as FilterSearch,
        replace: !step,
        resetScroll: false,
      }),
    [navigate],
  );
  const open = useCallback((incident: string) => change({ incident }, true), [change]);
  const { news, show } = useLive(mission.id);
  const situation = useSituation(mission.id);
  const histogram = useTimeline(mission.id, filter);
  const { from, until } = filter;
  const chosen = useMemo(() => (from !== undefined && until !== undefined ? { from, until } : null), [from, until]);
  const stretch = useCallback((s: Stretch | null) => change({ from: s?.from, until: s?.until }), [change]);

  const several = mission.readings.length > 1;
  const clause = useCallback(
    (id: string, reading: string) =>
      change({ clause: [id], reading: several ? reading : undefined, ...(!wide && { front: "list" }) }),
    [change, several, wide],
  );
  const answer = (
    <Answered query={situation}>{(s) => <Answer mission={mission} situation={s} onClause={clause} />}</Answered>
  );
  useSituationKeys(filter, change, wide);
  const { result: _result, ...unsorted } = filter;
  // A stretch cuts across bars, so within it they do not say how many there are.
  const sorted = useHistogram(mission.id, unsorted, from === undefined).data;
  const counts = useMemo(() => (from === undefined && sorted ? countsOf(sorted) : null), [from, sorted]);
  const filters = <Filters mission={mission} filter={filter} onChange={change} counts={counts} />;
  const timeline = (
    <Answered query={histogram}>
      {(h) => (
        <Timeline
          histogram={h}
          chosen={chosen}
          filtered={Object.keys(questionOf(filter)).length > 0}
          offsets={mission.offsets}
          onChoose={stretch}
        />
      )}
    </Answered>
  );
  const map = <MapPart mission={mission} filter={filter} onChoose={open} onChange={change} wide={wide} />;
  const list = <ListPart mission={mission} filter={filter} onChoose={open} onChange={change} />;
  return (
    <>
      <NewsPill news={news} onShow={show} />
      {wide ? (
        <Box className="situation">
          <ScrollArea className="situation-answer" p="md" type="auto">
            {answer}
          </ScrollArea>
          <Box className="situation-filters">{filters}</Box>
          <Box className="situation-map">{map}</Box>
          <Box className="situation-list">{list}</Box>
          <Box className="situation-time">{timeline}</Box>
        </Box>
      ) : (
        <Stack gap={0} className="situation-narrow" data-filled={shown !== "answer" || undefined}>
          <SegmentedControl
            fullWidth
            radius={0}
            value={shown}
            onChange={(value) => change({ front: value === "answer" ? undefined : (value as Front) })}
            data={FRONTS.map((value) => ({ value, label: t(`situation.${value}`) }))}
          />
          {shown === "answer" ? (
            <Box p="sm">
              {answer}
              <Box mt="md">{timeline}</Box>
            </Box>
          ) : (
            <>
              <Box p="xs">{filters}</Box>
              <Box className="situation-rest">{shown === "map" ? map : list}</Box>
            </>
          )}
        </Stack>
      )}
      {drawn && (
        <Suspense fallback={null}>
          <IncidentDrawer
            mission={mission}
            id={filter.incident}
            onOpen={open}
            onClose={() => change({ incident: undefined })}
            news={news}
            onShow={show}
          />
        </Suspense>
      )}
    </>
  );
}

interface PartProps {
  readonly mission: Mission;
  readonly filter: FilterSearch;
  readonly onChoose: (id: string) => void;
  readonly onChange: (change: FilterChange) => void;
}

const countsOf = ({ bars }: Histogram): Partial<Record<Result, number>> =>
  Object.fromEntries(RESULTS.map((result) => [result, bars.reduce((sum, b) => sum + (b.results[result] ?? 0), 0)]));

const ListPart = memo(function ListPart({ mission, filter, onChoose, onChange }: PartProps) {
  const query = useIncidents(mission.id, filter);
  const { fetchNextPage } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const pages = query.data?.pages;
  const items = useMemo(() => pages?.flatMap((p) => p.items) ?? [], [pages]);
  return (
    <Answered query={query}>
      {({ pages }) => (
        <IncidentList
          items={items}
          total={pages[0]?.total ?? 0}
          chosen={filter.incident}
          offsets={mission.offsets}
          onChoose={onChoose}
          onMore={more}
          more={query.hasNextPage && !query.isFetchingNextPage}
          empty={<NothingLeft mission={mission} filter={filter} onChange={onChange} />}
        />
      )}
    </Answered>
  );
});
