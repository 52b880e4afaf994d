import { columnsOf } from "../assessment/columns.ts";
import { readingsOf } from "../assessment/evaluate.ts";
import { canonical } from "../canonical.ts";
import { checkNext } from "../comparison/check-next.ts";
import type { PeriodKind } from "../comparison/periods.ts";
import { replay as run } from "../comparison/replay.ts";
import { catalogue, problem } from "../problems.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { decidedFor, HISTORY_FLAGS, historyOf, refused, strictlyRefused, toRun } from "./history.ts";
import { figureFrom, seriesOf } from "./record-figure.ts";
import { result } from "./talk.ts";

const USAGE =
  "npx trucekeeper replay AGREEMENT[#READING] (FILE... | --mission M [--as-of CHECKPOINT] [--data DIR]) [--from T] [--until T] [--by day|week | --figure SERIES] [--zone ZONE] [--as FORMAT] [--strict]";

/**
 * `replay`: an agreement over a stretch of history as a series, day by day or week by week, for each of its readings; or
 * one figure with every incident that it rests on, for `gap`.
 */
export async function replay(args: readonly string[]): Promise<number> {
  const { positionals, text, on } = readArguments(args, { ...HISTORY_FLAGS, by: "text", figure: "text" }, USAGE);
  const [agreement, ...paths] = positionals;
  if (agreement === undefined) wrongUsage("no agreement file named", USAGE);
  const by = text.by ?? "day";
  if (by !== "day" && by !== "week") wrongUsage(`--by ${by}: expected day or week`, USAGE);
  if (text.by !== undefined && text.figure !== undefined)
    wrongUsage("--by is of the series; a figure is one number", USAGE);
  const figure = text.figure === undefined ? null : seriesOf(text.figure, USAGE);
  const { compiled, reading } = toRun(agreement);
  const readings = readingsOf(compiled, reading === undefined ? undefined : [reading]);
  const history = await historyOf(agreement, paths, text, USAGE);
  if ("problems" in history) return refused(history.problems);
  const { findings } = history.derived;
  if (strictlyRefused(history.derived, on)) return 1;
  if (figure) {
    const says =
      text.mission === undefined ? `record of ${findings.vintage}` : `mission ${text.mission}, ${findings.vintage}`;
    const whole = figureFrom(history.derived, { compiled, reading }, figure, { says, record: null, usage: USAGE });
    await result(canonical({ figure: whole, marking: findings.marking }));
    return 0;
  }
  const options = decidedFor(history.derived, compiled);
  const columns = columnsOf(findings.incidents);
  const series = (kind: PeriodKind) =>
    readings.map((r) => {
      try {
        return run({
          columns,
          side: { compiled, reading: r },
          options,
          by: kind,
          clock: compiled.missionZone,
          period: findings.period,
        });
      } catch (error) {
        if (!(error instanceof RangeError) || !error.message.startsWith("more than")) throw error;
        throw problem(catalogue.usage, {
          why: `${error.message} would be listed; name a shorter stretch with --from and --until`,
        });
      }
    });
  const { agreement: terms } = compiled;
  await result(
    canonical({
      agreement: { id: terms.id, title: terms.title, status: terms.status, demonstration: terms.demonstration },
      period: findings.period,
      vintage: findings.vintage,
      marking: findings.marking,
      coverage: { known: findings.coverage.known, statement: findings.coverage.statement },
      files: findings.files.map(({ file, sha256 }) => ({ file, sha256 })),
      readings: series(by),
      checkNext: checkNext(findings.incidents, compiled, {
        ...options,
        readings: readings.map((r) => r.reading.id),
      }),
    }),
  );
  return 0;
}
