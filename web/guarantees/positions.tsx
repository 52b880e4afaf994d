import { Box, SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { Backing } from "./backing.tsx";
import { Line } from "./card.tsx";
import { type Names, who } from "./names.ts";

/** Who holds what, each with its source. */
export function Positions({ side, names }: { side: GuaranteeState["real"]; names: Names }) {
  const { t } = useTranslation();
  if (side.positions.length === 0) return <Text size="sm">{t("guarantees.noPosition")}</Text>;
  return (
    <table className="data stack" aria-label={t("guarantees.positions")}>
      <tbody>
        {side.positions.map((p) => (
          <tr key={p.id}>
            <th scope="row" className="of-a-list" dir="auto">
              {who(names, [p.holder])}
            </th>
            <td dir="auto">{p.says}</td>
            <td>
              <Backing backed={p.backed} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What people may determine, by which body and standard. */
export function Determinations({ state, names }: { state: GuaranteeState; names: Names }) {
  const { t } = useTranslation();
  if (state.determinations.length === 0) return <Text size="sm">{t("guarantees.noDetermination")}</Text>;
  return (
    <table className="data stack" aria-label={t("guarantees.determinations")}>
      <tbody>
        {state.determinations.map((d) => (
          <tr key={d.id}>
            <th scope="row" className="of-a-list">
              {t(`determination.${d.kind}`)}
            </th>
            <td dir="auto">{d.says}</td>
            <td>{t("guarantees.body", { body: d.body == null ? t("guarantees.unseen") : who(names, [d.body]) })}</td>
            <td>{t("guarantees.standard", { standard: d.standard ?? t("guarantees.unseen") })}</td>
            <td>
              <Backing backed={d.backed} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What was expected beside what came. */
export function Expectations({ side }: { side: GuaranteeState["real"] }) {
  const { t } = useTranslation();
  if (side.expectations.length === 0) return <Text size="sm">{t("guarantees.noExpectation")}</Text>;
  return side.expectations.map((e) => (
    <SimpleGrid key={e.id} cols={{ base: 1, sm: 2 }} mb="sm">
      <Box className="panel">
        <Text size="xs" c="dimmed">
          {t("guarantees.expected")}
        </Text>
        <Line backed={e.backed}>
          {e.expects}
          {e.by === null ? "" : ` · ${e.by}`}
        </Line>
      </Box>
      <Box className="panel">
        <Text size="xs" c="dimmed">
          {t("guarantees.came")}
        </Text>
        {e.outcomes.length === 0 && <Text size="sm">{t("guarantees.notStated")}</Text>}
        {e.outcomes.map((o) => (
          <Line key={o.id} backed={o.backed}>
            {o.says}
          </Line>
        ))}
      </Box>
    </SimpleGrid>
  ));
}
