import { Box, Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Comparison } from "../../src/server/client/comparison.ts";
import { numbers } from "../app/numbers.ts";
import { saySpan } from "../app/times.ts";
import { ResultWords, type SideKey, SideMark } from "./side-mark.tsx";
import { sayTest } from "./terms.tsx";
import type { Compared } from "./use-comparison.ts";

type Change = Comparison["changes"][number];
const PAGE = 25;
const SIDES: readonly SideKey[] = ["a", "b"];

/** Every incident that comes out otherwise, clause by clause, with the tests that the two texts answer differently. */
export function Changes({ compared, mission }: { compared: Compared; mission: Mission }) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const [shown, setShown] = useState(PAGE);
  const byIncident = useMemo(() => Map.groupBy(compared.comparison.changes, (c) => c.incident), [compared]);
  const title = useMemo(
    () => new Map(compared.comparison.terms.map((x) => [`${x.clause.a}\n${x.clause.b}`, x.title.a ?? x.title.b ?? ""])),
    [compared],
  );
  return (
    <>
      {compared.incidents.length < compared.changed && (
        <Text size="sm" c="dimmed">
          {t("compare.listed", { n: n(compared.incidents.length), all: n(compared.changed) })}
        </Text>
      )}
      <Box component="ol" m={0} p={0} style={{ listStyle: "none" }}>
        {compared.incidents.slice(0, shown).map((i) => (
          <Box component="li" className="change" key={i.id}>
            <Link to="/$mission" params={{ mission: mission.id }} search={{ incident: i.id } as never}>
              <Text span fw={600}>
                {t(`act.${i.act}` as never, { defaultValue: i.act })}
              </Text>
            </Link>
            <Text span size="sm" c="dimmed">
              {" "}
              · {saySpan(i, mission.offsets, i18n.language)}
            </Text>
            {(byIncident.get(i.id) ?? []).map((c) => (
              <OneChange
                key={`${c.clause.a} ${c.clause.b}`}
                change={c}
                title={title.get(`${c.clause.a}\n${c.clause.b}`) ?? ""}
              />
            ))}
          </Box>
        ))}
      </Box>
      {shown < compared.incidents.length && (
        <Button variant="default" mt="md" onClick={() => setShown(shown + PAGE * 4)}>
          {t("compare.more")}
        </Button>
      )}
    </>
  );
}

function OneChange({ change, title }: { change: Change; title: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Box className="change-to">
        <Text span size="sm" dir="auto">
          {title}
        </Text>
        <SideMark side="a" /> <ResultWords result={change.a} /> <SideMark side="b" /> <ResultWords result={change.b} />
      </Box>
      {change.because.length > 0 && (
        <details>
          <summary>
            <Text span size="sm" c="dimmed">
              {t("compare.why")}: {change.because.map((b) => sayTest(t as never, b.test)).join(", ")}
            </Text>
          </summary>
          {change.because.map((test) => (
            <div key={test.test} className="compare-pair" style={{ margin: "6px 0 0" }}>
              {SIDES.map((side) => (
                <Group key={side} gap={8} wrap="nowrap" align="flex-start">
                  <SideMark side={side} />
                  <Text size="sm" lang="en" dir="auto">
                    {test[side]?.words ?? t("compare.notAsked")}
                  </Text>
                </Group>
              ))}
            </div>
          ))}
        </details>
      )}
    </>
  );
}
