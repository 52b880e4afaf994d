import { once } from "node:events";
import process from "node:process";

/** Talk goes to stderr, results to stdout (design.md section 5). */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const CHUNK = 1 << 16;
let pending: string[] = [];
let size = 0;

/** Writes a line of results, with back-pressure. */
export async function result(line: string): Promise<void> {
  pending.push(line, "\n");
  size += line.length + 1;
  if (size > CHUNK) await flushResults();
}

/** Waits until every result has left the process. */
export async function flushResults(): Promise<void> {
  const text = pending.join("");
  pending = [];
  size = 0;
  if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
}
