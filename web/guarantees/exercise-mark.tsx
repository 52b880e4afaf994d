import { Box } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** The word EXERCISE in a hatched band: said in words and by form, never by colour alone. */
export function ExerciseMark() {
  const { t } = useTranslation();
  return (
    <Box className="drill-mark">
      <span>{t("guarantees.exercise")}</span>
    </Box>
  );
}
