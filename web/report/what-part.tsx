import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { COUNT_UNITS } from "../../src/observation/count.ts";
import { COVERAGE_STATES } from "../../src/observation/coverage-window.ts";
import { ACTIVITIES, MARKINGS, MODES, OBJECT_KINDS, ROLES } from "../../src/observation/observation.ts";
import { ACTS, WEAPONS } from "../../src/observation/taxonomy.ts";
import { Part } from "../app/page.tsx";
import { Chosen, FillingContext, LongTyped, Typed } from "./fields.tsx";
import type { What } from "./read-cells.ts";

const WEAPON_CLASSES = Object.keys(WEAPONS);
const KINDS = ["patrol", "station", "uav", "camera", "sensor"] as const;

/** What was perceived, in the field's own words; or who watched, and how well. */
export function WhatPart({ what }: { what: What }) {
  const { t } = useTranslation();
  const { cells } = useContext(FillingContext);
  if (what === "nothing-perceived")
    return (
      <Part title={t("report.what")}>
        <div className="report-grid">
          <Typed field="station" required />
          <Chosen field="kind" values={KINDS} words="watchKind." />
          <Chosen field="state" values={COVERAGE_STATES} words="watch." />
        </div>
      </Part>
    );
  return (
    <Part title={t("report.what")}>
      <div className="report-grid">
        <Chosen field="mode" values={MODES} words="mode." empty="—" required />
        <Chosen field="act" values={ACTS} words="act." empty="—" required />
        <Chosen field="role" values={ROLES} words="sound." empty="—" required />
        <Chosen field="weapon" values={WEAPON_CLASSES} words="weapon." empty={t("report.notKnown")} />
        <Typed field="count" description={t("report.countHint")} autoComplete="off" />
        <Chosen field="count_unit" values={COUNT_UNITS} words="unit." description=" " />
        <Chosen field="activity" values={ACTIVITIES} words="activity." />
        <Chosen field="object_kind" values={OBJECT_KINDS} words="object." empty={t("report.none")} />
        {cells["object_kind"] && <Typed field="object_name" />}
        <Typed field="killed" autoComplete="off" />
        <Typed field="injured" autoComplete="off" />
        <Chosen field="marking" values={MARKINGS} words="tlp." />
      </div>
      <div style={{ marginTop: 12 }}>
        <LongTyped field="note" description={t("report.noteHint")} />
      </div>
    </Part>
  );
}
