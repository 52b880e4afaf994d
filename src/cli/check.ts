import { sayFinding } from "../agreement/finding.ts";
import { jsonSchema } from "../agreement/schema.ts";
import { Problem } from "../problems.ts";
import { namedFile, readAgreement } from "./agreement-file.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { result, say } from "./talk.ts";

const USAGE = "npx trucekeeper check AGREEMENT...";

/** `check`: every problem of every file as file:line:column: message on stdout; exit 1 where there are any. */
export async function check(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, USAGE);
  if (positionals.length === 0) wrongUsage("no agreement file named", USAGE);
  let bad = false;
  for (const argument of positionals) {
    const { path, reading } = namedFile(argument);
    try {
      const outcome = readAgreement(path);
      if ("errors" in outcome) {
        bad = true;
        for (const f of outcome.errors) await result(sayFinding(f));
        continue;
      }
      for (const f of outcome.warnings) await result(sayFinding({ ...f, message: `warning: ${f.message}` }));
      const { agreement } = outcome;
      if (reading !== undefined && !agreement.readings.some((r) => r.id === reading)) {
        bad = true;
        await result(
          `${argument}: no reading "${reading}"; there are ${agreement.readings.map((r) => r.id).join(", ")}`,
        );
        continue;
      }
      const clauses = agreement.clauses.length;
      say(`${path}: valid: ${clauses} ${clauses === 1 ? "clause" : "clauses"}, ${outcome.warnings.length} warnings`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      bad = true;
      await result(error.toString());
    }
  }
  return bad ? 1 : 0;
}

/** `schema`: the JSON Schema of agreement files, from the same definition as the parser. */
export async function schema(args: readonly string[]): Promise<number> {
  readArguments(args, {}, "npx trucekeeper schema");
  await result(JSON.stringify(jsonSchema(), null, 2));
  return 0;
}
