import { Box, Button, Modal, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Administration } from "../../src/server/client/administration.ts";
import type { Mission } from "../../src/server/client/answers.ts";
import { Page, Part } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { sayTime } from "../app/times.ts";
import { useAgreement, useMission } from "../situation/use-situation.ts";
import { MembershipForm } from "./membership-form.tsx";
import { Rules } from "./rules.tsx";
import { useAdministration } from "./use-administration.ts";

type Member = Administration["members"][number];

/** Members and roles of one mission, the rules by which it is read, and the key of its log. */
export default function AdministrationScreen() {
  const { mission } = useParams({ strict: false }) as { mission: string };
  const { t } = useTranslation();
  const known = useMission(mission);
  const query = useAdministration(mission);
  return (
    <Page title={t("nav.administration")} lead={t("admin.lead")}>
      <Answered query={known}>
        {(m) => <Answered query={query}>{(a) => <Known mission={m} administration={a} />}</Answered>}
      </Answered>
    </Page>
  );
}

function Known({ mission, administration }: { mission: Mission; administration: Administration }) {
  const { t, i18n } = useTranslation();
  const [changing, setChanging] = useState<Member | "new" | null>(null);
  const { members, changes } = administration;
  const when = (at: number): string => sayTime(at, mission.offsets, i18n.language).mission;
  const { names = {} } = useAgreement(mission.id).data ?? {};
  const nameOf = new Map(members.map((m) => [m.person, m.name]));
  return (
    <>
      <Part
        title={t("admin.members")}
        aside={
          <Button size="xs" onClick={() => setChanging("new")}>
            {t("admin.add")}
          </Button>
        }
      >
        <table className="data stack">
          <thead>
            <tr>
              <th scope="col">{t("admin.name")}</th>
              <th scope="col">{t("admin.role")}</th>
              <th scope="col">{t("admin.reads")}</th>
              <th scope="col">{t("admin.pseudonym")}</th>
              <th scope="col">
                <span className="quiet">{t("admin.change")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map((m) => (
              <tr key={m.person}>
                <th scope="row">
                  <span dir="auto">{m.name}</span>
                  <Text size="xs" c="dimmed" fw={400} dir="auto">
                    {m.login}
                    {m.disabled ? ` · ${t("admin.disabled")}` : ""}
                  </Text>
                </th>
                <td data-label={t("admin.role")}>
                  {t(`roleName.${m.role}` as never)}
                  {m.party === null ? "" : ` · ${t(`admin.${m.party}`)}`}
                  {m.guarantor === null ? "" : ` · ${names[m.guarantor] ?? m.guarantor}`}
                  {m.role === "guarantor" && m.guarantor === null ? ` · ${t("admin.noGuarantor")}` : ""}
                </td>
                <td data-label={t("admin.reads")}>
                  <span dir="ltr">{m.upTo}</span>
                </td>
                <td data-label={t("admin.pseudonym")}>
                  <span className="hash">
                    <span dir="ltr">{m.person}</span>
                  </span>
                </td>
                <td>
                  {m.self ? (
                    <span className="quiet">{t("admin.you")}</span>
                  ) : (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t("admin.changeOf", { name: m.name })}
                      onClick={() => setChanging(m)}
                    >
                      {t("admin.change")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <Part title={t("admin.changes")}>
        {changes.length === 0 ? (
          <Text size="sm">{t("admin.noChanges")}</Text>
        ) : (
          <Box component="ol" m={0} p={0} style={{ listStyle: "none" }}>
            {changes.slice(0, 40).map((c) => (
              <Box component="li" key={`${c.at} ${c.person} ${c.role}`} py={6}>
                <Text size="sm">
                  <b dir="auto">{nameOf.get(c.person) ?? c.person}</b>
                  {": "}
                  {c.role === "none" ? t("admin.takenOut") : t(`roleName.${c.role}` as never, { defaultValue: c.role })}
                  {c.reason === null ? "" : ` · ${c.reason}`}
                </Text>
                <Text size="xs" c="dimmed">
                  {when(c.at)} ·{" "}
                  {c.by === null ? t("admin.onCommandLine") : t("record.by", { author: nameOf.get(c.by) ?? c.by })}
                </Text>
              </Box>
            ))}
          </Box>
        )}
      </Part>
      <Rules administration={administration} offsets={mission.offsets} />
      <MissionFacts administration={administration} when={when} />
      <Modal
        opened={changing !== null}
        onClose={() => setChanging(null)}
        title={
          changing === "new" ? t("admin.add") : changing === null ? "" : t("admin.changeOf", { name: changing.name })
        }
        closeButtonProps={{ "aria-label": t("incident.close") }}
      >
        {changing !== null && (
          <MembershipForm
            administration={administration}
            member={changing === "new" ? null : changing}
            onDone={() => setChanging(null)}
          />
        )}
      </Modal>
    </>
  );
}

function MissionFacts({ administration, when }: { administration: Administration; when: (at: number) => string }) {
  const { t } = useTranslation();
  const { mission } = administration;
  const facts: readonly (readonly [string, string])[] = [
    [t("admin.zone"), mission.zone],
    [t("admin.created"), when(mission.created)],
    [t("admin.public"), mission.public ? t("admin.yes") : t("admin.no")],
  ];
  return (
    <>
      <Part title={t("admin.mission")} lead={t("admin.vkeyWords")}>
        <table className="data">
          <tbody>
            {facts.map(([label, value]) => (
              <tr key={label}>
                <th scope="row" style={{ width: "34%" }}>
                  {label}
                </th>
                <td>{value}</td>
              </tr>
            ))}
            {(["origin", "vkey"] as const).map((key) => (
              <tr key={key}>
                <th scope="row">{t(`admin.${key}`)}</th>
                <td className="hash" dir="ltr">
                  {mission[key]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <Part title={t("admin.accounts")}>
        <a href="/app/account">{t("admin.toAccount")}</a>
      </Part>
    </>
  );
}
