import { Alert, Button, Group, Loader, Stack, Text, VisuallyHidden } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../api/client.ts";
import { useMe } from "../sign-in/use-me.ts";
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
  const again = () => void query.refetch();
  if (refused !== null && ABSENT.has(refused.status)) return <Absent onAgain={again} />;
  const network = refused === null || refused.status === 0;
  return (
    <Alert title={t("failure.title")} color="gray" my="md" role="alert">
      <Stack align="flex-start">
        {network ? (
          t("failure.network")
        ) : (
          <span lang="en" dir="auto">
            {refused.detail || refused.title}
          </span>
        )}
        <Button variant="default" onClick={again}>
          {t("failure.again")}
        </Button>
      </Stack>
    </Alert>
  );
}

/** What is not there and what is closed are told alike: the server says no more of it either. */
const ABSENT: ReadonlySet<number> = new Set([401, 403, 404]);

function Absent({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation();
  const signedIn = useMe().data?.signedIn;
  const back = useLocation().href;
  return (
    <Alert title={t("failure.absentTitle")} color="gray" my="md" role="alert">
      <Stack align="flex-start">
        {t("failure.absent")}
        <Group gap="xs">
          {signedIn === false && (
            <Button component={Link} to="/sign-in" search={{ back } as never}>
              {t("app.signIn")}
            </Button>
          )}
          <Button component={Link} to="/" variant="default">
            {t("nav.missions")}
          </Button>
          <Button variant="default" onClick={onAgain}>
            {t("failure.again")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** An address that no screen has. */
export function NoScreen() {
  const { t } = useTranslation();
  return (
    <Page title={t("failure.noScreen")} lead={t("failure.noScreenWords")}>
      <Button component={Link} to="/" variant="default">
        {t("nav.missions")}
      </Button>
    </Page>
  );
}
