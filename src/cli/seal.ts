import { join, resolve } from "node:path";
import process from "node:process";
import { catalogue, problem } from "../problems.ts";
import { payloadOf } from "../record/registry.ts";
import { LAYOUT } from "../store/data-folder.ts";
import { DEFAULT_FOLDER } from "../store/open.ts";
import type { Mission, Opened, Store } from "../store/store.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { listed } from "./bodies.ts";
import { BY_FLAGS, type ByWhom, bytesFrom, byWhom, enteredAs, rememberedAs, sayEntered } from "./by-whom.ts";
import { STORE_FLAGS, withMission } from "./stored-mission.ts";
import { say } from "./talk.ts";

/** What may be sealed at once; a recording belongs to evidence. */
const MOST_BYTES = 1_048_576;

const SEAL_USAGE =
  "npx trucekeeper seal [FILE | -] --mission M [--as AUTHOR] [--role ROLE] [--reason WORDS] [--stated INSTANT] [--once KEY] [--data DIR]      personal data from a file or stdin";

/**
 * `seal`: puts personal data sealed, under a key of its own. What an entry may then cite is the blob's id alone.
 * Who sealed it, and when, is an entry; what was sealed is not told there.
 * Nothing is taken from the command line itself: that can be read by others and stays in the shell's history.
 */
export async function seal(args: readonly string[]): Promise<number> {
  const { positionals, text } = readArguments(args, SEALER_FLAGS, SEAL_USAGE);
  const by = byWhom({ as: "operator", ...text }, SEAL_USAGE, "administrator");
  const { mission: id } = by;
  if (positionals.length > 1) wrongUsage("one file at a time: each is sealed by itself", SEAL_USAGE);
  return withMission(text, id, async (store, mission) => {
    const bytes = await personalData(positionals[0]);
    await store.signingKey(id);
    const { blob, entry } = await store.seal(mission.id, bytes, by, rememberedAs(by));
    await sayEntered(store, id, "sealing", [enteredAs(entry)], { blob, bytes: bytes.length });
    say(`sealed as ${blob}: a submission cites it as "sealed": [{"what": "witness", "blob": "${blob}"}]`);
    if (keyLiesBeside(text["data"]))
      say(
        "its key lies in the data folder itself: on a laptop, keep the key elsewhere and name it in TRUCEKEEPER_KEY_FILE",
      );
    return 0;
  });
}

/** Flags of who seals; the entry's marking is not theirs to choose. */
export const SEALER_FLAGS = {
  ...STORE_FLAGS,
  as: "text",
  role: "text",
  reason: "text",
  stated: "text",
  once: "text",
} as const;

const keyLiesBeside = (data: string | undefined): boolean => {
  if (process.env["DATABASE_URL"] && data === undefined) return false;
  const folder = resolve(data ?? (process.env["TRUCEKEEPER_DATA"] || DEFAULT_FOLDER));
  const file = process.env["TRUCEKEEPER_KEY_FILE"];
  return file === undefined || file === "" || resolve(file) === join(folder, LAYOUT.keyFile);
};

async function personalData(from: string | undefined): Promise<Uint8Array> {
  const bytes = await bytesFrom(from);
  if (bytes.length === 0) throw problem(catalogue.usage, { why: "there is nothing to seal" });
  if (bytes.length > MOST_BYTES)
    throw problem(catalogue.limit, { what: "sealed data", limit: `${MOST_BYTES} bytes`, seen: `${bytes.length}` });
  return bytes;
}

const OPEN_USAGE =
  "npx trucekeeper open [--blob ID,…] [--names PSEUDONYM,…] --with PERSON --mission M --as AUTHOR --role verifier|commissioner --reason WORDS [--marking TLP:…] [--data DIR]";

/**
 * `open`: opens sealed data and names. The entry that two people opened it, and why, is in the record before anything
 * is shown; each opening is an entry of its own.
 */
export async function open(args: readonly string[]): Promise<number> {
  const given = readArguments(args, { ...BY_FLAGS, with: "text", blob: "text", names: "text" }, OPEN_USAGE);
  const { text, positionals } = given;
  if (positionals.length > 0) wrongUsage(`${positionals[0]}: name sealed data with --blob`, OPEN_USAGE);
  const by = byWhom(text, OPEN_USAGE, null);
  if (by.once !== undefined) wrongUsage("--once: each opening is an entry of its own", OPEN_USAGE);
  const [blobs, names] = [listed(text["blob"]), listed(text["names"])];
  if (blobs.length + names.length === 0) wrongUsage("--blob or --names: name what is to be opened", OPEN_USAGE);
  return withMission(text, by.mission, async (store, mission) => {
    const opened = await openBy(store, mission, by, { blobs, names, with: text["with"] }, OPEN_USAGE);
    await sayEntered(store, mission.id, "opening", [enteredAs(opened.entry)], shown(opened));
    return 0;
  });
}

/** Opens by two people. @throws Problem where one of them is missing, or the store refuses */
export async function openBy(
  store: Store,
  mission: Mission,
  { author, role, reason, marking, stated }: ByWhom,
  what: { readonly blobs: string[]; readonly names: string[]; readonly with: string | undefined },
  usage: string,
): Promise<Opened> {
  if (what.with === undefined) wrongUsage("--with: opening takes two people; who is the other?", usage);
  const body = { blobs: what.blobs, names: what.names, people: [author, what.with] };
  const payload = payloadOf("opening", body, { exercise: mission.exercise, reason });
  return store.open(mission.id, { kind: "opening", author, role, stated, marking, payload });
}

/** What was opened, as text where it is text. */
function shown({ sealed, names }: Opened): Readonly<Record<string, unknown>> {
  const opened = [...sealed].map(([blob, found]) => {
    if ("destroyed" in found) return { blob, destroyed: true };
    const text = utf8(found.bytes);
    return text === undefined ? { blob, base64: Buffer.from(found.bytes).toString("base64") } : { blob, text };
  });
  return {
    ...(sealed.size > 0 && { sealed: opened }),
    ...(names.size > 0 && { names: Object.fromEntries(names) }),
  };
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
