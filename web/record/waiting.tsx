import { Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Pending, Permission } from "../../src/server/client/decisions.ts";
import { Half } from "../acting/half.tsx";
import { usePending } from "../acting/use-acting.ts";
import { may } from "../app/may-on.ts";
import { Part } from "../app/page.tsx";

/** What each is entered as, of those that have no screen of their own. */
const ENTERED = { "release-early": "release-early", erase: "erasure", "destroy-keys": "key-destruction" } as const;
/** Where the others are read as they will be, and confirmed. */
const ELSEWHERE = { "start-clock": "/$mission/guarantees", warn: "/$mission/warnings" } as const;
const NEEDED: readonly Permission[] = ["release.approve", "erasure.approve", "response.step", "sealed.open"];

const kindOf = ({ decision }: Pending): string => String(decision["decision"]);

/** What one person asked for and a second has to confirm, before the record has it. */
export function Waiting({ mission }: { mission: Mission }) {
  const { t } = useTranslation();
  const enabled = NEEDED.some((permission) => may(mission, permission));
  const { data } = usePending(mission.id, enabled);
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Part title={t("waiting.title")} lead={t("waiting.words")}>
      <Stack gap="sm">
        {items.map((half) => {
          const kind = kindOf(half);
          if (kind in ELSEWHERE)
            return (
              <Text key={half.id} size="sm">
                <Link to={ELSEWHERE[kind as keyof typeof ELSEWHERE]} params={{ mission: mission.id } as never}>
                  {t(kind === "warn" ? "recordKind.hazard" : "recordKind.guarantee")}
                </Link>
              </Text>
            );
          // What is opened is shown once, to who confirms it: on the command line.
          if (!(kind in ENTERED))
            return (
              <Text key={half.id} size="sm">
                {t("recordKind.opening")} · {t("waiting.opening")}
              </Text>
            );
          const name = t(`recordKind.${ENTERED[kind as keyof typeof ENTERED]}`);
          return (
            <Half
              key={half.id}
              half={half}
              mission={mission}
              of={name}
              title={name}
              confirm={t("waiting.confirm")}
              confirmWords={t(kind === "release-early" ? "waiting.releases" : "waiting.destroys")}
            >
              <pre className="code" dir="ltr">
                {JSON.stringify(half.decision, null, 2)}
              </pre>
            </Half>
          );
        })}
      </Stack>
    </Part>
  );
}
