import { Button, Stack, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Review } from "../../src/server/client/review.ts";
import { numbers } from "../app/numbers.ts";
import { Page } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { useLive } from "../app/use-live.ts";
import { NewsPill } from "../situation/news-pill.tsx";
import { useMission } from "../situation/use-situation.ts";
import { Pair } from "./pair.tsx";
import { isOpen, keyOf, useKept, useReview } from "./use-review.ts";

const AT_ONCE = 10;

/** What waits for a person's judgement: whether two reports tell of one event. */
export default function ReviewScreen() {
  const { mission } = useParams({ from: "/$mission/review" });
  const { t } = useTranslation();
  return (
    <Answered query={useMission(mission)} title={t("review.title")}>
      {(known) => <Known mission={known} />}
    </Answered>
  );
}

function Known({ mission }: { mission: Mission }) {
  const { t } = useTranslation();
  const { news, show } = useLive(mission.id);
  const [limit, setLimit] = useState(AT_ONCE);
  const query = useReview(mission, limit);
  return (
    <Page title={t("review.title")} lead={t("review.lead")}>
      <NewsPill news={news} onShow={show} />
      {isOpen(mission) ? (
        <Answered query={query}>
          {(review) => (
            <Queue
              mission={mission}
              review={review}
              asking={query.isPlaceholderData}
              onAnew={() => void query.refetch()}
              onMore={() => setLimit(limit + AT_ONCE)}
            />
          )}
        </Answered>
      ) : (
        <Text size="sm">{t("review.closed")}</Text>
      )}
    </Page>
  );
}

interface QueueProps {
  readonly mission: Mission;
  readonly review: Review;
  readonly asking: boolean;
  readonly onAnew: () => void;
  readonly onMore: () => void;
}

function Queue({ mission, review, asking, onAnew, onMore }: QueueProps) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const { shown, waits, keep, release } = useKept(review.items);
  const { total, looked, more } = review;
  return (
    <Stack gap="md" mt="md" align="stretch">
      <Text size="sm" role="status">
        {total === 0
          ? `${t("review.none")} ${looked === 0 ? "" : t("review.noneWords", { count: looked, n: n(looked) })}`
          : t("review.total", { count: total, n: n(total) })}
        {more && ` ${t("review.older", { n: n(looked) })}`}
      </Text>
      {shown.map((item) => (
        <Pair
          key={keyOf(item)}
          mission={mission}
          item={item}
          waits={waits(item)}
          onBegin={() => {
            keep(item);
            // Who begins late must learn that somebody else was quicker: two that say otherwise are both without effect.
            onAnew();
          }}
          onLeave={() => release(item)}
        />
      ))}
      {review.items.length < total && (
        <Button variant="default" loading={asking} onClick={onMore} style={{ alignSelf: "flex-start" }}>
          {t("review.more")}
        </Button>
      )}
    </Stack>
  );
}
