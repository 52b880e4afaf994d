import { Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Comparison } from "../../src/server/client/comparison.ts";
import { numbers } from "../app/numbers.ts";
import { RESULTS } from "../map/palette.ts";
import { ResultWords, type SideKey, SideMark } from "./side-mark.tsx";

type Term = Comparison["terms"][number];
type Difference = Comparison["text"][number];
const SIDES: readonly SideKey[] = ["a", "b"];

const moved = (term: Term): number => term.reasons.reduce((n, r) => n + r.incidents, 0);

/** Every clause of both texts, those that change something first. */
export function Terms({ comparison }: { comparison: Comparison }) {
  const order = [...comparison.terms.entries()].sort(
    ([i, x], [j, y]) => moved(y) - moved(x) || y.differences.length - x.differences.length || i - j,
  );
  return order.map(([i, term]) => <OneTerm key={i} term={term} open={i === order[0]?.[0] && moved(term) > 0} />);
}

function OneTerm({ term, open }: { term: Term; open: boolean }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const changes = moved(term);
  const lone = term.by === "only-a" ? "A" : term.by === "only-b" ? "B" : null;
  const says = SIDES.flatMap((side) => (term.says[side] === null ? [] : [side]));
  const equal = says.length === 2 && term.says.a === term.says.b;
  return (
    <details className="fold" open={open}>
      <summary>
        <Box style={{ flex: 1, minWidth: 0 }}>
          <Text span fw={600} dir="auto">
            {term.title.a ?? term.title.b}
          </Text>{" "}
          <Text span size="sm" c="dimmed" dir="auto">
            {term.reference.a ?? term.reference.b}
          </Text>
        </Box>
        <Text span size="sm" {...(changes === 0 && { c: "dimmed" })} ta="end">
          {changes > 0
            ? t("compare.moves", { count: changes, n: n(changes) })
            : lone !== null
              ? t("compare.onlyUnder", { side: lone })
              : t("compare.sameClause")}
        </Text>
      </summary>
      <Box className="fold-body">
        <div className={equal || says.length < 2 ? undefined : "compare-pair"}>
          {(equal ? says.slice(0, 1) : says).map((side) => (
            <Box key={side} mb="sm">
              {!equal && <SideMark side={side} />}
              <Text size="sm" lang="en" dir="ltr" mt={equal ? 0 : 4}>
                {term.says[side]}
              </Text>
            </Box>
          ))}
        </div>
        {term.results.a || term.results.b ? (
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t("compare.result")}</th>
                {SIDES.map((side) => (
                  <th key={side} scope="col" className="n">
                    <SideMark side={side} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {RESULTS.map((result) => (
                <tr key={result}>
                  <th scope="row" style={{ fontWeight: 400 }}>
                    <ResultWords result={result} />
                  </th>
                  {SIDES.map((side) => (
                    <td key={side} className="n">
                      {term.results[side] ? n(term.results[side]?.[result] ?? 0) : "–"}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <Text size="sm" c="dimmed">
            {t("compare.notAssessed")}
          </Text>
        )}
        {lone === null && term.differences.length > 0 && <Differences of={term.differences} />}
        {term.reasons.length > 0 && (
          <Box mt="md">
            <Text size="xs" c="dimmed" mb={4}>
              {t("compare.why")}
            </Text>
            {term.reasons.map((r) => (
              <Box key={`${r.a} ${r.b} ${r.tests.join(" ")}`} className="change-to">
                <Text span fw={600} miw={28} style={{ fontVariantNumeric: "tabular-nums" }}>
                  {n(r.incidents)}
                </Text>
                <SideMark side="a" /> <ResultWords result={r.a} /> <SideMark side="b" /> <ResultWords result={r.b} />
                {r.tests.length > 0 && (
                  <Text span size="sm" c="dimmed">
                    {r.tests.map((test) => sayTest(t as never, test)).join(", ")}
                  </Text>
                )}
              </Box>
            ))}
          </Box>
        )}
      </Box>
    </details>
  );
}

/** What a test of a clause asks. */
export const sayTest = (t: (key: string, options: object) => string, test: string): string => {
  const [, kind, id] = /^(except|interpretation)\.(.*)$/.exec(test) ?? [];
  if (kind !== undefined) return t(`test.${kind}`, { id });
  return t(`test.${test}`, { defaultValue: test });
};

/** What two texts say differently, side by side, in the words of the record's own language. */
export function Differences({ of }: { of: readonly Difference[] }) {
  const { t } = useTranslation();
  return (
    <table className="data stack" style={{ marginTop: 16 }}>
      <thead>
        <tr>
          <th scope="col" style={{ width: "18%" }}>
            {t("compare.differs")}
          </th>
          <th scope="col">
            <SideMark side="a" />
          </th>
          <th scope="col">
            <SideMark side="b" />
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map((d) => (
          <tr key={d.field}>
            <th scope="row" lang="en" dir="ltr">
              {d.field}
            </th>
            {SIDES.map((side) => (
              <td key={side} data-label={side.toUpperCase()} lang="en" dir="auto">
                {d[side] ?? <span className="quiet">{t("compare.nothing")}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
