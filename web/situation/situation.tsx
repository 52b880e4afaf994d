import "./situation.css";
import { Box, Button, Center, Loader, ScrollArea, SegmentedControl, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Histogram, Mission } from "../../src/server/client/answers.ts";
import type { FilterChange, FilterSearch } from "../app/filter.ts";
import { Answered } from "../app/screen-state.tsx";
import { useLive } from "../app/use-live.ts";
import type { Box as MapBox } from "../map/map.tsx";
import { RESULTS, type Result } from "../map/palette.ts";
import { withWords } from "../words/blocks.ts";
import { Answer } from "./answer.tsx";
import { Filters } from "./filters.tsx";
import { IncidentList } from "./incident-list.tsx";
import { Legend } from "./legend.tsx";
import { NewsPill } from "./news-pill.tsx";
import { Timeline } from "./timeline.tsx";
import { useAgreement, useHistogram, useIncidentMap, useIncidents, useMission, useSituation } from "./use-situation.ts";

const IncidentDrawer = lazy(() => withWords(() => import("../incident/incident-drawer.tsx"), "judging"));
const MissionMap = lazy(() => import("../map/map.tsx"));

/** Answer, map, timeline and list of one mission: one filter, which is the address. */
export default function SituationScreen() {
  const { mission } = useParams({ from: "/$mission" });
  return <Answered query={useMission(mission)}>{(known) => <Known mission={known} />}</Answered>;
}

function Known({ mission }: { mission: Mission }) {
  const { t } = useTranslation();
  const filter = useSearch({ from: "/$mission" });
  const navigate = useNavigate({ from: "/$mission" });
  const [shown, setShown] = useState("answer");
  // Once it was needed it stays, so that it can close with grace.
  const [drawn, setDrawn] = useState(false);
  if (filter.incident !== undefined && !drawn) setDrawn(true);
  const wide = useMediaQuery("(min-width: 62em)", true);
  const change = useCallback(
    (change: FilterChange) =>
      void navigate({
        search: (before) =>
          Object.fromEntries(
            Object.entries({ ...before, ...change }).filter(([, v]) => v !== undefined),
          ) as FilterSearch,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const open = useCallback((incident: string) => change({ incident }), [change]);
  const { news, show } = useLive(mission.id);
  const situation = useSituation(mission.id);
  const histogram = useHistogram(mission.id, filter);
  const chosen =
    filter.from !== undefined && filter.until !== undefined ? { from: filter.from, until: filter.until } : null;

  const answer = (
    <Answered query={situation}>
      {(s) => (
        <Answer
          mission={mission}
          situation={s}
          onClause={(clause, reading) => {
            change({ clause: [clause], reading: mission.readings.length > 1 ? reading : undefined });
            setShown("list");
          }}
        />
      )}
    </Answered>
  );
  const { result: _result, ...unsorted } = filter;
  const sorted = useHistogram(mission.id, unsorted).data;
  // A stretch cuts across bars, so within it they do not say how many there are.
  const counts = filter.from === undefined && sorted ? countsOf(sorted) : null;
  const filters = <Filters mission={mission} filter={filter} onChange={change} counts={counts} />;
  const timeline = (
    <Answered query={histogram}>
      {(h) => (
        <Timeline
          histogram={h}
          chosen={chosen}
          offsets={mission.offsets}
          onChoose={(s) => change({ from: s?.from, until: s?.until })}
        />
      )}
    </Answered>
  );
  const map = <MapPart mission={mission} filter={filter} onChoose={open} onArea={(bbox) => change({ bbox })} />;
  const list = <ListPart mission={mission} filter={filter} onChoose={open} />;
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
        <Stack gap={0} className="situation-narrow">
          <SegmentedControl
            fullWidth
            radius={0}
            value={shown}
            onChange={setShown}
            data={(["answer", "map", "list"] as const).map((value) => ({ value, label: t(`situation.${value}`) }))}
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

const countsOf = ({ bars }: Histogram): Partial<Record<Result, number>> =>
  Object.fromEntries(RESULTS.map((result) => [result, bars.reduce((sum, b) => sum + (b.results[result] ?? 0), 0)]));

/** A box that an address names, where it is one. */
function boxOf(text: string | undefined): MapBox | null {
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = (text ?? "")
    .split(",")
    .map(Number);
  return west < east && south < north ? [west, south, east, north] : null;
}

interface PartProps {
  readonly mission: Mission;
  readonly filter: FilterSearch;
  readonly onChoose: (id: string) => void;
}

function MapPart({ mission, filter, onChoose, onArea }: PartProps & { readonly onArea: (bbox: string) => void }) {
  const { t } = useTranslation();
  const [view, setView] = useState<{ bbox: string; zoom: number }>();
  const map = useIncidentMap(mission.id, filter, view?.bbox, view?.zoom ?? 5);
  const agreement = useAgreement(mission.id);
  const layers = useMemo(
    () => ({
      ...(agreement.data && {
        zones: agreement.data.zones as GeoJSON.FeatureCollection,
        lines: agreement.data.lines as GeoJSON.FeatureCollection,
      }),
      ...(map.data && {
        incidents: map.data.incidents as GeoJSON.FeatureCollection,
        areas: map.data.areas as GeoJSON.FeatureCollection,
        chosen: {
          type: "FeatureCollection",
          features: map.data.incidents.features.filter((f) => f.properties.id === filter.incident),
        } as GeoJSON.FeatureCollection,
      }),
    }),
    [agreement.data, map.data, filter.incident],
  );
  const moved = useCallback(
    (box: MapBox, zoom: number) => setView({ bbox: box.map((d) => d.toFixed(3)).join(","), zoom }),
    [],
  );
  return (
    <Suspense
      fallback={
        <Center h="100%">
          <Loader role="status" aria-label={t("app.loading")} />
        </Center>
      }
    >
      <Box pos="relative" h="100%">
        <MissionMap
          layers={layers}
          box={boxOf(filter.bbox) ?? ((mission.box ?? null) as MapBox | null)}
          label={t("map.title")}
          onChoose={onChoose}
          onMove={moved}
        />
        {view && view.bbox !== filter.bbox && (
          <Button className="map-area" size="compact-sm" variant="default" onClick={() => onArea(view.bbox)}>
            {t("filter.here")}
          </Button>
        )}
        <Legend withoutPlace={map.data?.withoutPlace ?? 0} areas={(map.data?.areas.features.length ?? 0) > 0} />
      </Box>
    </Suspense>
  );
}

function ListPart({ mission, filter, onChoose }: PartProps) {
  const query = useIncidents(mission.id, filter);
  const { fetchNextPage } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <Answered query={query}>
      {({ pages }) => (
        <IncidentList
          items={pages.flatMap((p) => p.items)}
          total={pages[0]?.total ?? 0}
          chosen={filter.incident}
          offsets={mission.offsets}
          onChoose={onChoose}
          onMore={more}
          more={query.hasNextPage && !query.isFetchingNextPage}
        />
      )}
    </Answered>
  );
}
