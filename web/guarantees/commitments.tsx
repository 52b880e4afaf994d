import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Permission } from "../../src/server/client/decisions.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { mayOn } from "../app/may-on.ts";
import { Backing } from "./backing.tsx";
import { Card } from "./card.tsx";
import { Deliveries } from "./deliveries.tsx";
import { Delivering, Undo } from "./lazy-acts.tsx";
import { type Names, who } from "./names.ts";

interface CommitmentsProps {
  readonly side: GuaranteesShown["real"];
  readonly state: GuaranteesShown;
  readonly mission: Mission;
  readonly names: Names;
}

/** Who promised what, in which words, and what has come of it. */
export function Commitments({ side, state, mission, names }: CommitmentsProps) {
  const { t } = useTranslation();
  if (side.commitments.length === 0) return <Text size="sm">{t("guarantees.noCommitment")}</Text>;
  return (
    <SimpleGrid cols={{ base: 1, md: 2, lg: 3 }} style={{ alignItems: "start" }}>
      {side.commitments.map((c) => (
        <Card key={c.id} title={c.asWorded} aside={<Backing backed={c.backed} />} exercise={side.exercise}>
          <Text size="sm">{who(names, c.guarantors)}</Text>
          <Text size="sm" c="dimmed">
            {c.kinds.map((k) => t(`kind.${k}` as never)).join(" · ")}
          </Text>
          <Text size="sm" mt={4} fw={600}>
            {t(`commitment.${c.state}`)}
          </Text>
          <Text size="sm">
            {t("guarantees.trigger", { trigger: t(`trigger.${c.trigger.on}` as never) })}
            {c.activation === null ? "" : ` · ${c.activation}`}
          </Text>
          <Text size="sm">{t("guarantees.binding", { binding: t(`binding.${c.binding}` as never) })}</Text>
          {c.void !== null && (
            <Text size="sm" dir="auto">
              {c.void}
            </Text>
          )}
          <Deliveries commitment={c} side={side} state={state} mission={mission} />
          <Entered commitment={c} side={side} state={state} mission={mission} />
        </Card>
      ))}
    </SimpleGrid>
  );
}

type Commitment = GuaranteesShown["real"]["commitments"][number];
type Act = Commitment["history"][number]["act"];

/** Taking back takes the permission of making it: a delivery is its guarantor's, a finding a verifier's. */
const TAKES: Readonly<Partial<Record<Act, Permission>>> = {
  deliver: "commitment.deliver",
  proof: "commitment.deliver",
  confirm: "decision.verify",
};

/** The ways back from what the reader may enter, and the way to enter more. */
function Entered({ commitment, side, state, mission }: Omit<CommitmentsProps, "names"> & { commitment: Commitment }) {
  const own = state.mine.includes(commitment.id);
  const delivers = own && mayOn(side, mission, "commitment.deliver");
  const back = commitment.history.flatMap(({ act, entry }) => {
    const index = state.places[entry];
    const permission = TAKES[act] ?? "response.step";
    const mine = mayOn(side, mission, permission) && (own || permission !== "commitment.deliver");
    return index !== undefined && mine ? [{ index, commitment: entry }] : [];
  });
  if (!delivers && back.length === 0) return null;
  return (
    <Stack gap="xs" mt="xs" align="flex-start">
      {back.map((entry) => (
        <Undo key={entry.commitment} mission={mission.id} entry={entry} />
      ))}
      {delivers && commitment.ended === null && <Delivering commitment={commitment} mission={mission} />}
    </Stack>
  );
}
