import { SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { Backing } from "./backing.tsx";
import { Card } from "./card.tsx";
import { type Names, who } from "./names.ts";

/** Meetings, held or planned, and who was expected or seen there. */
export function Meetings({ state, names }: { state: GuaranteeState; names: Names }) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      {state.meetings.map((m) => (
        <Card key={m.id} title={m.title} aside={<Backing backed={m.backed} />}>
          <Text size="sm" c="dimmed" dir="auto">
            {[m.date, m.place, t(`meeting.${m.state}`)].filter(Boolean).join(" · ")}
          </Text>
          {m.subject !== undefined && (
            <Text size="sm" dir="auto">
              {m.subject}
            </Text>
          )}
          {(m.participants ?? []).length > 0 && (
            <ul>
              {(m.participants ?? []).map((p) => (
                <li key={`${p.who} ${p.of}`}>
                  <Text size="sm" dir="auto">
                    {p.who}
                    {p.of === undefined || names[p.of] === p.who ? "" : ` (${who(names, [p.of])})`} ·{" "}
                    {t(`participant.${p.state}`)}
                    {p.note === undefined ? "" : `. ${p.note}`}
                  </Text>
                </li>
              ))}
            </ul>
          )}
        </Card>
      ))}
    </SimpleGrid>
  );
}
