import { Alert, Button, CloseButton, FileButton, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { MOST_REPORT_FILES, MOST_SEALED_BYTES } from "../../src/observation/sealed-report.ts";
import { Part } from "../app/page.tsx";

/** What is left for files beside the report's own words. */
export const MOST_FILE_BYTES = MOST_SEALED_BYTES - 65_536;
export const bytesOf = (files: readonly File[]): number => files.reduce((sum, f) => sum + f.size, 0);
const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

/** Photographs and recordings, byte for byte. */
export function FilesPart({ files, onChange }: { files: readonly File[]; onChange: (files: readonly File[]) => void }) {
  const { t } = useTranslation();
  const size = bytesOf(files);
  const most = megabytes(MOST_FILE_BYTES);
  return (
    <Part title={t("report.files")} lead={t("report.fileHint", { mb: most })}>
      <Group gap="sm">
        <FileButton multiple onChange={(added) => onChange([...files, ...added].slice(0, MOST_REPORT_FILES))}>
          {(props) => (
            <Button {...props} variant="default">
              {t("report.addFiles")}
            </Button>
          )}
        </FileButton>
        {files.map((file, i) => (
          <Group gap={4} key={`${file.name} ${file.size} ${file.lastModified}`} wrap="nowrap" className="queue-item">
            <Text size="sm" dir="auto" truncate maw={220}>
              {file.name}
            </Text>
            <Text size="xs" c="dimmed">
              {megabytes(file.size)} MB
            </Text>
            <CloseButton
              size="sm"
              aria-label={t("report.removeFile", { name: file.name })}
              onClick={() => onChange(files.filter((_, n) => n !== i))}
            />
          </Group>
        ))}
      </Group>
      {size > MOST_FILE_BYTES && (
        <Alert color="gray" variant="outline" mt="sm" role="alert">
          {t("report.tooLarge", { mb: megabytes(size), most })}
        </Alert>
      )}
    </Part>
  );
}
