import { Alert, Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Administration, MembershipChange } from "../../src/server/client/administration.ts";
import { Refused } from "../api/client.ts";
import { useAgreement } from "../situation/use-situation.ts";
import { useMembershipChange } from "./use-administration.ts";

type Member = Administration["members"][number];
const OUT = "none";
const MARKINGS = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"] as const;

interface MembershipFormProps {
  readonly administration: Administration;
  /** Null: somebody who has no part yet. */
  readonly member: Member | null;
  readonly onDone: () => void;
}

/** Gives a part in the mission, another one, or none: never without the reason. */
export function MembershipForm({ administration, member, onDone }: MembershipFormProps) {
  const { t } = useTranslation();
  const { mission, roles } = administration;
  const [login, setLogin] = useState(member?.login ?? "");
  const [role, setRole] = useState<string>(member?.role ?? "observer");
  const [party, setParty] = useState<string | null>(member?.party ?? null);
  const [guarantor, setGuarantor] = useState<string | null>(member?.guarantor ?? null);
  const { names = {} } = useAgreement(mission.id).data ?? {};
  const [upTo, setUpTo] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const change = useMembershipChange(mission.id);
  const ceiling = roles.find((r) => r.role === role)?.upTo;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      {
        login,
        role: role === OUT ? null : (role as MembershipChange["role"]),
        party: role === "party-liaison" ? (party as MembershipChange["party"] & string) : null,
        guarantor: role === "guarantor" ? guarantor : null,
        upTo: role === OUT ? null : (upTo as (typeof MARKINGS)[number] | null),
        reason,
      },
      {
        onSuccess: () => {
          notifications.show({ message: t("admin.saved") });
          onDone();
        },
      },
    );
  };
  const refused = change.error instanceof Refused ? change.error : null;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={460}>
        {member === null && (
          <TextInput
            label={t("signIn.login")}
            description={t("admin.addWords")}
            required
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
        )}
        <Select
          label={t("admin.role")}
          data={[
            ...roles
              .filter((r) => r.role !== "public")
              .map((r) => ({ value: r.role, label: t(`roleName.${r.role}` as never) as string })),
            ...(member ? [{ value: OUT, label: t("admin.takeOut") }] : []),
          ]}
          value={role}
          allowDeselect={false}
          onChange={(value) => value !== null && setRole(value)}
        />
        {role === "party-liaison" && (
          <Select
            label={t("admin.party")}
            data={(["party-a", "party-b"] as const).map((value) => ({ value, label: t(`admin.${value}`) }))}
            value={party}
            onChange={setParty}
          />
        )}
        {role === "guarantor" && (
          <Select
            label={t("admin.guarantor")}
            description={t("admin.guarantorWords")}
            data={Object.entries(names).map(([value, name]) => ({ value, label: name }))}
            value={guarantor}
            searchable
            clearable
            onChange={setGuarantor}
          />
        )}
        {role !== OUT && (
          <Select
            label={t("admin.reads")}
            placeholder={`${t("admin.asRole")}: ${ceiling ?? ""}`}
            data={MARKINGS.slice(0, Math.max(0, MARKINGS.indexOf(ceiling as (typeof MARKINGS)[number])))}
            value={upTo}
            clearable
            onChange={setUpTo}
          />
        )}
        <Textarea
          label={t("decision.reason")}
          description={t("admin.reasonHint")}
          required
          maxLength={300}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {change.isError && (
          <Alert color="gray" variant="outline" role="alert" title={t("admin.refused")}>
            {refused && refused.status !== 0 ? (
              <span lang="en" dir="auto">
                {refused.detail}
              </span>
            ) : (
              t("failure.network")
            )}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={change.isPending} disabled={reason.trim() === "" || login.trim() === ""}>
            {t("admin.save")}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t("decision.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
