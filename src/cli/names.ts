import { canonical } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";
import type { Mission, Store } from "../store/store.ts";
import { byCodePoint } from "../units.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { listed } from "./bodies.ts";
import { BY_FLAGS, type ByWhom, bytesFrom, byWhom, enterAll, enteredAs, rememberedAs, sayEntered } from "./by-whom.ts";
import { openBy } from "./seal.ts";
import { withMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";
import { textOf } from "./unread.ts";

const USAGE = `npx trucekeeper names list --mission M                           pseudonyms: which have a name behind them, and which the record knows
       npx trucekeeper names set PSEUDONYM [FILE | -] [--as AUTHOR] [--role ROLE] [--reason WORDS] [--once KEY] --mission M    the name comes from a file or stdin, one line
       npx trucekeeper names show PSEUDONYM,… --with PERSON --as AUTHOR --role verifier|commissioner --reason WORDS --mission M
       npx trucekeeper names destroy PSEUDONYM,… --with PERSON --as AUTHOR --role ROLE --reason WORDS --mission M
       all: [--data DIR]; show and destroy: [--marking TLP:…] [--stated INSTANT]`;

/**
 * `names`: the destructible table of names, apart from the record. Who stands behind a pseudonym is set once, read by
 * two people who enter why, and destroyed by two people; a pseudonym never comes to stand for somebody else.
 */
export async function names(args: readonly string[]): Promise<number> {
  const { positionals, text } = readArguments(args, { ...BY_FLAGS, with: "text" }, USAGE);
  const [act, who, ...rest] = positionals;
  const [from, ...more] = act === "set" ? rest : [undefined, ...rest];
  const { mission: id } = text;
  if (id === undefined) wrongUsage("--mission: name the mission", USAGE);
  if (more.length > 0)
    wrongUsage(`${more[0]}: put commas between pseudonyms; a name comes from a file or stdin`, USAGE);
  const pseudonyms = listed(who);
  if (act !== "list" && pseudonyms.length === 0) wrongUsage("name a pseudonym", USAGE);
  const wrong = pseudonyms.find((p) => !/^[a-z0-9][a-z0-9-]{0,63}$/.test(p));
  if (wrong !== undefined) wrongUsage(`${wrong}: expected a pseudonymous id of a-z, 0-9 and -`, USAGE);
  switch (act) {
    case "list":
      if (who !== undefined) wrongUsage(`${who}: list takes no pseudonym`, USAGE);
      return withMission(text, id, list);
    case "set":
      if (pseudonyms.length > 1) wrongUsage("one pseudonym at a time", USAGE);
      return set(byWhom({ as: "operator", ...text }, USAGE, "administrator"), text, pseudonyms[0] as string, from);
    case "show": {
      const by = byWhom(text, USAGE, null);
      return withMission(text, id, async (store, mission) => {
        const opened = await openBy(store, mission, by, { blobs: [], names: pseudonyms, with: text["with"] }, USAGE);
        await sayEntered(store, id, "opening", [enteredAs(opened.entry)], { names: Object.fromEntries(opened.names) });
        return 0;
      });
    }
    case "destroy": {
      const by = byWhom(text, USAGE, null);
      if (text["with"] === undefined) wrongUsage("--with: destroying takes two people; who is the other?", USAGE);
      const people = [by.author, text["with"]];
      return withMission(text, id, async (store, mission) => {
        await store.signingKey(id);
        const body = { blobs: [], names: pseudonyms, people };
        const bodies = async () => {
          const known = new Set(await store.named(id));
          const absent = pseudonyms.filter((p) => !known.has(p));
          if (absent.length > 0)
            throw problem(catalogue.entry, {
              kind: "key-destruction",
              why: `mission "${id}" has no name behind ${absent.join(", ")}`,
            });
          return [body];
        };
        return enterAll(store, mission, by, { kind: "key-destruction", given: body, bodies });
      });
    }
    default:
      return wrongUsage(`names ${act ?? ""}: expected list, set, show or destroy`, USAGE);
  }
}

/** Tells no name: only which pseudonyms have one, and which of the record's authors have none. */
async function list(store: Store, mission: Mission): Promise<number> {
  const named = new Set(await store.named(mission.id));
  const entries = new Map<string, number>();
  for await (const { envelope } of store.entries(mission.id))
    if (envelope) entries.set(envelope.author, (entries.get(envelope.author) ?? 0) + 1);
  for (const pseudonym of [...new Set([...named, ...entries.keys()])].sort(byCodePoint))
    await result(canonical({ pseudonym, named: named.has(pseudonym), entries: entries.get(pseudonym) ?? 0 }));
  return 0;
}

/** Who set it, and for which pseudonym, is an entry; the name is not told there. */
async function set(
  by: ByWhom,
  text: { readonly data?: string | undefined },
  pseudonym: string,
  from: string | undefined,
): Promise<number> {
  const name = textOf(await bytesFrom(from), from ?? "stdin").replace(/\r?\n$/, "");
  if (name.trim() === "" || name.length > 1_000 || /[\r\n]/.test(name))
    throw problem(catalogue.usage, {
      why: `names set: expected the name on one line of the file or of stdin, at most 1,000 characters\nusage: ${USAGE}`,
    });
  return withMission(text, by.mission, async (store, { id }) => {
    await store.signingKey(id);
    const entry = await store.setName(id, pseudonym, name, by, rememberedAs(by));
    if (!entry)
      throw problem(catalogue.entry, {
        kind: "name",
        why: `${pseudonym} stands for somebody already, or did before the name was destroyed: take another pseudonym`,
      });
    await sayEntered(store, id, "sealing", [enteredAs(entry)], { pseudonym, named: true });
    say(`${id}: a name stands behind ${pseudonym}; two people can read it (names show), and destroy it`);
    return 0;
  });
}
