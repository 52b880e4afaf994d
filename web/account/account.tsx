import "./account.css";
import { Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice, Page } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { OutsidePart } from "./outside-part.tsx";
import { PasskeysPart } from "./passkeys-part.tsx";
import { PasswordPart } from "./password-part.tsx";
import { SecondFactorPart } from "./second-factor-part.tsx";
import { SessionsPart } from "./sessions-part.tsx";
import { SignInsPart } from "./sign-ins-part.tsx";
import { TokensPart } from "./tokens-part.tsx";
import { useAccount } from "./use-account.ts";

/** One's own account: ways to sign in, sessions, tokens, and what was tried. */
export default function AccountScreen() {
  const { t } = useTranslation();
  const query = useAccount();
  const [taken] = useState(() => window.location.hash === "#fault=taken");
  useEffect(() => {
    if (window.location.hash !== "") window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
  return (
    <Page title={t("account.title")} lead={t("account.lead")}>
      <Answered query={query}>
        {(account) => (
          <>
            <Text size="sm">
              <strong>{account.name}</strong> · {account.login}
            </Text>
            <Text size="sm" c="dimmed" mb="sm">
              {t("account.known", { id: account.id })}
            </Text>
            {!account.fresh && (
              <Notice>
                <Group gap="sm">
                  <span>{t("account.again")}</span>
                  <Button
                    component={Link}
                    to="/sign-in"
                    search={{ back: "/account" } as never}
                    size="xs"
                    variant="default"
                  >
                    {t("account.signInAgain")}
                  </Button>
                </Group>
              </Notice>
            )}
            <PasskeysPart account={account} />
            <SecondFactorPart account={account} />
            <PasswordPart account={account} />
            {account.oidc && <OutsidePart oidc={account.oidc} taken={taken} />}
            <SessionsPart account={account} />
            <TokensPart account={account} />
            <SignInsPart />
          </>
        )}
      </Answered>
    </Page>
  );
}
