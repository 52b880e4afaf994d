import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { canonical } from "../canonical.ts";
import { toHex } from "../log/bytes.ts";
import { importBody } from "../mission/import-body.ts";
import { inForce } from "../mission/record.ts";
import { ofKind, standing } from "../mission/recorded.ts";
import { MARKINGS, type Marking } from "../observation/observation.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { type Body, payloadOf } from "../record/registry.ts";
import { recordedEntries } from "../store/mission-state.ts";
import type { Draft, Mission, Store } from "../store/store.ts";
import { millis } from "../units.ts";
import { readVersion } from "./agreement-version.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { importBundle } from "./import-bundle.ts";
import { bytesOf, type InputFile, inputSet } from "./input-files.ts";
import {
  accountLine,
  READ_FLAGS,
  READ_USAGE,
  type ReadOptions,
  readOptions,
  refusalLines,
  someItemsOf,
} from "./read-files.ts";
import { makeMission, STORE_FLAGS, storeExists, withStore } from "./stored-mission.ts";
import { result, say } from "./talk.ts";

const USAGE = `npx trucekeeper import --mission M [--agreement AGREEMENT[#READING]] FILE... ${READ_USAGE} [--marking TLP:…] [--as-author ID] [--exercise] [--strict] [--data DIR]
       npx trucekeeper import --mission M --bundle DIR [--key VKEY] [--zone ZONE] [--data DIR]`;

/** Unless somebody says otherwise: nothing is for all because a file does not say that it is not. */
const UNMARKED: Marking = "TLP:AMBER";

/**
 * `import`: files, an agreement version, or another log's export into a mission's record. Evidence is durable before
 * the entry that names it; a refused file appends nothing of any.
 */
export async function importFiles(args: readonly string[]): Promise<number> {
  const flags = {
    ...READ_FLAGS,
    ...STORE_FLAGS,
    agreement: "text",
    bundle: "text",
    key: "text",
    marking: "text",
    "as-author": "text",
    exercise: "switch",
    strict: "switch",
  } as const;
  const { positionals, text, on } = readArguments(args, flags, USAGE);
  const { mission: id, bundle, marking } = text;
  if (id === undefined) wrongUsage("--mission: name the mission to import into", USAGE);
  if (bundle === undefined && text.agreement === undefined && positionals.length === 0)
    wrongUsage("no file named", USAGE);
  if (bundle !== undefined && (positionals.length > 0 || text.agreement !== undefined))
    wrongUsage("--bundle takes no other files", USAGE);
  if (marking !== undefined && !isMarking(marking))
    wrongUsage(`--marking ${marking}: expected one of ${MARKINGS.join(", ")}`, USAGE);
  const author = text["as-author"] ?? "operator";
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(author))
    wrongUsage(`--as-author ${author}: expected a pseudonymous id of a-z, 0-9 and -`, USAGE);
  const wanted = { id, zone: text.zone, exercise: on.has("exercise") };
  if (bundle !== undefined) return withStore(text, (store) => importBundle(store, bundle, text.key, wanted));

  const agreement = text.agreement === undefined ? null : readVersion(text.agreement);
  const files = await inputSet(positionals, say);
  const known = storeExists(text) ? await withStore(text, (store) => store.mission(id)) : undefined;
  const zone = known?.zone ?? text.zone ?? agreement?.agreement.missionZone.name ?? "UTC";
  const read = await readWhole(files, { ...readOptions(text), zone: text.zone ?? zone });
  if ("problems" in read) {
    for (const p of read.problems) say(p.toString());
    return Math.max(...read.problems.map((p) => p.exit));
  }
  if (on.has("strict") && read.read.some((r) => r.refused)) {
    say("--strict: rows were refused; nothing appended");
    return 1;
  }
  return withStore(text, async (store) => {
    const mission = (await store.mission(id)) ?? (await makeMission(store, { ...wanted, zone }));
    // Where the key file is not this log's, that is said before anything is appended.
    await store.signingKey(id);
    const stated = millis(Date.now());
    const evidence = store.evidence(id);
    const drafts: Draft[] = [];
    const draft = { author, role: "administrator", stated };
    const { exercise } = mission;
    let present = 0;
    let appended = 0;
    if (agreement) {
      for (const { path, sha256 } of agreement.files) checked(path, sha256, await evidence.put(readFileSync(path)));
      if (await worksBy(store, mission, agreement.body)) {
        present++;
        say(`${agreement.body.text.name}: the mission works by this version already`);
      } else
        drafts.push({
          ...draft,
          kind: "agreement-version",
          marking: (marking as Marking | undefined) ?? UNMARKED,
          payload: payloadOf("agreement-version", agreement.body, { exercise }),
        });
    }
    for (const { file, body, highest } of read.read) {
      checked(file.path, file.sha256, await evidence.put(bytesOf(file)));
      const payload = payloadOf("import", body, { exercise });
      drafts.push({ ...draft, kind: "import", marking: (marking as Marking | undefined) ?? highest, payload });
    }
    for (const { present: here, index, envelope } of await store.append(id, drafts)) {
      if (!here) {
        appended++;
        continue;
      }
      present++;
      say(`entry ${index}: this ${envelope.kind} is in the record already; nothing appended for it`);
    }
    const { checkpoint } = await store.checkpoint(id);
    await result(
      canonical({ mission: id, appended, present, size: checkpoint.size, checkpoint: toHex(checkpoint.root) }),
    );
    return 0;
  });
}

const isMarking = (text: string): text is Marking => (MARKINGS as readonly string[]).includes(text);

/** Whether the version in force says the very same. */
async function worksBy(store: Store, mission: Mission, body: Body<"agreement-version">): Promise<boolean> {
  const entries = await recordedEntries(store, mission.id, await store.size(mission.id));
  const now = inForce(ofKind(standing(entries), "agreement-version"));
  return now !== null && canonical(now.body) === canonical(body);
}

function checked(path: string, sha256: string, put: { readonly sha256: string }): void {
  if (put.sha256 === sha256) return;
  throw problem(
    catalogue.notReadable,
    { why: "changed while it was read; nothing was appended" },
    { file: basename(path) },
  );
}

interface ReadFile {
  readonly file: InputFile;
  readonly body: Body<"import">;
  /** The most restrictive marking of its observations, and never a wider one than that of what is unmarked. */
  readonly highest: Marking;
  readonly refused: boolean;
}

/** Reads every file to its end in bounded memory, and keeps its account: what is refused is refused before anything is kept. */
async function readWhole(
  files: readonly InputFile[],
  options: ReadOptions,
): Promise<{ readonly read: readonly ReadFile[] } | { readonly problems: readonly Problem[] }> {
  const read: ReadFile[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const generator = someItemsOf(file, options);
    let rank: number = MARKINGS.indexOf(UNMARKED);
    try {
      for (;;) {
        const step = await generator.next();
        if (!step.done) {
          for (const { type, value } of step.value)
            if (type === "observation") rank = Math.min(rank, MARKINGS.indexOf(value.marking));
          continue;
        }
        const account = step.value;
        for (const line of refusalLines(account)) say(line);
        for (const warning of account.warnings) say(`${account.file}: ${warning}`);
        for (const a of account.assumptions) say(`${account.file}: assumed ${a.what}: ${a.value} (${a.why})`);
        say(accountLine(account));
        const body = importBody(account, statSync(file.path).size, options);
        read.push({
          file,
          body,
          highest: (MARKINGS as readonly Marking[])[rank] ?? UNMARKED,
          refused: account.refused > 0,
        });
        break;
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error);
    }
  }
  return problems.length > 0 ? { problems } : { read };
}
