import { Button, Checkbox, Code, Group, NumberInput, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account, NewToken } from "../../src/server/client/account.ts";
import { send } from "../api/client.ts";
import { Part } from "../app/page.tsx";
import { Fault, Moment, ShownOnce } from "./pieces.tsx";
import { useChange } from "./use-account.ts";

export function TokensPart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { change, fault, busy } = useChange();
  const [mission, setMission] = useState(account.missions[0]?.mission ?? null);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState<string | number>(90);
  const [shown, setShown] = useState<string | null>(null);
  const possible = account.missions.find((m) => m.mission === mission)?.scopes ?? [];
  const make = async (event: FormEvent) => {
    event.preventDefault();
    const body = { mission, name, scopes: scopes.filter((s) => possible.includes(s)), days: Number(days) };
    const made = await change(() => send<NewToken>("POST", "/account/tokens", body));
    if (!made) return;
    setShown(made.token);
    setName("");
    setScopes([]);
  };
  const revoke = (id: string) => change(() => send("DELETE", `/account/tokens/${id}`, undefined));
  return (
    <Part title={t("account.tokens")} lead={t("account.tokensWords")}>
      <Stack gap="md">
        <Fault fault={fault} />
        {shown !== null && <ShownOnce words={t("account.tokenOnce")} lines={[shown]} onKept={() => setShown(null)} />}
        {account.tokens.length > 0 && <TokenTable account={account} onRevoke={(id) => void revoke(id)} />}
        {account.missions.length === 0 ? (
          <Text size="sm">{t("account.noMissions")}</Text>
        ) : (
          <form onSubmit={(event) => void make(event)}>
            <Stack gap="sm" className="panel">
              <Group align="flex-end" grow preventGrowOverflow={false}>
                <Select
                  label={t("account.mission")}
                  data={account.missions.map((m) => m.mission)}
                  value={mission}
                  allowDeselect={false}
                  onChange={setMission}
                />
                <TextInput
                  label={t("account.tokenName")}
                  required
                  maxLength={80}
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value)}
                />
                <NumberInput
                  label={t("account.days")}
                  min={1}
                  max={366}
                  allowDecimal={false}
                  value={days}
                  onChange={setDays}
                />
              </Group>
              <Checkbox.Group label={t("account.scopes")} value={scopes} onChange={setScopes}>
                <Group gap="md" mt={6}>
                  {possible.map((scope) => (
                    <Checkbox key={scope} value={scope} label={<Code dir="ltr">{scope}</Code>} />
                  ))}
                </Group>
              </Checkbox.Group>
              <Button type="submit" loading={busy} disabled={scopes.length === 0} style={{ alignSelf: "flex-start" }}>
                {t("account.make")}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Part>
  );
}

function TokenTable({ account, onRevoke }: { account: Account; onRevoke: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={640} className="account-table">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("account.tokenName")}</Table.Th>
            <Table.Th>{t("account.mission")}</Table.Th>
            <Table.Th>{t("account.scopes")}</Table.Th>
            <Table.Th>{t("account.until")}</Table.Th>
            <Table.Th>{t("account.state")}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {account.tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>{token.name}</Table.Td>
              <Table.Td>{token.mission}</Table.Td>
              <Table.Td>
                <Code dir="ltr">{token.scopes.join(" ")}</Code>
              </Table.Td>
              <Table.Td>
                <Moment at={token.until} />
              </Table.Td>
              <Table.Td>{t(`account.state.${token.state}`)}</Table.Td>
              <Table.Td ta="end">
                {token.state === "works" && (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`${t("account.revoke")}: ${token.name}`}
                    onClick={() => onRevoke(token.id)}
                  >
                    {t("account.revoke")}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
