import { Alert, Button, PasswordInput, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account } from "../../src/server/client/account.ts";
import { send } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { Fault } from "./pieces.tsx";
import { useChange } from "./use-account.ts";

export function PasswordPart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { change, fault, setFault, busy } = useChange();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [done, setDone] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setDone(false);
    if (next !== again) return setFault(t("signIn.differ"));
    const answer = await change(() => send("POST", "/account/password", { current, next }), {
      401: t("account.currentWrong"),
    });
    if (answer === undefined) return;
    setDone(true);
    for (const clear of [setCurrent, setNext, setAgain]) clear("");
  };
  const field = (label: string, value: string, set: (value: string) => void, autoComplete: string) => (
    <PasswordInput
      label={label}
      autoComplete={autoComplete}
      required
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }}
    />
  );
  return (
    <Part title={t("signIn.password")} lead={t("account.changeWords")}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack maw={440} gap="sm">
          <input type="text" name="username" autoComplete="username" value={account.login} readOnly hidden />
          <Fault fault={fault} />
          {done && (
            <Alert color="gray" variant="outline" role="status">
              {t("account.changed")}
            </Alert>
          )}
          {account.password && field(t("account.current"), current, setCurrent, "current-password")}
          {field(t("account.next"), next, setNext, "new-password")}
          {field(t("signIn.again"), again, setAgain, "new-password")}
          <Button type="submit" loading={busy} style={{ alignSelf: "flex-start" }}>
            {t("account.change")}
          </Button>
        </Stack>
      </form>
    </Part>
  );
}
