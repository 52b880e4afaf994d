import type { TFunction } from "i18next";
import { numbers } from "./numbers.ts";

/** States of watching, in the order in which the strip and its table list them. */
export const COVERAGE_STATES = ["watching", "degraded", "weather", "jammed", "denied", "down"] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

const isState = (word: string): word is CoverageState => (COVERAGE_STATES as readonly string[]).includes(word);

/** The sentence as the record writes it (src/coverage/statement.ts); a test holds the two together. */
const SENTENCE = /^Watched: ([\d.]+) h by (\d+) [^;.]+(?:; not or only partly watched: (.+))?\. Outside /;

/**
 * What was watched, in the reader's language. A sentence in another form than the record's own is shown as it is, rather
 * than guessed at.
 */
export function sayCoverage(
  { known, statement }: { readonly known: boolean; readonly statement: string },
  t: TFunction,
  language: string,
): string {
  if (!known) return t(statement.includes("is shown here") ? "coverage.notShown" : "coverage.none");
  const n = numbers(language);
  const [, hours, stations, rest] = SENTENCE.exec(statement) ?? [];
  if (hours === undefined || stations === undefined) return statement;
  const parts = (rest ?? "").split(", ").flatMap((part) => {
    const [, state, own] = /^([a-z]+) ([\d.]+) h$/.exec(part) ?? [];
    return state !== undefined && isState(state)
      ? [`${t(`coverage.${state}`)} ${t("sources.hours", { n: n(Number(own)) })}`]
      : [];
  });
  const count = Number(stations);
  return [
    t("coverage.watched", {
      hours: t("sources.hours", { n: n(Number(hours)) }),
      stations: t("coverage.stations", { count, n: n(count) }),
    }),
    ...(parts.length > 0 ? [t("coverage.partly", { list: parts.join(language === "ar" ? "، " : ", ") })] : []),
    t("coverage.outside"),
  ].join(" ");
}
