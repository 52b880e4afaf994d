import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

const EVENTS = ["online", "offline"] as const;
const listen = (changed: () => void) => {
  for (const event of EVENTS) window.addEventListener(event, changed);
  return () => {
    for (const event of EVENTS) window.removeEventListener(event, changed);
  };
};

/** Says that the connection is gone, and what can still be done. */
export function Offline({ mission }: { mission: string | undefined }) {
  const { t } = useTranslation();
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  return (
    <div role="status" className="offline">
      {!online && (
        <p>
          {t("app.offline")}{" "}
          <Anchor
            component={Link}
            to={(mission === undefined ? "/report" : "/$mission/report") as never}
            params={{ mission } as never}
            c="inherit"
            td="underline"
          >
            {t("app.offlineReport")}
          </Anchor>
        </p>
      )}
    </div>
  );
}
