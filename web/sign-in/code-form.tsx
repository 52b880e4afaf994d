import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Entered } from "../../src/server/client/account.ts";
import { Refused, send } from "../api/client.ts";
import type { WayProps } from "./password-form.tsx";

/** The second factor, after the password. */
export function CodeForm({
  ticket,
  onEntered,
  onFault,
  onAnew,
}: WayProps & { readonly ticket: string; readonly onAnew: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    onFault(null);
    setBusy(true);
    try {
      onEntered(await send<Entered>("POST", "/sign-in/second-factor", { ticket, code }));
    } catch (error) {
      const status = error instanceof Refused ? error.status : 0;
      onFault(status === 0 ? "failure.network" : status === 429 ? "signIn.slow" : "signIn.codeWrong");
      setCode("");
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">{t("signIn.codeWords")}</Text>
        <TextInput
          label={t("signIn.code")}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          data-autofocus
          dir="ltr"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Group justify="space-between">
          <Button type="submit" loading={busy}>
            {t("app.signIn")}
          </Button>
          <Button variant="default" onClick={onAnew}>
            {t("signIn.anew")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
