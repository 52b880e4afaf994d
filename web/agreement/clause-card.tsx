import { Badge, Box, Button, Group, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer, Mission, Situation } from "../../src/server/client/answers.ts";
import { numbers } from "../app/numbers.ts";

type Clause = AgreementAnswer["clauses"][number];

interface ClauseCardProps {
  readonly clause: Clause;
  readonly agreement: AgreementAnswer;
  readonly mission: Mission;
  readonly situation: Situation | null;
  readonly shown: boolean;
  readonly onShow: () => void;
}

/** One clause: its words, what the data say, who holds what, what the record makes of it, and where it applies. */
export function ClauseCard({ clause, agreement, mission, situation, shown, onShow }: ClauseCardProps) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const rows = situation?.clauses.filter((r) => r.clause === clause.id) ?? [];
  const words = Object.entries(clause.text);
  const own = clause.says[i18n.language];
  const data = own ?? clause.says["en"];
  const names = new Map(
    [...agreement.zones.features, ...agreement.lines.features].map((f) => [f.properties.id, f.properties.name]),
  );
  const places = [...clause.zones, ...clause.lines].filter((id) => names.has(id));
  return (
    <Box component="article" className="clause-card" id={`clause-${clause.id}`} data-shown={shown || undefined}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Box style={{ minWidth: 0 }}>
          <Text size="xs" c="dimmed" dir="auto">
            {clause.reference}
          </Text>
          <Title order={4} size="h5" dir="auto">
            {clause.title}
          </Title>
        </Box>
        <Badge variant="outline" color="gray" className="unaltered" style={{ flexShrink: 0 }}>
          {t(`standing.${clause.standing}` as never, { defaultValue: clause.standing })}
        </Badge>
      </Group>
      <Box {...(words.length > 0 ? { className: "clause-pair" } : { mt: 10 })}>
        {words.length > 0 && (
          <Box>
            <Text className="clause-label">{t("agreement.words")}</Text>
            {words.map(([language, said]) => (
              <Text key={language} lang={language} dir="auto" size="sm" mb={4}>
                {said}{" "}
                <Text span size="xs" c="dimmed">
                  {language}
                  {clause.authentic.includes(language) ? ` · ${t("agreement.authentic")}` : ""}
                </Text>
              </Text>
            ))}
          </Box>
        )}
        <Box>
          <Text className="clause-label">{t("agreement.says")}</Text>
          <Text size="sm" lang={own ? i18n.language : "en"} dir="auto">
            {data}
          </Text>
        </Box>
      </Box>
      {/* Where the data is said back with its positions they are not said twice. */}
      {clause.positions
        .filter((p) => !data?.includes(p.says))
        .map((p) => (
          <Text key={`${p.party} ${p.says}`} size="sm" mt={6} dir="auto">
            {t("agreement.position", { party: agreement.names[p.party] ?? p.party, says: p.says })}
          </Text>
        ))}
      {(rows.length > 0 || places.length > 0) && (
        <Box className="clause-figures">
          {rows.map((r) => (
            <Link
              key={r.reading}
              to="/$mission"
              params={{ mission: mission.id }}
              search={{ clause: [clause.id], reading: r.reading, result: ["contrary", "indeterminate"] }}
            >
              {t("agreement.results", { least: n(r.atLeast), most: n(r.atMost), reading: r.reading })}
            </Link>
          ))}
          {places.length > 0 && (
            <Button variant="default" size="compact-xs" aria-pressed={shown} onClick={onShow}>
              {t("agreement.onMap")}
            </Button>
          )}
        </Box>
      )}
      <ClauseSources of={clause.sources} agreement={agreement} />
    </Box>
  );
}

function ClauseSources({ of, agreement }: { of: readonly string[]; agreement: AgreementAnswer }) {
  const { t } = useTranslation();
  const found = of.flatMap((id) => agreement.sources.find((s) => s.id === id) ?? []);
  if (found.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" mt={10} dir="auto">
      {t("agreement.sources")}
      {found.map((s) => {
        const chain = [...s.via, s.publisher].join(" → ");
        return ` ${chain}: ${s.title}, ${s.date}${s.unseen ? ` (${t("agreement.unseen")})` : ""}.`;
      })}
    </Text>
  );
}
