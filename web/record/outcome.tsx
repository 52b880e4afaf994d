import { Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { numbers } from "../app/numbers.ts";
import type { Verified } from "./verify.ts";

/** What a check found, in plain words; a sign beside them, never a colour alone. */
export function Outcome({ outcome }: { outcome: Verified }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  return (
    <Box className="notice" role="status" mt="sm">
      {outcome.ok ? (
        `✓ ${t("record.verified", { index: n(outcome.index), size: n(outcome.size) })}`
      ) : (
        <>
          ✗ {t("record.notVerified")}:{" "}
          <Text span size="sm" lang="en" dir="ltr">
            {outcome.why}
          </Text>
        </>
      )}
    </Box>
  );
}
