import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { Backing } from "./backing.tsx";

/** The texts that are spoken of, and who says how they relate. */
export function Texts({ state }: { state: GuaranteeState }) {
  const { t } = useTranslation();
  const title = (id: string): string => state.texts.find((x) => x.id === id)?.title ?? id;
  if (state.texts.length === 0) return <Text size="sm">{t("guarantees.noText")}</Text>;
  return (
    <>
      <table className="data stack" aria-label={t("guarantees.texts")}>
        <tbody>
          {state.texts.map((x) => (
            <tr key={x.id}>
              <th scope="row" dir="auto">
                {x.title}
              </th>
              <td>{t(`status.${x.status}` as never)}</td>
              <td>{x.date ?? ""}</td>
              <td>{x.unseen ? t("agreement.unseen") : ""}</td>
              <td>
                <Backing backed={x.backed} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {state.relations.map((r) => (
        <Text key={r.id} size="sm" mt={4} dir="auto">
          {t("guarantees.relation", {
            from: title(r.from),
            to: title(r.to),
            relation: t(`relation.${r.relation}` as never),
            by: r.assertedBy.length === 0 ? t("guarantees.nobody") : r.assertedBy.join(", "),
          })}
        </Text>
      ))}
    </>
  );
}
