import "./report.css";
import { Alert, Box, Button, Loader, Text } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../app/page.tsx";
import { keepShell } from "./keep-shell.ts";
import { useReady } from "./use-report.ts";

// It reads coordinates and times as the server does, with all the world's zones: the page stands before it is there.
const ReportForm = lazy(() => import("./report-form.tsx"));

/** Reporting into one mission, with and without a connection. */
export default function ReportScreen() {
  const { t } = useTranslation();
  const { mission } = useParams({ from: "/$mission/report" });
  const ready = useReady(mission);
  useEffect(() => keepShell(), []);
  return (
    <Page title={t("report.title")} lead={t("report.lead")}>
      {ready.data ? (
        <Suspense fallback={<Loader role="status" aria-label={t("app.loading")} />}>
          <ReportForm key={mission} ready={ready.data} />
        </Suspense>
      ) : ready.isPending ? (
        <Loader role="status" aria-label={t("app.loading")} />
      ) : (
        <Alert color="gray" variant="outline" role="alert" title={t("report.title")}>
          <Text mb="sm">{t("report.notYours")}</Text>
          <Box>
            <Button component={Link} to="/sign-in" search={{ back: `/${mission}/report` } as never} variant="default">
              {t("app.signIn")}
            </Button>
          </Box>
        </Alert>
      )}
    </Page>
  );
}
