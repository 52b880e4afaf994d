import { Table, TextInput, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Histogram } from "../../src/server/client/answers.ts";
import { clockOf, instantOf, type Offsets, saySpan } from "../app/times.ts";
import { RESULTS } from "../map/palette.ts";
import type { Stretch } from "./timeline-scale.ts";

interface ByKeysProps {
  readonly bars: Histogram["bars"];
  readonly chosen: Stretch | null;
  readonly offsets: Offsets;
  readonly onChoose: (stretch: Stretch | null) => void;
}

/** The timeline without a pointer: both ends as mission times, and the bars as a table. */
export function StretchByKeys({ bars, chosen, offsets, onChoose }: ByKeysProps) {
  const { t, i18n } = useTranslation();
  const whole = { from: bars[0]?.from ?? 0, until: bars.at(-1)?.until ?? 0 };
  const { from, until } = chosen ?? whole;
  const set = (change: Partial<Stretch>) => {
    const next = { from, until, ...change };
    if (next.from < next.until) onChoose(next);
  };
  const used = RESULTS.filter((r) => bars.some((b) => (b.results[r] ?? 0) > 0));
  return (
    <div className="timeline-table">
      <div className="filters">
        {(["from", "until"] as const).map((end) => (
          <TextInput
            key={`${end} ${end === "from" ? from : until}`}
            type="datetime-local"
            size="xs"
            label={`${t(`timeline.${end}`)} (${t("timeline.missionTime")})`}
            defaultValue={clockOf(end === "from" ? from : until, offsets)}
            onBlur={(event) => {
              const at = instantOf(event.currentTarget.value, offsets);
              if (at !== undefined && at !== (end === "from" ? from : until)) set({ [end]: at });
            }}
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          />
        ))}
      </div>
      <div style={{ maxHeight: 160, overflow: "auto" }} tabIndex={0} role="group" aria-label={t("timeline.table")}>
        <Table verticalSpacing={2}>
          <caption>
            <VisuallyHidden>{t("timeline.table")}</VisuallyHidden>
          </caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("incident.when")}</Table.Th>
              {used.map((r) => (
                <Table.Th key={r} ta="end">
                  {t(`result.${r}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bars.map((bar) => (
              <Table.Tr key={bar.from}>
                <Table.Th fw={400}>{saySpan({ from: bar.from, until: bar.from }, offsets, i18n.language)}</Table.Th>
                {used.map((r) => (
                  <Table.Td key={r} ta="end">
                    {bar.results[r] ?? 0}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}
