import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Comparison } from "../../src/server/client/comparison.ts";
import { Part } from "../app/page.tsx";
import { sayTime } from "../app/times.ts";
import { type SideKey, SideName, sideNames } from "./side-mark.tsx";

const SIDES: readonly SideKey[] = ["a", "b"];

interface ObligationsProps {
  readonly comparison: Comparison;
  readonly names: Readonly<Record<string, string>>;
  readonly mission: Mission;
}

/** What each text obliges whom to do, and how far it was done as the record has it. */
export function Obligations({ comparison, names, mission }: ObligationsProps) {
  const { t, i18n } = useTranslation();
  if (comparison.obligations.length === 0) return null;
  const called = sideNames(comparison);
  return (
    <Part title={t("compare.obligations")} lead={t("compare.obligationsLead")}>
      <table className="data stack" aria-label={t("compare.obligations")}>
        <thead>
          <tr>
            <th scope="col">{t("compare.clauses")}</th>
            <th scope="col">{t("compare.bound")}</th>
            {SIDES.map((side) => (
              <th key={side} scope="col">
                <SideName side={side} name={called[side]} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparison.obligations.map((o) => (
            <tr key={`${o.clause.a} ${o.clause.b} ${o.party}`}>
              <th scope="row" dir="auto">
                {[...new Set([o.clause.a, o.clause.b])].filter((id) => id !== null).join(" · ")}
              </th>
              <td data-label={t("compare.bound")} dir="auto">
                {names[`party ${o.party}`] ?? o.party}
              </td>
              {SIDES.map((side) => (
                <td key={side} data-label={side.toUpperCase()}>
                  {said(o[side])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );

  function said(duty: Comparison["obligations"][number]["a"]): string {
    if (duty === null) return t("compare.noObligation");
    const by =
      duty.deadline === null
        ? ""
        : ` · ${t("compare.deadline", { at: sayTime(duty.deadline, mission.offsets, i18n.language).mission })}`;
    return `${t(`fulfilment.${duty.result}`)}${by}`;
  }
}
