import { canonical } from "../canonical.ts";
import type { Figure } from "../comparison/figure.ts";
import { gapOf } from "../comparison/gap.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { readFigure } from "./figure-file.ts";
import { recordFigure, seriesOf } from "./record-figure.ts";
import { result } from "./talk.ts";

const USAGE =
  "npx trucekeeper gap A[#SERIES[@READING]] B[#SERIES[@READING]] [--figure SERIES] [--reading ID]   (two figures as files), or: gap --mission M --as-of CHECKPOINT [--figure SERIES] [--reading ID] [--from T] [--until T] [--data DIR]   (that figure then and now)";

/** `gap`: two figures taken apart; the parts add up from A to B exactly. Of files, out of what other commands wrote, or of a mission then and now. */
export async function gap(args: readonly string[]): Promise<number> {
  const flags = {
    mission: "text",
    data: "text",
    "as-of": "text",
    figure: "text",
    reading: "text",
    from: "text",
    until: "text",
  } as const;
  const { positionals, text } = readArguments(args, flags, USAGE);
  const [a, b, more] = positionals;
  let figures: { readonly a: Figure; readonly b: Figure };
  if (text.mission !== undefined) {
    if (a !== undefined) wrongUsage("name two files or a mission", USAGE);
    const asOf = text["as-of"];
    if (asOf === undefined) wrongUsage("--as-of: name the checkpoint that the present is compared with", USAGE);
    const series = seriesOf(text.figure ?? "incidents", USAGE);
    figures = {
      a: await recordFigure(text.mission, series, text, USAGE),
      b: await recordFigure(text.mission, series, { ...text, "as-of": undefined }, USAGE),
    };
  } else {
    if (a === undefined || b === undefined || more !== undefined) wrongUsage("name two figures", USAGE);
    for (const flag of ["as-of", "from", "until", "data"] as const)
      if (text[flag] !== undefined) wrongUsage(`--${flag} is of a stored mission: name it with --mission`, USAGE);
    figures = { a: readFigure(a, text, USAGE), b: readFigure(b, text, USAGE) };
  }
  await result(canonical(gapOf(figures)));
  return 0;
}
