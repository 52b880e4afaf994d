import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import { EvidenceFile } from "./evidence-file.tsx";

interface EvidenceProps {
  readonly mission: Mission;
  readonly incident: Incident;
}

/** What came with the reports: seen blurred, shown on asking, the original only with a reason. */
export function Evidence({ mission, incident }: EvidenceProps) {
  const { t } = useTranslation();
  const sources = new Map(incident.members.map((m) => [m.id, String(m.content["source"] ?? "")]));
  return (
    <>
      <Text size="sm" mb="xs">
        {t("evidence.words")}
      </Text>
      <ul className="evidence">
        {incident.evidence.map((file) => (
          <EvidenceFile
            key={`${file.sha256} ${file.observation}`}
            file={file}
            source={sources.get(file.observation) ?? ""}
            path={`/missions/${encodeURIComponent(mission.id)}/incidents/${encodeURIComponent(incident.id)}/evidence/${file.sha256}`}
          />
        ))}
      </ul>
    </>
  );
}
