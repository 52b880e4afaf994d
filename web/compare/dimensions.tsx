import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { numbers } from "../app/numbers.ts";
import { Part } from "../app/page.tsx";
import { bounds } from "./days.tsx";
import { type SideKey, SideMark } from "./side-mark.tsx";
import type { Compared } from "./use-comparison.ts";

const SIDES: readonly SideKey[] = ["a", "b"];

/** The same difference by zone, and whom each text binds. */
export function Dimensions({ compared }: { compared: Compared }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const { zones, parties, terms } = compared.comparison;
  const name = (kind: "zone" | "party", id: string): string => compared.names[`${kind} ${id}`] ?? id;
  const titles = { a: new Map<string, string>(), b: new Map<string, string>() };
  for (const term of terms)
    for (const side of SIDES) {
      const id = term.clause[side];
      if (id !== null) titles[side].set(id, term.title[side] ?? id);
    }
  return (
    <>
      {zones.length > 0 && (
        <Part title={t("compare.zones")}>
          <table className="data stack">
            <thead>
              <tr>
                <th scope="col">{t("compare.zone")}</th>
                <th scope="col" className="n">
                  {t("compare.otherwise")}
                </th>
                {SIDES.map((side) => (
                  <th key={side} scope="col" className="n">
                    {t("compare.contraryUnder", { side: side.toUpperCase() })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {zones.map((z) => (
                <tr key={z.zone}>
                  <th scope="row">
                    <span dir="auto">{name("zone", z.zone)}</span>
                    {z.drawn.a && z.drawn.b ? null : (
                      <Text size="xs" c="dimmed" fw={400}>
                        {t("compare.drawnBy", { side: z.drawn.a ? "A" : "B" })}
                      </Text>
                    )}
                  </th>
                  <td className="n" data-label={t("compare.otherwise")}>
                    {bounds(z.changed, n)}
                  </td>
                  {SIDES.map((side) => (
                    <td key={side} className="n" data-label={t("compare.contraryUnder", { side: side.toUpperCase() })}>
                      {n(z.contrary[side])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      )}
      {parties.length > 0 && (
        <Part title={t("compare.parties")} lead={t("compare.partiesLead")}>
          <table className="data stack">
            <thead>
              <tr>
                <th scope="col">{t("compare.party")}</th>
                {SIDES.map((side) => (
                  <th key={side} scope="col">
                    <SideMark side={side} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {parties.map((p) => (
                <tr key={p.party}>
                  <th scope="row" dir="auto">
                    {name("party", p.party)}
                  </th>
                  {SIDES.map((side) => {
                    const bound = p.bound[side];
                    return (
                      <td key={side} data-label={side.toUpperCase()} dir="auto">
                        {bound === null
                          ? t("compare.notParty")
                          : bound.length === 0
                            ? t("compare.bindsNone")
                            : bound.map((id) => titles[side].get(id) ?? id).join("; ")}
                        {p.breaches[side] > 0 &&
                          ` · ${t("compare.breaches", { count: p.breaches[side], n: n(p.breaches[side]) })}`}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      )}
    </>
  );
}
