import { Alert, Box, Button, FileButton, Group, Text } from "@mantine/core";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChosenFile } from "./use-import.ts";

/** As the server takes it (src/server/import-reading.ts). */
const MOST_MB = 20;

interface ChooseProps {
  readonly mission: string;
  readonly file: ChosenFile | null;
  readonly onChoose: (file: ChosenFile) => void;
}

/** Where a file is chosen or dropped. */
export function ChooseFile({ mission, file, onChoose }: ChooseProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const [large, setLarge] = useState("");
  const count = useRef(0);
  const take = async (given: File | null | undefined) => {
    if (!given) return;
    const megabytes = given.size / 1_048_576;
    setLarge(megabytes > MOST_MB ? megabytes.toFixed(1) : "");
    if (megabytes > MOST_MB) return;
    onChoose({ name: given.name, bytes: new Uint8Array(await given.arrayBuffer()), number: ++count.current });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <Box
      className="import-drop"
      data-over={over || undefined}
      data-file={file !== null || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group gap="md" justify={file ? "space-between" : "center"}>
        {file && (
          <Text fw={600} dir="auto" style={{ overflowWrap: "anywhere" }}>
            {file.name}
          </Text>
        )}
        <FileButton onChange={(given) => void take(given)}>
          {(props) => (
            <Button {...props} variant={file ? "default" : "filled"}>
              {t(file ? "import.another" : "import.choose")}
            </Button>
          )}
        </FileButton>
        {!file && <Text size="sm">{t("import.drop", { mb: MOST_MB })}</Text>}
      </Group>
      {large !== "" && (
        <Alert color="gray" variant="outline" role="alert" mt="sm">
          {t("import.tooLarge", { mb: large, mission })}
        </Alert>
      )}
    </Box>
  );
}
