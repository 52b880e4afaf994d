import { catalogue, problem } from "../problems.ts";
import type { Account } from "./engine.ts";
import type { Table } from "./table.ts";

export async function jsonTable(file: string, _text: AsyncIterable<string>, _account: Account): Promise<Table> {
  throw problem(catalogue.notReadable, { why: "JSON is not read yet" }, { file });
}
