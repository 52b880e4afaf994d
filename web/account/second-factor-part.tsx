import { Button, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account, NewSecondFactor, RecoveryCodes } from "../../src/server/client/account.ts";
import { send } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { Fault, ShownOnce } from "./pieces.tsx";
import { useChange } from "./use-account.ts";

const QrCode = lazy(() => import("./qr-code.tsx"));

export function SecondFactorPart({ account: { secondFactor } }: { account: Account }) {
  const { t } = useTranslation();
  const { change, fault, busy } = useChange();
  const [fresh, setFresh] = useState<NewSecondFactor | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [code, setCode] = useState("");
  const begin = async () =>
    setFresh((await change(() => send<NewSecondFactor>("POST", "/account/second-factor", {}))) ?? null);
  const renew = async () =>
    setCodes((await change(() => send<RecoveryCodes>("POST", "/account/recovery-codes", {})))?.recovery ?? null);
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await change(
      () => send<RecoveryCodes>("PUT", "/account/second-factor", { ticket: fresh?.ticket, code }),
      { 401: t("signIn.codeWrong") },
    );
    setCode("");
    if (!answer) return;
    setFresh(null);
    setCodes(answer.recovery);
  };
  return (
    <Part title={t("account.factor")} lead={t(secondFactor.on ? "account.factorOn" : "account.factorOff")}>
      <Stack gap="sm" align="flex-start">
        <Fault fault={fault} />
        {codes && <ShownOnce words={t("account.recoveryWords")} lines={codes} onKept={() => setCodes(null)} />}
        {fresh && (
          <form onSubmit={(event) => void confirm(event)}>
            <Stack gap="sm" maw={440}>
              <Text size="sm">{t("account.factorScan")}</Text>
              <Suspense fallback={null}>
                <QrCode text={fresh.uri} label={t("account.factorQr")} />
              </Suspense>
              <Text size="sm">
                {t("account.factorKey")}: <Code dir="ltr">{fresh.secret.match(/.{1,4}/g)?.join(" ")}</Code>
              </Text>
              <TextInput
                label={t("signIn.code")}
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                dir="ltr"
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
              <Button type="submit" loading={busy} style={{ alignSelf: "flex-start" }}>
                {t("account.factorConfirm")}
              </Button>
            </Stack>
          </form>
        )}
        {secondFactor.on && <Text size="sm">{t("account.recoveryLeft", { n: secondFactor.recoveryLeft })}</Text>}
        <Group>
          {!fresh && !secondFactor.on && (
            <Button loading={busy} onClick={() => void begin()}>
              {t("account.factorSet")}
            </Button>
          )}
          {secondFactor.on && (
            <>
              <Button variant="default" onClick={() => void renew()}>
                {t("account.recoveryNew")}
              </Button>
              <Button
                variant="default"
                onClick={() => void change(() => send("DELETE", "/account/second-factor", undefined))}
              >
                {t("account.factorRemove")}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Part>
  );
}
