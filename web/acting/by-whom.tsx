import { Autocomplete } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgreementAnswer } from "../../src/server/client/answers.ts";

interface ByWhomProps {
  readonly label: string;
  readonly agreement: AgreementAnswer | undefined;
  /** Whom else the text names for it, first. */
  readonly more?: readonly string[];
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** Who did it: whom the text names is offered, another may be written. */
export function ByWhom({ label, agreement, more = [], value, onValue }: ByWhomProps) {
  const { t } = useTranslation();
  const offered = [...new Set([...more, ...Object.values(agreement?.names ?? {})])];
  return (
    <Autocomplete
      label={label}
      description={t("acting.byHint")}
      required
      maxLength={200}
      data={offered}
      limit={30}
      value={value}
      onChange={onValue}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
