import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Entered } from "../../src/server/client/account.ts";
import { Refused, send } from "../api/client.ts";
import type { WordKey } from "../words/en.ts";

/** Least length of a password, as the server holds it (server/identity/password-rule.ts). */
const SHORTEST = 12;

export interface WayProps {
  readonly onEntered: (answer: Entered) => void;
  readonly onFault: (fault: WordKey | null) => void;
}

/** Why it failed, in words that say what to do. */
function wordsOf(error: unknown, byLink: boolean): WordKey {
  const status = error instanceof Refused ? error.status : 0;
  if (status === 0) return "failure.network";
  if (status === 429) return "signIn.slow";
  if (status === 422) return "signIn.weak";
  return byLink ? "signIn.linkSpent" : "signIn.wrong";
}

/** Login and password, or with a one-time link a new password twice. */
export function PasswordForm({ link, onEntered, onFault }: WayProps & { readonly link: string }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const byLink = link !== "";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (byLink && password.length < SHORTEST) return onFault("signIn.short");
    if (byLink && password !== again) return onFault("signIn.differ");
    onFault(null);
    setBusy(true);
    try {
      onEntered(
        byLink
          ? await send<Entered>("POST", "/sign-in/link", { link, password })
          : await send<Entered>("POST", "/sign-in", { login, password }),
      );
    } catch (error) {
      onFault(wordsOf(error, byLink));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">{t(byLink ? "signIn.setWords" : "signIn.words")}</Text>
        {!byLink && (
          <TextInput
            label={t("signIn.login")}
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            required
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          label={t("signIn.password")}
          description={byLink ? t("signIn.long") : undefined}
          autoComplete={byLink ? "new-password" : "current-password"}
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }}
        />
        {byLink && (
          <PasswordInput
            label={t("signIn.again")}
            autoComplete="new-password"
            required
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }}
          />
        )}
        <Button type="submit" loading={busy}>
          {t(byLink ? "signIn.set" : "app.signIn")}
        </Button>
        {!byLink && (
          <Text size="xs" c="dimmed">
            {t("signIn.forgotten")}
          </Text>
        )}
      </Stack>
    </form>
  );
}
