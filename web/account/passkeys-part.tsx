import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account } from "../../src/server/client/account.ts";
import { send } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { passkeysHere } from "../sign-in/other-ways.tsx";
import { Fault, Moment } from "./pieces.tsx";
import { useChange } from "./use-account.ts";

export function PasskeysPart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { change, fault, setFault, busy } = useChange();
  const [name, setName] = useState("");
  const here = passkeysHere();
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const { startRegistration } = await import("@simplewebauthn/browser");
    type Options = Parameters<typeof startRegistration>[0]["optionsJSON"];
    const optionsJSON = await change(() => send<Options>("POST", "/account/passkeys/options", {}));
    if (!optionsJSON) return;
    const answer = await startRegistration({ optionsJSON }).catch(() => null);
    if (!answer) return setFault(t("account.passkeyFailed"));
    if (await change(() => send("POST", "/account/passkeys", { name, answer }))) setName("");
  };
  const remove = (id: string) => change(() => send("DELETE", `/account/passkeys/${encodeURIComponent(id)}`, undefined));
  return (
    <Part title={t("account.passkeys")} lead={t("account.passkeysWords")}>
      <Stack gap="sm">
        <Fault fault={fault} />
        {account.passkeys.length === 0 && <Text size="sm">{t("account.none")}</Text>}
        {account.passkeys.map((passkey) => (
          <Group key={passkey.id} className="account-row" justify="space-between" wrap="nowrap">
            <Stack gap={0} miw={0}>
              <Text size="sm" fw={600} truncate>
                {passkey.name}
              </Text>
              <Moment at={passkey.created} />
            </Stack>
            <Button
              size="xs"
              variant="default"
              aria-label={`${t("account.remove")}: ${passkey.name}`}
              onClick={() => void remove(passkey.id)}
            >
              {t("account.remove")}
            </Button>
          </Group>
        ))}
        <form onSubmit={(event) => void add(event)}>
          <Group align="flex-end">
            <TextInput
              label={t("account.passkeyName")}
              required
              maxLength={80}
              disabled={!here}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" loading={busy} disabled={!here}>
              {t("account.passkeyAdd")}
            </Button>
          </Group>
        </form>
        {!here && (
          <Text size="sm" c="dimmed">
            {t("signIn.passkeyPlace")}
          </Text>
        )}
      </Stack>
    </Part>
  );
}
