import "./import.css";
import { Alert, Button, Group, Loader, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { ImportTaken } from "../../src/server/client/imports.ts";
import { may } from "../app/may-on.ts";
import { Page } from "../app/page.tsx";
import { Answered } from "../app/screen-state.tsx";
import { useMission } from "../situation/use-situation.ts";
import { ChooseFile } from "./choose-file.tsx";
import { EnterPart, Taken } from "./enter.tsx";
import { HowReadPart, MappingPart } from "./how-read.tsx";
import { KeptPart, Reckoning, RefusedPart } from "./reckoning.tsx";
import { type ChosenFile, type HowRead, usePreview } from "./use-import.ts";

/** A file into the record: first what would become of every row, then the reason, then the entry and the way back. */
export default function ImportScreen() {
  const { mission } = useParams({ from: "/$mission/import" });
  return <Answered query={useMission(mission)}>{(known) => <Known mission={known} />}</Answered>;
}

function Known({ mission }: { mission: Mission }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [how, setHow] = useState<HowRead>({ mapping: {} });
  const [taken, setTaken] = useState<ImportTaken | null>(null);
  const preview = usePreview(mission.id, file, how);
  const shown = file ? preview.data : undefined;
  if (!may(mission, "import.write"))
    return (
      <Page title={t("import.title")} lead={t("import.lead")}>
        <Alert color="gray" variant="outline" role="alert">
          <Text mb="sm">{t("import.notYours")}</Text>
          <Button component={Link} to="/sign-in" search={{ back: `/${mission.id}/import` } as never} variant="default">
            {t("app.signIn")}
          </Button>
        </Alert>
      </Page>
    );
  return (
    <Page title={t("import.title")} lead={t("import.lead")}>
      <ChooseFile
        mission={mission.id}
        file={file}
        onChoose={(chosen) => {
          setFile(chosen);
          setHow({ mapping: {} });
          setTaken(null);
        }}
      />
      {file && preview.isFetching && (
        <Group gap="xs" mt="md" role="status">
          <Loader size="sm" />
          <Text size="sm">{t("import.reading")}</Text>
        </Group>
      )}
      {preview.isError && <Answered query={preview}>{() => null}</Answered>}
      {taken && (
        <div style={{ marginTop: 20 }}>
          <Taken key={taken.entry} mission={mission.id} taken={taken} />
        </div>
      )}
      {file && shown && (
        <div key={file.number}>
          <Reckoning preview={shown} />
          {!taken && (
            <>
              <HowReadPart preview={shown} how={how} zone={mission.zone} onChange={setHow} />
              <MappingPart preview={shown} how={how} zone={mission.zone} onChange={setHow} />
            </>
          )}
          <KeptPart preview={shown} offsets={mission.offsets} />
          <RefusedPart preview={shown} />
          {!taken && shown.problem === null && (
            <EnterPart
              mission={mission.id}
              file={file}
              how={how}
              onDone={(done) => {
                setTaken(done);
                window.scrollTo({ top: 0 });
                void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "import-preview" });
              }}
            />
          )}
        </div>
      )}
    </Page>
  );
}
