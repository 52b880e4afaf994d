import { useTranslation } from "react-i18next";
import type { Administration } from "../../src/server/client/administration.ts";
import { numbers } from "../app/numbers.ts";
import { Part } from "../app/page.tsx";
import { type Offsets, sayTime } from "../app/times.ts";

const GROUPS = ["party-a", "party-b", "guarantors", "public"] as const;

/** By which rules things leave the staff, and what each role may do at all: to be read here, not changed. */
export function Rules({ administration, offsets }: { administration: Administration; offsets: Offsets }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const { floor, rules, roles } = administration;
  const say = (rule: { readonly delayMs: number; readonly cellM: number }): string =>
    t("admin.delay", { h: n(rule.delayMs / 3_600_000), km: n(rule.cellM / 1_000) });
  return (
    <>
      <Part title={t("admin.rules")} lead={t("admin.rulesLead")}>
        <table className="data stack">
          <thead>
            <tr>
              <th scope="col">{t("admin.from")}</th>
              {GROUPS.map((g) => (
                <th key={g} scope="col">
                  {t(`admin.group.${g}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t("admin.always")}</th>
              {GROUPS.map((g) => (
                <td key={g} data-label={t(`admin.group.${g}`)}>
                  {say(floor)}
                </td>
              ))}
            </tr>
            {rules.map((version) => (
              <tr key={version.from}>
                <th scope="row">{sayTime(version.from, offsets, i18n.language).mission}</th>
                {GROUPS.map((g) => (
                  <td key={g} data-label={t(`admin.group.${g}`)}>
                    {say(version.rules[g] ?? floor)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <Part title={t("admin.roles")} lead={t("admin.rolesLead")}>
        <table className="data stack">
          <thead>
            <tr>
              <th scope="col">{t("admin.role")}</th>
              <th scope="col">{t("admin.reads")}</th>
              <th scope="col">{t("admin.roles")}</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((r) => (
              <tr key={r.role}>
                <th scope="row" style={{ whiteSpace: "nowrap" }}>
                  {t(`roleName.${r.role}` as never)}
                </th>
                <td data-label={t("admin.reads")} style={{ whiteSpace: "nowrap" }}>
                  <span dir="ltr">{r.upTo}</span>
                  {r.staff && <div className="quiet">{t("admin.staff")}</div>}
                </td>
                <td data-label={t("admin.roles")} className="sentence">
                  {r.permissions.map((p) => t(`may.${p}` as never, { defaultValue: p })).join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
    </>
  );
}
