import type { CompiledAgreement } from "../agreement/compile.ts";
import { readingsOf } from "../assessment/evaluate.ts";
import type { Figure } from "../comparison/figure.ts";
import { figureOf, type Series } from "../comparison/figure-of.ts";
import type { Derived } from "../mission/derive.ts";
import { noAgreement } from "../mission/no-agreement.ts";
import { compiledOf } from "../mission/record.ts";
import { HEARD_UNITS } from "../observation/count.ts";
import { deriveMission, missionSources } from "../store/mission-state.ts";
import { findZone } from "../time/zone.ts";
import { millis } from "../units.ts";
import { wrongUsage } from "./arguments.ts";
import { periodOf } from "./derive-files.ts";
import { decidedFor } from "./history.ts";
import { sizeAsOf, withMission } from "./stored-mission.ts";

/** The figure that a caller names: incidents, heard:UNIT, fused:UNIT, contrary:CLAUSE, breaches:CLAUSE. @throws Problem (exit 2) */
export function seriesOf(text: string, usage: string): Series {
  const at = text.indexOf(":");
  const [of, rest] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
  if (of === "incidents" && at < 0) return { of };
  const unit = HEARD_UNITS.find((u) => u === rest);
  if ((of === "heard" || of === "fused") && unit) return { of, unit };
  if ((of === "contrary" || of === "breaches") && rest !== "") return { of, clause: rest };
  return wrongUsage(
    `figure ${text}: expected incidents, heard:UNIT, fused:UNIT, contrary:CLAUSE or breaches:CLAUSE (units: ${HEARD_UNITS.join(", ")})`,
    usage,
  );
}

/** A figure of what was derived, under the reading named, or the only one. @throws Problem (exit 2) */
export function figureFrom(
  derived: Derived,
  { compiled, reading }: { readonly compiled: CompiledAgreement; readonly reading: string | undefined },
  series: Series,
  named: { readonly says: string; readonly record: Figure["record"]; readonly usage: string },
): Figure {
  const readings = readingsOf(compiled, reading === undefined ? undefined : [reading]);
  const [first] = readings;
  const judged = "clause" in series;
  if (judged && (readings.length !== 1 || !first))
    wrongUsage(
      `a figure is of one reading, this agreement has ${readings.map((r) => r.reading.id).join(", ") || "none"}; choose one`,
      named.usage,
    );
  if (judged && !compiled.clauses.some((c) => c.clause.id === series.clause))
    wrongUsage(
      `no clause "${series.clause}" that is assessed; there is ${compiled.clauses.map((c) => c.clause.id).join(", ") || "none"}`,
      named.usage,
    );
  const { findings } = derived;
  const watched = findings.coverage.windows.filter((w) => w.state === "watching" || w.state === "degraded");
  return figureOf({
    incidents: findings.incidents,
    series,
    side: { compiled, reading: first ?? NO_READING },
    options: decidedFor(derived, compiled),
    says: named.says,
    period: findings.period,
    watched: watched.length === 0 ? null : watched.map(({ from, until }) => ({ from, until })),
    record: named.record,
  });
}

/** What stands for a reading where an agreement has none; figures that judge nothing do not ask it. */
const NO_READING = {
  reading: { id: "none", by: "nobody", from: millis(0), until: null, sources: [] },
  window: { from: millis(0), until: millis(0) },
};

/** A figure of a stored mission as known at `--as-of`. */
export const recordFigure = (
  id: string,
  series: Series,
  text: Readonly<Record<string, string | undefined>>,
  usage: string,
): Promise<Figure> =>
  withMission(text, id, async (store, mission) => {
    const clock = findZone(mission.zone);
    if (clock === null) throw new Error(`mission ${id}: zone ${mission.zone} is not in the tables`);
    const size = await sizeAsOf(store, id, text["as-of"]);
    const sources = missionSources(store, id);
    const { derived, agreement } = await deriveMission(store, mission, {
      size,
      period: periodOf(text, clock),
      sources,
      ...(text["reading"] !== undefined && { readings: [text["reading"]] }),
    });
    const compiled = agreement === null ? noAgreement(clock) : await compiledOf(agreement.body, sources);
    const reading = text["reading"] ?? agreement?.body.reading ?? undefined;
    return figureFrom(derived, { compiled, reading }, series, {
      says: `mission ${id} as known at ${size} entries`,
      record: { id, size },
      usage,
    });
  });
