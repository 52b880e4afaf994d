import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import type { UncertainTime } from "../../src/time/interval.ts";
import { Part } from "../app/page.tsx";
import { FillingContext, Typed } from "./fields.tsx";
import type { What } from "./read-cells.ts";

/** The zone that this device's clock shows. */
export const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "2025-04-18T18:13" as a clock of a zone shows it now. */
const nowIn = (zone: string): string =>
  new Date()
    .toLocaleString("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" })
    .replace(" ", "T")
    .slice(0, 16);

const utc = (at: number): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");

interface WhenProps {
  readonly what: What;
  readonly zone: string;
  readonly time: UncertainTime | null;
}

/** When it was: always on a clock that is named, and said back in UTC. */
export function WhenPart({ what, zone, time }: WhenProps) {
  const { t } = useTranslation();
  const { cells, set } = useContext(FillingContext);
  const [from, until] = what === "observation" ? ["time_from", "time_until"] : ["from", "until"];
  const chosen = cells["zone"] || zone;
  const zones = [...new Set([zone, OWN_ZONE, "UTC"])];
  const name = (z: string): string =>
    z === zone
      ? t("report.zoneMission", { zone: z })
      : z === "UTC"
        ? t("report.zoneUtc")
        : t("report.zoneOwn", { zone: z });
  return (
    <Part title={t("report.when")}>
      <div className="report-grid">
        <Typed field={from as string} type="datetime-local" required />
        <Typed
          field={until as string}
          type="datetime-local"
          {...(what === "observation" ? { description: t("report.untilHint") } : { required: true })}
        />
        <NativeSelect
          label={t("report.zone")}
          value={chosen}
          data={zones.map((z) => ({ value: z, label: name(z) }))}
          onChange={(event) => set({ zone: event.currentTarget.value })}
        />
      </div>
      <Group gap="sm" mt="xs">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => set({ [from as string]: nowIn(chosen), zone: chosen })}
        >
          {t("report.now")}
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {time &&
            t("report.timeRead", {
              utc: time.until - time.from > 60_000 ? `${utc(time.from)} – ${utc(time.until)}` : utc(time.from),
            })}
        </Text>
      </Group>
    </Part>
  );
}
