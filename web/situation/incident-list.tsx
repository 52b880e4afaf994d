import { Box, Group, Text, UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentItem } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";
import { type Offsets, saySpan } from "../app/times.ts";
import { ResultSign } from "./result-sign.tsx";

/** Height before a row is measured; words wrap, so each row is as high as its own. */
const ROW = 66;

interface ListProps {
  readonly items: readonly IncidentItem[];
  readonly total: number;
  readonly chosen: string | undefined;
  readonly offsets: Offsets;
  readonly onChoose: (id: string) => void;
  readonly onMore: () => void;
  readonly more: boolean;
}

/** Incidents as rows, as many as the filter leaves; only those in sight are drawn. */
export function IncidentList({ items, total, chosen, offsets, onChoose, onMore, more }: ListProps) {
  const { t, i18n } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= items.length - 20) onMore();
  }, [last, items.length, more, onMore]);
  return (
    <Box component="section" aria-label={t("list.title")} h="100%" style={{ display: "flex", flexDirection: "column" }}>
      <Text size="sm" fw={600} px="sm" py={6} aria-live="polite">
        {t("list.count", { count: total, n: numbers(i18n.language)(total) })}
      </Text>
      {total === 0 && (
        <Text size="sm" px="sm">
          {t("list.none")}
        </Text>
      )}
      <Box ref={frame} style={{ overflowY: "auto", flex: 1, minHeight: 0 }} tabIndex={0}>
        <Box role="list" aria-label={t("list.title")} style={{ height: rows.getTotalSize(), position: "relative" }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = items[index] as IncidentItem;
            return (
              <Box
                key={item.id}
                role="listitem"
                ref={rows.measureElement}
                data-index={index}
                style={{ position: "absolute", insetInline: 0, transform: `translateY(${start}px)` }}
              >
                <UnstyledButton
                  className="row"
                  data-chosen={item.id === chosen || undefined}
                  aria-current={item.id === chosen ? "true" : undefined}
                  onClick={() => onChoose(item.id)}
                >
                  <Group gap="xs" wrap="nowrap" align="flex-start">
                    <Box pt={3}>
                      <ResultSign result={item.result} />
                    </Box>
                    <Box style={{ minWidth: 0 }}>
                      <Text size="sm" fw={600}>
                        {t(`act.${item.act}` as never, { defaultValue: item.act })}
                        {" · "}
                        {t(`result.${item.result}`)}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {saySpan(item.time, offsets, i18n.language)}
                        {" · "}
                        {t("list.observations", { count: item.observations })}
                        {item.status === "claimed" ? ` · ${t("list.claimed")}` : ""}
                        {item.position === null ? ` · ${t("list.noPlace")}` : ""}
                      </Text>
                    </Box>
                  </Group>
                </UnstyledButton>
              </Box>
            );
          })}
        </Box>
      </Box>
    </Box>
  );
}
