import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pipeline } from "node:stream/promises";
import { canonical } from "../canonical.ts";
import type { Reconciliation } from "../format/reader.ts";
import { Problem } from "../problems.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { inputSet } from "./input-files.ts";
import { accountLine, itemsOf, READ_FLAGS, READ_USAGE, readOptions, refusalLines } from "./read-files.ts";
import { say } from "./talk.ts";

const USAGE = `npx trucekeeper read FILE... ${READ_USAGE} [--strict]`;

/**
 * `read`: observations as NDJSON on stdout, refusals and one account for each file on stderr.
 * Bounded memory: lines are spooled to a temporary file, and reach stdout only when every file was read to its end.
 */
export async function read(args: readonly string[]): Promise<number> {
  const { positionals, text, on } = readArguments(args, { ...READ_FLAGS, strict: "switch" }, USAGE);
  if (positionals.length === 0) wrongUsage("no file named", USAGE);
  const options = readOptions(text);
  const files = await inputSet(positionals, say);
  const folder = mkdtempSync(join(tmpdir(), "trucekeeper-"));
  try {
    const spoolPath = join(folder, "observations.ndjson");
    const spool = await open(spoolPath, "w");
    const accounts: Reconciliation[] = [];
    const problems: Problem[] = [];
    try {
      for (const file of files) {
        let lines: string[] = [];
        const flush = async () => {
          await spool.writeFile(lines.join(""));
          lines = [];
        };
        const generator = itemsOf(file, options);
        try {
          for (;;) {
            const step = await generator.next();
            if (step.done) {
              accounts.push(step.value);
              break;
            }
            if (step.value.type === "observation") lines.push(`${canonical(step.value.value)}\n`);
            if (lines.length >= 100) await flush();
          }
          await flush();
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          problems.push(error);
        }
      }
    } finally {
      await spool.close();
    }
    for (const p of problems) say(p.toString());
    if (problems.length > 0) return Math.max(...problems.map((p) => p.exit));
    await pipeline(createReadStream(spoolPath), process.stdout, { end: false });
    for (const account of accounts) {
      for (const line of refusalLines(account)) say(line);
      for (const warning of account.warnings) say(`${account.file}: ${warning}`);
      for (const a of account.assumptions) say(`${account.file}: assumed ${a.what}: ${a.value} (${a.why})`);
    }
    for (const account of accounts) say(accountLine(account));
    return on.has("strict") && accounts.some((a) => a.refused > 0) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
