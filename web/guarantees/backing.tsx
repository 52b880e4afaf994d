import { Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";

type Backed = GuaranteeState["texts"][number]["backed"];

/** How firm a value is and whose voice it is in; opens its chain of sources. */
export function Backing({ backed }: { backed: Backed }) {
  const { t } = useTranslation();
  const firm = backed.modality === undefined ? null : t(`modality.${backed.modality}` as never);
  const label = firm ?? t("guarantees.sources", { count: backed.links.length });
  return (
    <Popover width={340} withArrow shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className="backing" aria-label={t("guarantees.open", { what: label })}>
          {label}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6}>
          {backed.words !== undefined && (
            <Text size="sm" fs="italic" dir="auto">
              “{backed.words}”
            </Text>
          )}
          {backed.voice !== undefined && <Text size="sm">{t(`voice.${backed.voice}` as never)}</Text>}
          {backed.links.length === 0 && <Text size="sm">{t("guarantees.noSource")}</Text>}
          {backed.links.map((link) =>
            link.kind === "source" ? (
              <Text key={link.id} size="sm" dir="auto">
                {[link.speaker, ...link.via, link.publisher].filter(Boolean).join(" → ")}: {link.title}, {link.date}
                {link.unseen ? ` (${t("agreement.unseen")})` : ""}
              </Text>
            ) : (
              <Text key={link.id} size="sm" dir="auto">
                {t("guarantees.entry", { id: link.id.slice(0, 12) })} {[...link.chain].join(" → ")} {link.reason}
              </Text>
            ),
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
