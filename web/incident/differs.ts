import { useTranslation } from "react-i18next";
import type { Incident, Mission } from "../../src/server/client/answers.ts";
import type { Difference } from "../../src/server/client/differences.ts";
import { saySpan } from "../app/times.ts";
import { type ObservationContent, sayCount } from "./content.ts";

/** Where the reports of an incident differ, in words, by the fact that they differ on. */
export function useDifferences(
  mission: Mission,
  { differs, members }: Incident,
): (what: Difference["what"]) => readonly string[] {
  const { t, i18n } = useTranslation();
  const sources = new Map(members.map(({ id, content }) => [id, (content as ObservationContent).source ?? ""]));
  const of = (observation: string): string => `\u2068${sources.get(observation) ?? ""}\u2069`;
  const unit = (word: string): string => t(`unit.${word}` as never, { defaultValue: word });
  const act = (word: string): string => t(`act.${word}` as never, { defaultValue: word });
  const km = (metres: number): string => `\u2066${Math.round(metres / 100) / 10}\u2069`;
  const words = (d: Difference): string => {
    switch (d.what) {
      case "time": {
        const said = d.says.map((s) => `${of(s.observation)}: ${saySpan(s, mission.offsets, i18n.language)}`);
        return t("differs.time", { said: said.join("; ") });
      }
      case "count": {
        const said = d.says.map((s) => `${of(s.observation)}: ${sayCount({ ...s, unit: d.unit }, unit)}`);
        return t("differs.count", { said: said.join("; ") });
      }
      case "act": {
        const said = d.says.map((s) => `${of(s.observation)}: ${s.acts.map(act).join(" · ")}`);
        return t("differs.act", { said: said.join("; ") });
      }
      case "place": {
        const [one = "", other = ""] = d.says.map((s) => of(s.observation));
        return t("differs.place", { one, other, least: km(d.atLeastM), most: km(d.atMostM) });
      }
    }
  };
  return (what) => differs.filter((d) => d.what === what).map(words);
}
