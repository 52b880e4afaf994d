import { readArguments, wrongUsage } from "./arguments.ts";
import { trusted, verifyFolder } from "./verify-folder.ts";
import { sayResult } from "./verify-result.ts";

const USAGE = `npx trucekeeper verify DIR [--key VKEY|FILE] [--earlier CHECKPOINT]
       npx trucekeeper verify --mission M [--earlier CHECKPOINT] [--data DIR]`;

/** `verify`: an export offline, or a mission's own record; exit 1 at the first thing that is wrong, which is named. */
export async function verify(args: readonly string[]): Promise<number> {
  const flags = { mission: "text", data: "text", key: "text", earlier: "text" } as const;
  const { positionals, text } = readArguments(args, flags, USAGE);
  const [folder] = positionals;
  if (positionals.length > 1 || (folder === undefined) === (text.mission === undefined))
    wrongUsage("name one export, or a mission", USAGE);
  if (folder !== undefined) return sayResult(verifyFolder(folder, trusted(text.key, text.earlier)));
  if (text.key !== undefined) wrongUsage("--key: is for an export; a mission's record has its own", USAGE);
  const { verifyMission } = await import("./verify-mission.ts");
  return verifyMission(text as typeof text & { readonly mission: string });
}
