import { Code, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SignIns } from "../../src/server/client/account.ts";
import { ask } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { Moment } from "./pieces.tsx";

/** Outcomes are the server's own words; those that have none of ours stand as they are. */
const keyOf = (outcome: string): string => `account.outcome.${outcome.replaceAll(/[^a-z]+/g, "-")}`;

export function SignInsPart() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["own sign-ins"],
    queryFn: ({ signal }) => ask<SignIns>("/account/sign-ins", { limit: 50 }, signal),
    staleTime: 0,
  });
  return (
    <Part title={t("account.signIns")} lead={t("account.signInsWords")}>
      <Answered query={query}>
        {({ items }) => (
          <>
            <Table.ScrollContainer minWidth={520} className="account-table">
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("account.at")}</Table.Th>
                    <Table.Th>{t("account.way")}</Table.Th>
                    <Table.Th>{t("account.outcome")}</Table.Th>
                    <Table.Th>{t("account.place")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((item, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the list is read anew as a whole
                    <Table.Tr key={i}>
                      <Table.Td>
                        <Moment at={item.at} />
                      </Table.Td>
                      <Table.Td>{t(`account.way.${item.way}` as never, { defaultValue: item.way })}</Table.Td>
                      <Table.Td>{t(keyOf(item.outcome) as never, { defaultValue: item.outcome })}</Table.Td>
                      <Table.Td>
                        <Code dir="ltr">{item.source}</Code>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            <Text size="xs" c="dimmed">
              {t("account.placeWords")}
            </Text>
          </>
        )}
      </Answered>
    </Part>
  );
}
