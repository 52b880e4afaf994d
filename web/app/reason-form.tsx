import { Alert, Button, Group, type MantineSize, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { refusalWords } from "../api/client.ts";

interface ReasonFormProps {
  /** What comes of it, said first. */
  readonly words?: string;
  readonly label: string;
  readonly hint?: string;
  readonly minRows?: number;
  readonly maxLength: number;
  readonly button: string;
  readonly size?: MantineSize | "compact-sm";
  readonly gap?: "xs" | "sm";
  /** What else is asked for, above the reason. */
  readonly fields?: ReactNode;
  readonly onCancel?: () => void;
  /** What is done with the reason; where it throws, the form says why and stays. */
  readonly onReason: (reason: string) => Promise<void>;
}

/** A reason and a button: nothing that enters the record goes without one. */
export function ReasonForm({
  words,
  label,
  hint,
  minRows,
  maxLength,
  button,
  size,
  gap = "xs",
  fields,
  onCancel,
  onReason,
}: ReasonFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused("");
    try {
      await onReason(reason);
    } catch (error) {
      setRefused(refusalWords(error, t("failure.network")));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap={gap}>
        {words !== undefined && <Text size="sm">{words}</Text>}
        {fields}
        <Textarea
          label={label}
          description={hint}
          required
          autosize
          {...(minRows !== undefined && { minRows })}
          maxLength={maxLength}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {refused !== "" && (
          <Alert color="gray" variant="outline" role="alert">
            {refused}
          </Alert>
        )}
        <Group>
          <Button type="submit" {...(size && { size })} loading={busy} disabled={reason.trim() === ""}>
            {button}
          </Button>
          {onCancel && (
            <Button variant="default" {...(size && { size })} onClick={onCancel}>
              {t("decision.cancel")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
