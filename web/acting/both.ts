import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import { sayTime } from "../app/times.ts";

/** Words of the record inside a sentence of ours: each reads in its own direction. */
export const isolated = (words: string): string => `\u2068${words}\u2069`;

/** A moment on both clocks, in one line. */
export function useBoth(mission: Mission): (at: number) => string {
  const { t, i18n } = useTranslation();
  return (at) => {
    const { mission: there, own } = sayTime(at, mission.offsets, i18n.language);
    return t("incident.times", { mission: there, own });
  };
}
