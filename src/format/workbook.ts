import { catalogue, problem } from "../problems.ts";
import type { Account, FileInput } from "./engine.ts";
import type { Item } from "./reader.ts";

export async function* readWorkbook(
  input: FileInput,
  _bytes: AsyncIterable<Uint8Array>,
  _account: Account,
): AsyncGenerator<Item, void, void> {
  yield* [];
  throw problem(catalogue.notReadable, { why: "workbooks are not read yet" }, { file: input.name });
}
