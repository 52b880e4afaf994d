import type { Agreement } from "../agreement/agreement.ts";
import { explain } from "../agreement/explain.ts";
import { type Finding, sayFinding } from "../agreement/finding.ts";
import { LANGUAGES, type Language } from "../agreement/say-vocabulary.ts";
import { jsonSchema } from "../agreement/schema.ts";
import { whatChanged } from "../agreement/what-changed.ts";
import { Problem } from "../problems.ts";
import { namedFile, readAgreement } from "./agreement-file.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { result, say } from "./talk.ts";

const USAGE =
  "npx trucekeeper check AGREEMENT... [--explain [--lang en|uk|ru|fr]] [--rules] | check --changes EARLIER LATER";

/**
 * `check`: every problem of every file as file:line:column: message on stdout; exit 1 where there is an error, 0 where
 * there are warnings alone. `--explain` says every clause back; `--rules` puts the rule's name behind each message;
 * `--changes` says what differs between two versions, value by value.
 */
export async function check(args: readonly string[]): Promise<number> {
  const { positionals, text, on } = readArguments(
    args,
    { explain: "switch", lang: "text", rules: "switch", changes: "switch" },
    USAGE,
  );
  if (positionals.length === 0) wrongUsage("no agreement file named", USAGE);
  if (text.lang !== undefined && !on.has("explain")) wrongUsage("--lang goes with --explain", USAGE);
  const language = LANGUAGES.find((l) => l === (text.lang ?? "en"));
  if (!language) wrongUsage(`no language "${text.lang}"; there are ${LANGUAGES.join(", ")}`, USAGE);
  const told = (f: Finding) => sayFinding(on.has("rules") ? { ...f, message: `${f.message} [${f.rule}]` } : f);
  if (on.has("changes") && positionals.length !== 2) wrongUsage("--changes takes two agreements", USAGE);
  let bad = false;
  const read: Agreement[] = [];
  for (const argument of positionals) {
    const { path, reading } = namedFile(argument);
    try {
      const outcome = readAgreement(path);
      if ("errors" in outcome) {
        bad = true;
        for (const f of outcome.errors) await result(told(f));
        continue;
      }
      for (const f of outcome.warnings) await result(told({ ...f, message: `warning: ${f.message}` }));
      const { agreement } = outcome;
      read.push(outcome.amended ?? agreement);
      if (reading !== undefined && !agreement.readings.some((r) => r.id === reading)) {
        bad = true;
        await result(
          `${argument}: no reading "${reading}"; there are ${agreement.readings.map((r) => r.id).join(", ")}`,
        );
        continue;
      }
      if (on.has("explain")) await explained(agreement, language);
      const clauses = agreement.clauses.length;
      say(`${path}: valid: ${clauses} ${clauses === 1 ? "clause" : "clauses"}, ${outcome.warnings.length} warnings`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      bad = true;
      await result(error.toString());
    }
  }
  const [earlier, later] = read;
  if (on.has("changes") && !bad && earlier && later) await changesBetween(earlier, later);
  return bad ? 1 : 0;
}

async function changesBetween(earlier: Agreement, later: Agreement): Promise<void> {
  for (const { section, id, kind, changes } of whatChanged(earlier, later)) {
    if (changes.length === 0) await result(`${section} ${id}: ${kind}`);
    for (const { words } of changes) await result(`${section} ${id}: ${words}`);
  }
}

async function explained(agreement: Agreement, language: Language): Promise<void> {
  const { notice, said } = explain(agreement, language);
  await result(`${agreement.title}\n${notice}`);
  for (const { heading, text } of said) await result(heading === undefined ? text : `\n${heading}\n${text}`);
}

/** `schema`: the JSON Schema of agreement files, from the same definition as the parser. */
export async function schema(args: readonly string[]): Promise<number> {
  const usage = "npx trucekeeper schema";
  const { positionals } = readArguments(args, {}, usage);
  if (positionals.length > 0) wrongUsage(`${positionals[0]}: schema takes no files`, usage);
  await result(JSON.stringify(jsonSchema(), null, 2));
  return 0;
}
