import { Box, Text, UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentItem } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";
import { dayOf, type Offsets, sayDay, sayWithinDay } from "../app/times.ts";
import { ResultSign } from "./result-sign.tsx";

/** Heights before a row is measured; words wrap, so each row is as high as its own. */
const ROW = 58;
const DAY_ROW = 30;

interface ListProps {
  readonly items: readonly IncidentItem[];
  readonly total: number;
  readonly chosen: string | undefined;
  readonly offsets: Offsets;
  readonly onChoose: (id: string) => void;
  readonly onMore: () => void;
  readonly more: boolean;
  /** What stands where nothing is left. */
  readonly empty: ReactNode;
}

type Line = { readonly day: number } | { readonly item: IncidentItem };

/** Incidents as rows under their days, as many as the filter leaves; only those in sight are drawn. */
export function IncidentList({ items, total, chosen, offsets, onChoose, onMore, more, empty }: ListProps) {
  const { t, i18n } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => {
    let before: number | null = null;
    return items.flatMap((item): Line[] => {
      const day = dayOf(item.time.from, offsets);
      const heading: Line[] = day === before ? [] : [{ day }];
      before = day;
      return [...heading, { item }];
    });
  }, [items, offsets]);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: (i) => ("day" in (lines[i] as Line) ? DAY_ROW : ROW),
    overscan: 8,
  });
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= lines.length - 20) onMore();
  }, [last, lines.length, more, onMore]);

  // One stop for the tabulator; within the list the arrows lead.
  const [held, setHeld] = useState<string>();
  const drawn = rows.getVirtualItems().flatMap(({ index }) => {
    const line = lines[index];
    return line && "item" in line ? [line.item.id] : [];
  });
  // Of what is drawn: a row far away could not be reached.
  const stop = [held, chosen].find((id) => id !== undefined && drawn.includes(id)) ?? drawn[0];
  const [wanted, setWanted] = useState<string>();
  useEffect(() => {
    if (wanted === undefined) return;
    const button = frame.current?.querySelector<HTMLElement>(`[data-incident="${CSS.escape(wanted)}"]`);
    if (!button) return;
    button.focus();
    setWanted(undefined);
  });
  const keys = (event: KeyboardEvent) => {
    const at = lines.findIndex((l) => "item" in l && l.item.id === stop);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -at, End: lines.length - 1 - at, PageDown: 10, PageUp: -10 }[
      event.key
    ];
    if (step === undefined) return;
    event.preventDefault();
    const way = event.key === "ArrowUp" || event.key === "PageUp" || event.key === "End" ? -1 : 1;
    let next = Math.max(0, Math.min(lines.length - 1, at + step));
    // A heading is no stop: on to the incident behind it.
    while (lines[next] && "day" in (lines[next] as Line)) next += next === 0 ? 1 : way;
    const line = lines[next];
    if (!line || !("item" in line)) return;
    rows.scrollToIndex(next);
    setHeld(line.item.id);
    setWanted(line.item.id);
  };

  return (
    <Box component="section" aria-label={t("list.title")} className="list">
      <Text size="sm" fw={600} px="sm" py={7} aria-live="polite" className="list-count">
        {t("list.count", { count: total, n: numbers(i18n.language)(total) })}
      </Text>
      {total === 0 && empty}
      <div ref={frame} className="list-frame">
        {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by their measured height */}
        <div
          role="list"
          aria-label={t("list.title")}
          style={{ height: rows.getTotalSize(), position: "relative" }}
          onKeyDown={keys}
        >
          {rows.getVirtualItems().map(({ index, start }) => {
            const line = lines[index] as Line;
            return (
              <div
                key={"day" in line ? `day ${line.day} ${index}` : line.item.id}
                role="listitem"
                ref={rows.measureElement}
                data-index={index}
                className="list-line"
                style={{ transform: `translateY(${start}px)` }}
              >
                {"day" in line ? (
                  <div className="list-day">{sayDay(line.day, i18n.language)}</div>
                ) : (
                  <Row
                    item={line.item}
                    offsets={offsets}
                    chosen={line.item.id === chosen}
                    stop={line.item.id === stop}
                    onFocus={() => setHeld(line.item.id)}
                    onChoose={onChoose}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </Box>
  );
}

interface RowProps {
  readonly item: IncidentItem;
  readonly offsets: Offsets;
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly onFocus: () => void;
  readonly onChoose: (id: string) => void;
}

function Row({ item, offsets, chosen, stop, onFocus, onChoose }: RowProps) {
  const { t, i18n } = useTranslation();
  return (
    <UnstyledButton
      className="row"
      data-incident={item.id}
      data-chosen={chosen || undefined}
      aria-current={chosen ? "true" : undefined}
      tabIndex={stop ? 0 : -1}
      onFocus={onFocus}
      onClick={() => onChoose(item.id)}
    >
      <ResultSign result={item.result} size={18} />
      <span className="row-what">
        <b>{t(`act.${item.act}` as never, { defaultValue: item.act })}</b>
        {(item.place !== null || item.position === null) && (
          <span className="row-more" dir="auto">
            {item.place ?? t("list.noPlace")}
          </span>
        )}
        <span className="row-more">
          {t(`result.${item.result}`)}
          {item.observations > 1 && ` · ${t("list.observations", { count: item.observations })}`}
          {item.status === "claimed" && ` · ${t("list.claimed")}`}
        </span>
      </span>
      <span className="row-when" dir="ltr">
        {sayWithinDay(item.time, offsets, i18n.language)}
      </span>
    </UnstyledButton>
  );
}
