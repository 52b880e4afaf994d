import { expect, test } from "vitest";
import { sha256Hex } from "../canonical.ts";
import { readFile } from "./engine.ts";
import { headingsOf } from "./headings.ts";
import type { ColumnMapping } from "./mapped-columns.ts";
import type { Item, Reconciliation } from "./reader.ts";
import { readers } from "./registry.ts";

async function* once(text: string): AsyncGenerator<Uint8Array, void> {
  yield new TextEncoder().encode(text);
}
async function read(text: string, mapping?: ColumnMapping): Promise<{ items: Item[]; account: Reconciliation }> {
  const input = {
    name: "log.csv",
    sha256: sha256Hex(text),
    bytes: once(text),
    zone: "Europe/Kyiv",
    ...(mapping && { mapping }),
  };
  const items: Item[] = [];
  const generator = readFile(input, readers);
  for (;;) {
    const step = await generator.next();
    if (step.done) return { items, account: step.value };
    items.push(step.value);
  }
}

const LOG =
  "Що,Коли,Де,Примітка\nexplosion.mortar,2025-04-20 03:15,37U CQ 66400 83500,тихо\nfire,вчора,37U CQ 66400 83500,\n";
const MAPPING = {
  Що: "act",
  Коли: "time_from",
  Де: "position",
  Примітка: "",
  "=p-7": "source",
  "=monitor": "source_kind",
};

test("a table with headings of its own is read by what a person says they mean", async () => {
  await expect(read(LOG)).rejects.toThrow(/unknown format/);
  const { items, account } = await read(LOG, MAPPING);
  expect(items).toMatchObject([
    {
      type: "observation",
      value: { source: "p-7", sourceKind: "monitor", acts: ["explosion.mortar"], origin: { line: 2 } },
    },
  ]);
  expect(account).toMatchObject({ format: "trucekeeper-csv", rowsIn: 2, rowsUsed: 1, refused: 1 });
  expect(account.refusals).toMatchObject([{ line: 3, field: "time_from" }]);
});

test("the same rows under the format's own headings are the same observations", async () => {
  const own =
    "act,time_from,position,source,source_kind\nexplosion.mortar,2025-04-20 03:15,37U CQ 66400 83500,p-7,monitor\n";
  const [a, b] = [await read(LOG, MAPPING), await read(own)];
  const ids = ({ items }: typeof a) => items.flatMap((i) => (i.type === "observation" ? [i.value.id] : []));
  expect(ids(a)).toEqual(ids(b));
});

test.each([
  ["a heading that is not there", { Хто: "source" }, /no such heading/],
  ["one column twice", { Що: "act", Коли: "act" }, /more than one source/],
  ["a column and a text for all rows", { Що: "act", "=fire": "act" }, /more than one source/],
  ["two texts for one column", { "=a": "source", "=b": "source" }, /two texts/],
])("%s is refused", async (_, mapping, why) => {
  await expect(read(LOG, mapping as ColumnMapping)).rejects.toThrow(why);
});

test("headings and first rows of a text table are shown as they stand; a workbook has none", async () => {
  expect(await headingsOf("log.csv", once(LOG))).toEqual({
    line: 1,
    headings: ["Що", "Коли", "Де", "Примітка"],
    rows: [
      ["explosion.mortar", "2025-04-20 03:15", "37U CQ 66400 83500", "тихо"],
      ["fire", "вчора", "37U CQ 66400 83500", ""],
    ],
  });
  expect(await headingsOf("b.xlsx", once("PK\u0003\u0004…"))).toBeNull();
});
