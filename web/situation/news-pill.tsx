import { Box, Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { News } from "../app/use-live.ts";

/** Says that there is something new; what is on screen stays as it is until the reader asks. */
export function NewsPill({ news, onShow }: { news: News; onShow: () => void }) {
  const { t } = useTranslation();
  const any = news.many || news.ids.size > 0;
  return (
    <Box className="news" role="status">
      {any && (
        <Box className="news-pill">
          <Text size="sm">{news.many ? t("live.many") : t("live.news", { count: news.ids.size })}</Text>
          <Button size="compact-sm" onClick={onShow}>
            {t("live.show")}
          </Button>
        </Box>
      )}
    </Box>
  );
}
