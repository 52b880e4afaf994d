import process from "node:process";
import { Problem } from "../problems.ts";
import { HelpAsked, readArguments, wrongUsage } from "./arguments.ts";
import { flushResults, say } from "./talk.ts";
import { trusted, verifyFolder } from "./verify-folder.ts";
import { sayResult } from "./verify-result.ts";

const USAGE = "node trucekeeper-verify.mjs DIR [--key VKEY|FILE] [--earlier CHECKPOINT]";

/** The verifier by itself, built as one file without dependencies: for outsiders, who have no Trucekeeper. */
try {
  const { positionals, text } = readArguments(process.argv.slice(2), { key: "text", earlier: "text" }, USAGE);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) wrongUsage("name one export", USAGE);
  process.exitCode = await sayResult(verifyFolder(folder, trusted(text.key, text.earlier)));
} catch (error) {
  if (error instanceof HelpAsked) say(`usage: ${error.usage}`);
  else if (error instanceof Problem) {
    say(error.toString());
    process.exitCode = error.exit;
  } else throw error;
}
await flushResults();
