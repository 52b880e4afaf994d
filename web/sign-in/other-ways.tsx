import { Button, Divider, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Entered, Ways } from "../../src/server/client/account.ts";
import { ask, Refused, send } from "../api/client.ts";
import type { WayProps } from "./password-form.tsx";

/** Whether passkeys work at this address: browsers bind them to a name and a safe connection. */
export const passkeysHere = (): boolean =>
  window.isSecureContext && "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(window.location.hostname);

/** A passkey, or the outside provider that the installation has. */
export function OtherWays({ back, onEntered, onFault }: WayProps & { readonly back: string }) {
  const { t } = useTranslation();
  const ways = useQuery({ queryKey: ["ways"], queryFn: ({ signal }) => ask<Ways>("/sign-in/ways", {}, signal) });
  const [busy, setBusy] = useState<"passkey" | "oidc" | null>(null);
  const here = passkeysHere();
  const byPasskey = async () => {
    onFault(null);
    setBusy("passkey");
    try {
      const { startAuthentication } = await import("@simplewebauthn/browser");
      const optionsJSON = await send<Parameters<typeof startAuthentication>[0]["optionsJSON"]>(
        "POST",
        "/sign-in/passkey/options",
        {},
      );
      const answer = await startAuthentication({ optionsJSON });
      onEntered(await send<Entered>("POST", "/sign-in/passkey", answer));
    } catch (error) {
      onFault(error instanceof Refused && error.status === 429 ? "signIn.slow" : "signIn.passkeyFailed");
      setBusy(null);
    }
  };
  const byProvider = async () => {
    onFault(null);
    setBusy("oidc");
    try {
      window.location.assign((await send<{ to: string }>("POST", "/sign-in/oidc", { back })).to);
    } catch (error) {
      onFault(error instanceof Refused && error.status === 429 ? "signIn.slow" : "signIn.provider");
      setBusy(null);
    }
  };
  return (
    <Stack>
      <Divider label={t("signIn.or")} />
      <Button variant="default" disabled={!here} loading={busy === "passkey"} onClick={() => void byPasskey()}>
        {t("signIn.passkey")}
      </Button>
      {!here && (
        <Text size="xs" c="dimmed">
          {t("signIn.passkeyPlace")}
        </Text>
      )}
      {ways.data?.oidc && (
        <Button variant="default" loading={busy === "oidc"} onClick={() => void byProvider()}>
          {t("signIn.with", { name: ways.data.oidc.name })}
        </Button>
      )}
    </Stack>
  );
}
