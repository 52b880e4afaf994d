import { Box, Button, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import { may } from "../app/may-on.ts";
import { NEEDS } from "../incident/decision-body.ts";
import { Undo } from "../incident/undo.tsx";
import { OneSide } from "./side.tsx";
import type { Item } from "./use-review.ts";
import { Weighed } from "./weighed.tsx";

const Settling = lazy(() => import("./settling.tsx"));

type Act = "merge" | "split";
type Entry = { readonly index: number; readonly commitment: string };

interface PairProps {
  readonly mission: Mission;
  readonly item: Item;
  /** False: the queue has it no more. */
  readonly waits: boolean;
  /** The reader begins to settle it: it must stay in its place; and that they left it as it was. */
  readonly onBegin: () => void;
  readonly onLeave: () => void;
}

/** What is doubtful, both sides of it, what speaks for and against, and what the reader may enter. */
export function Pair({ mission, item, waits, onBegin, onLeave }: PairProps) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState<Act | null>(null);
  const [entered, setEntered] = useState<{ readonly entry: Entry; readonly said: string } | null>(null);
  const { kind, gain, sides } = item;
  // A pin also stands before what evidence by itself would leave apart, by little.
  const doubt = kind === "pinned" && gain <= 0 ? "pinnedDoubt" : kind;
  const names: Readonly<Record<Act, string>> = {
    merge: t(kind === "pinned" ? "review.letIn" : "review.same"),
    split: t("review.different"),
  };
  const choose = (act: Act) => {
    const next = open === act ? null : act;
    setOpen(next);
    if (next) onBegin();
    else onLeave();
  };
  return (
    <Box component="article" className="clause" aria-labelledby={id}>
      <Title order={3} size="h4" id={id}>
        {t(`review.${doubt}`)}
      </Title>
      {entered ? (
        <Stack gap="xs" align="flex-start" mt="xs" role="status">
          <Text size="sm">{t("review.entered", { index: entered.entry.index, said: entered.said })}</Text>
          <Undo mission={mission.id} entry={entered.entry} />
        </Stack>
      ) : (
        <Stack gap="sm">
          <Text size="sm" c="dimmed" maw="72ch">
            {t(`review.${doubt}Words`)}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            {sides.map((side, k) => (
              <OneSide key={side.observation} mission={mission} side={side} n={k + 1} />
            ))}
          </SimpleGrid>
          <Weighed item={item} />
          {may(mission, NEEDS.merge) && (
            <Group gap="xs">
              {(["merge", "split"] as const).map((act) => (
                <Button
                  key={act}
                  size="sm"
                  variant={open === act ? "filled" : "default"}
                  aria-expanded={open === act}
                  onClick={() => choose(act)}
                >
                  {names[act]}
                </Button>
              ))}
            </Group>
          )}
          {!waits && (
            <Text size="sm" className="notice" role="status">
              {t("review.gone")}
            </Text>
          )}
          {open && (
            <Suspense fallback={null}>
              <Settling
                key={open}
                mission={mission}
                decision={open}
                sides={sides}
                title={names[open]}
                words={t(
                  open === "split"
                    ? "review.differentWords"
                    : kind === "pinned"
                      ? "review.letInWords"
                      : "review.sameWords",
                )}
                onCancel={() => choose(open)}
                onEntered={(entry) =>
                  setEntered({ entry, said: t(open === "merge" ? "judged.same" : "judged.different") })
                }
              />
            </Suspense>
          )}
        </Stack>
      )}
    </Box>
  );
}
