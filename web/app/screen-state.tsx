import { Alert, Button, Loader, Stack, Text, VisuallyHidden } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../api/client.ts";
import { Page } from "./page.tsx";

interface AnsweredProps<T> {
  readonly query: UseQueryResult<T>;
  /** Of a screen that has no title of its own until it is answered. */
  readonly title?: string;
  readonly children: (value: T) => ReactNode;
}

/** What a screen shows while its question is asked, where it failed, and once it is answered. */
export function Answered<T>({ query, title, children }: AnsweredProps<T>) {
  if (query.data !== undefined) return children(query.data);
  const state = <Unanswered query={query} />;
  return title === undefined ? state : <Page title={title}>{state}</Page>;
}

function Unanswered({ query }: { query: UseQueryResult }) {
  const { t } = useTranslation();
  if (query.isPending) {
    const preparing = query.failureReason instanceof Refused && query.failureReason.status === 503;
    return (
      <Stack align="flex-start" m="xl" gap="xs" role="status">
        <Loader aria-hidden="true" />
        {preparing ? (
          <Text size="sm">{t("failure.preparing")}</Text>
        ) : (
          <VisuallyHidden>{t("app.loading")}</VisuallyHidden>
        )}
      </Stack>
    );
  }
  const refused = query.error instanceof Refused ? query.error : null;
  const words =
    refused === null || refused.status === 0
      ? t("failure.network")
      : refused.status === 404 || refused.status === 401 || refused.status === 403
        ? t("failure.absent")
        : refused.detail;
  return (
    <Alert title={t("failure.title")} color="gray" m="md" role="alert">
      <Stack align="flex-start">
        {words}
        <Button variant="default" onClick={() => void query.refetch()}>
          {t("failure.again")}
        </Button>
      </Stack>
    </Alert>
  );
}
