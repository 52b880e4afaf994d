import { Alert, Container, Stack, Title } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Entered } from "../../src/server/client/account.ts";
import type { WordKey } from "../words/en.ts";
import { CodeForm } from "./code-form.tsx";
import { OtherWays } from "./other-ways.tsx";
import { PasswordForm } from "./password-form.tsx";

/** Only a place inside the application: a link from elsewhere cannot send a reader away. */
const inside = (back: string | undefined): string =>
  back !== undefined && /^\/(?![/\\])[\w\-./?=&%:,+]*$/.test(back) ? back : "/";

/** What stands behind # in the address: a one-time link, a ticket for the second factor, or why it failed elsewhere. */
function arrived(): { link: string; ticket: string | null; fault: WordKey | null } {
  const hash = window.location.hash.slice(1);
  const [name, value] = hash.includes("=") ? hash.split("=", 2) : ["link", hash];
  const fault = name === "fault" ? (value === "nobody" ? "signIn.nobody" : "signIn.provider") : null;
  return { link: name === "link" ? (value ?? "") : "", ticket: name === "ticket" ? (value ?? "") : null, fault };
}

/** A one-time link sets a password; otherwise login and password, a passkey or an outside account; then the second factor. */
export default function SignIn() {
  const { t } = useTranslation();
  const back = inside(useSearch({ from: "/sign-in" }).back);
  const [{ link, ticket: given, fault: elsewhere }] = useState(arrived);
  const [ticket, setTicket] = useState(given);
  const [fault, setFault] = useState<WordKey | null>(elsewhere);
  const byLink = link !== "";

  // The secret goes out of the address, so that neither history nor a shared screen keeps it.
  useEffect(() => {
    if (window.location.hash !== "")
      window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  }, []);

  const entered = (answer: Entered): void => {
    if (answer.done) window.location.assign(`/app${back}`);
    else setTicket(answer.ticket ?? null);
  };
  return (
    <Container size={440} py="xl">
      <Stack>
        <Title order={2}>{t(ticket !== null ? "signIn.codeTitle" : byLink ? "signIn.setTitle" : "app.signIn")}</Title>
        {fault && (
          <Alert color="gray" variant="outline" role="alert" title={t("signIn.failed")}>
            {t(fault)}
          </Alert>
        )}
        {ticket !== null ? (
          <CodeForm
            ticket={ticket}
            onEntered={entered}
            onFault={setFault}
            onAnew={() => {
              setFault(null);
              setTicket(null);
            }}
          />
        ) : (
          <>
            <PasswordForm link={link} onEntered={entered} onFault={setFault} />
            {!byLink && <OtherWays back={back} onEntered={entered} onFault={setFault} />}
          </>
        )}
      </Stack>
    </Container>
  );
}
