import { Button, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Account } from "../../src/server/client/account.ts";
import { send } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { useSignOut } from "../sign-in/use-sign-out.tsx";
import { Fault, Moment } from "./pieces.tsx";
import { useChange } from "./use-account.ts";

export function SessionsPart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { change, fault, busy } = useChange();
  const end = (id: string) => change(() => send("DELETE", `/account/sessions/${id}`, undefined));
  const { leave, warning } = useSignOut();
  return (
    <Part
      title={t("account.sessions")}
      aside={
        <Button size="xs" variant="default" loading={busy} onClick={() => void leave(true)}>
          {t("signIn.outEverywhere")}
        </Button>
      }
    >
      {warning}
      <Fault fault={fault} />
      <Table.ScrollContainer minWidth={520} className="account-table">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("account.since")}</Table.Th>
              <Table.Th>{t("account.seen")}</Table.Th>
              <Table.Th>{t("account.how")}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {account.sessions.map((session) => (
              <Table.Tr key={session.id}>
                <Table.Td>
                  <Moment at={session.created} />
                </Table.Td>
                <Table.Td>
                  <Moment at={session.seen} />
                </Table.Td>
                <Table.Td>{t(session.strong ? "account.strong" : "account.weak")}</Table.Td>
                <Table.Td ta="end">
                  {session.here ? (
                    <Text span size="sm" c="dimmed">
                      {t("account.here")}
                    </Text>
                  ) : (
                    <Button size="xs" variant="default" onClick={() => void end(session.id)}>
                      {t("account.end")}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Part>
  );
}
