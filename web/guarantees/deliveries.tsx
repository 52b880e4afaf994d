import { Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { useBoth } from "../acting/both.ts";
import { may, mayOn } from "../app/may-on.ts";
import { EvidenceFile } from "../incident/evidence-file.tsx";
import { Backing } from "./backing.tsx";
import { Confirming } from "./lazy-acts.tsx";
import { proofsAt, useProofs } from "./use-proofs.ts";

type Commitment = GuaranteesShown["real"]["commitments"][number];
type Delivery = Commitment["deliveries"][number];

interface DeliveriesProps {
  readonly commitment: Commitment;
  readonly side: GuaranteesShown["real"];
  readonly state: GuaranteesShown;
  readonly mission: Mission;
}

/** What was delivered, each with how far it has come: said, with a proof that waits, or confirmed by the mission. */
export function Deliveries({ commitment, side, state, mission }: DeliveriesProps) {
  const { t } = useTranslation();
  const both = useBoth(mission);
  const verifies = mayOn(side, mission, "decision.verify");
  if (commitment.deliveries.length === 0) return null;
  return (
    <ul className="deliveries">
      {commitment.deliveries.map((d) => {
        const index = d.entry === null ? undefined : state.places[d.entry];
        return (
          <li key={d.entry ?? `${d.what} ${d.when}`} data-standing={d.standing}>
            <Text size="sm" dir="auto">
              {d.what}
            </Text>
            <Text size="sm" c="dimmed">
              {t(`acting.share.${d.share}`)}
              {d.when === null ? "" : ` · ${typeof d.when === "number" ? both(d.when) : d.when}`}
            </Text>
            <Box className="delivery-standing">
              <Text size="sm" fw={600}>
                {t(`delivery.${d.standing}`)}
              </Text>
              <Backing backed={d.backed} />
            </Box>
            {d.evidence.length > 0 && <ProofFiles delivery={d} commitment={commitment} mission={mission} />}
            {verifies && d.evidence.length > 0 && d.entry !== null && index !== undefined && (
              <Confirming mission={mission} delivery={{ index, commitment: d.entry }} what={d.what} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Files that show it: to the staff by their marking; to who handed them in, their names alone. */
function ProofFiles({
  delivery,
  commitment,
  mission,
}: Pick<DeliveriesProps, "commitment" | "mission"> & { delivery: Delivery }) {
  const { t } = useTranslation();
  const query = useProofs(mission.id, commitment.id);
  const looks = may(mission, "evidence.read");
  const shown = (query.data?.items ?? []).filter((p) => delivery.evidence.includes(p.sha256));
  const hidden = delivery.evidence.length - shown.length;
  return (
    <>
      {looks ? (
        <ul className="evidence">
          {shown.map((file) => (
            <EvidenceFile
              key={file.sha256}
              file={file}
              source={file.author}
              path={`${proofsAt(mission.id, commitment.id)}/${file.sha256}`}
            />
          ))}
        </ul>
      ) : (
        shown.map((file) => (
          <Text key={file.sha256} size="sm" className="hash" dir="ltr">
            {file.kind.toUpperCase()} · {file.sha256.slice(0, 16)} · {file.marking}
          </Text>
        ))
      )}
      {query.isSuccess && hidden > 0 && (
        <Text size="sm" c="dimmed">
          {t("delivery.hidden", { count: hidden })}
        </Text>
      )}
    </>
  );
}
