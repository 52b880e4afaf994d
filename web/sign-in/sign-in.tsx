import { Alert, Button, Container, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused, send } from "../api/client.ts";
import type { WordKey } from "../words/en.ts";

/** Least length of a password, as the server holds it (server/routes/sign-in.ts). */
const SHORTEST = 12;

/** Why it failed, in words that say what to do. */
function wordsOf(error: unknown, byLink: boolean): WordKey {
  const status = error instanceof Refused ? error.status : 0;
  if (status === 0) return "failure.network";
  if (status === 429) return "signIn.slow";
  return byLink ? "signIn.linkSpent" : "signIn.wrong";
}

/** Only a place inside the application: a link from elsewhere cannot send a reader away. */
const inside = (back: string | undefined): string =>
  back !== undefined && /^\/(?![/\\])[\w\-./?=&%:,+]*$/.test(back) ? `/app${back}` : "/app/";

/** A one-time link sets a password; otherwise login and password. */
export default function SignIn() {
  const { t } = useTranslation();
  const { back } = useSearch({ from: "/sign-in" });
  const [link] = useState(() => window.location.hash.slice(1));
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [fault, setFault] = useState<WordKey | null>(null);
  const [busy, setBusy] = useState(false);
  const byLink = link !== "";

  // The secret goes out of the address, so that neither history nor a shared screen keeps it.
  useEffect(() => {
    if (byLink) window.history.replaceState(window.history.state, "", window.location.pathname);
  }, [byLink]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (byLink && password.length < SHORTEST) return setFault("signIn.short");
    if (byLink && password !== again) return setFault("signIn.differ");
    setFault(null);
    setBusy(true);
    try {
      await send("POST", byLink ? "/sign-in/link" : "/sign-in", byLink ? { link, password } : { login, password });
      window.location.assign(inside(back));
    } catch (error) {
      setFault(wordsOf(error, byLink));
      setBusy(false);
    }
  };

  return (
    <Container size={440} py="xl">
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Title order={2}>{t(byLink ? "signIn.setTitle" : "app.signIn")}</Title>
          <Text size="sm">{t(byLink ? "signIn.setWords" : "signIn.words")}</Text>
          {fault && (
            <Alert color="gray" variant="outline" role="alert" title={t("signIn.failed")}>
              {t(fault)}
            </Alert>
          )}
          {!byLink && (
            <TextInput
              label={t("signIn.login")}
              autoComplete="username"
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
    </Container>
  );
}
