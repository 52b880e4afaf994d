import { Button, Group, Switch, Text } from "@mantine/core";
import { type ReactNode, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatPosition } from "../../src/place/notation.ts";
import { Part } from "../app/page.tsx";
import { FillingContext, Typed } from "./fields.tsx";
import type { ReadReport, What } from "./read-cells.ts";

const DIRECTED = ["bearing", "bearing_halfwidth_deg", "distance_min_m", "distance_max_m"] as const;

/** Where it was: in any notation, from the device, or by a touch on the map; with a bearing it is a sector. */
export function WherePart({ what, place, map }: { what: What; place: ReadReport["place"]; map: ReactNode }) {
  const { t } = useTranslation();
  const { cells, set } = useContext(FillingContext);
  const [finding, setFinding] = useState("");
  const [directed, setDirected] = useState(DIRECTED.some((f) => cells[f]));
  const here = () => {
    setFinding(t("report.finding"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setFinding("");
        set({
          position: formatPosition(coords.longitude, coords.latitude, "decimal"),
          radius_m: String(Math.max(1, Math.ceil(coords.accuracy))),
        });
      },
      ({ message }) => setFinding(t("report.noPosition", { why: message })),
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  };
  const read = place && place.kind !== "area" && place.kind !== "unknown" ? place : null;
  return (
    <Part title={t("report.where")}>
      <Typed
        field="position"
        description={t("report.positionHint")}
        required={what !== "observation"}
        dir="ltr"
        autoComplete="off"
      />
      <Group gap="sm" mt="xs">
        {"geolocation" in navigator && (
          <Button size="compact-sm" variant="default" onClick={here}>
            {t("report.here")}
          </Button>
        )}
        <Text size="sm" c="dimmed" aria-live="polite">
          {finding ||
            (read &&
              t("report.positionRead", {
                position: `\u2066${formatPosition(read.lon, read.lat, "decimal", 5)} · ${formatPosition(read.lon, read.lat, "mgrs", 4)}\u2069`,
                radius: read.kind === "point" ? Math.round(read.radiusM) : Math.round(read.maxM),
              }))}
        </Text>
      </Group>
      <div className="report-grid" style={{ marginTop: 12 }}>
        <Typed field={what === "observation" ? "place_name" : "area_name"} />
        <Typed field="radius_m" inputMode="decimal" />
      </div>
      {map}
      {what === "observation" && (
        <>
          <Switch
            mt="md"
            label={t("report.directed")}
            checked={directed}
            onChange={(event) => {
              setDirected(event.currentTarget.checked);
              if (!event.currentTarget.checked) set(Object.fromEntries(DIRECTED.map((f) => [f, ""])));
            }}
          />
          {directed && (
            <div className="report-grid" style={{ marginTop: 8 }}>
              <Typed field="bearing" description={t("report.bearingHint")} autoComplete="off" />
              <Typed field="bearing_halfwidth_deg" inputMode="decimal" />
              <Typed field="distance_min_m" inputMode="decimal" />
              <Typed field="distance_max_m" inputMode="decimal" description={t("report.mostHint")} />
            </div>
          )}
        </>
      )}
    </Part>
  );
}
