import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Account } from "../../src/server/client/account.ts";
import { send } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { Fault } from "./pieces.tsx";
import { useChange } from "./use-account.ts";

export function OutsidePart({ oidc, taken }: { oidc: NonNullable<Account["oidc"]>; taken: boolean }) {
  const { t } = useTranslation();
  const { change, fault, busy } = useChange();
  const join = async () => {
    const answer = await change(() => send<{ to: string }>("POST", "/account/oidc", {}));
    if (answer) window.location.assign(answer.to);
  };
  return (
    <Part title={t("account.outside")}>
      <Stack gap="sm" align="flex-start">
        <Fault fault={fault ?? (taken ? t("account.taken") : null)} />
        <Text size="sm">{t(oidc.joined ? "account.joined" : "account.notJoined", { name: oidc.name })}</Text>
        {oidc.joined ? (
          <Button
            variant="default"
            loading={busy}
            onClick={() => void change(() => send("DELETE", "/account/oidc", undefined))}
          >
            {t("account.part")}
          </Button>
        ) : (
          <Button variant="default" loading={busy} onClick={() => void join()}>
            {t("account.join")}
          </Button>
        )}
      </Stack>
    </Part>
  );
}
