import { RELEASE_GROUPS, type ReleaseGroup } from "../access/audience.ts";
import { COARSEST, sideM } from "../access/cell.ts";
import { FLOOR, ruleOf } from "../access/release.ts";
import { ruleFor } from "../access/release-terms.ts";
import { canonical } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";
import { deriveMission } from "../store/mission-state.ts";
import type { Mission, Store } from "../store/store.ts";
import { HOUR, type Millis, millis } from "../units.ts";
import { type Arguments, readArguments, wrongUsage } from "./arguments.ts";
import { listed } from "./bodies.ts";
import { BY_FLAGS, BY_USAGE, byWhom, enterAll } from "./by-whom.ts";
import { writeReleased } from "./released-files.ts";
import { withMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";

const USAGE = `npx trucekeeper release show --mission M [--at INSTANT] [--data DIR]      the rules by date, what holds, what was let out early
       npx trucekeeper release rules --from INSTANT [--public HOURS/KM] [--guarantors HOURS/KM] [--party-a HOURS/KM] [--party-b HOURS/KM] ${BY_USAGE}
       npx trucekeeper release early (--incident ID | --observation ID) --to GROUP,… [--precise] --with PERSON ${BY_USAGE}
       npx trucekeeper release files --to GROUP --at INSTANT --out DIR --mission M [--data DIR]      what a group may read at a moment
       GROUP: ${RELEASE_GROUPS.join(", ")}`;

/**
 * `release`: how long each group outside the staff waits and how coarse its places are; what two people let out early;
 * and what a group may read at a moment, as files to publish.
 */
export async function release(args: readonly string[]): Promise<number> {
  const flags = {
    ...BY_FLAGS,
    from: "text",
    at: "text",
    to: "text",
    out: "text",
    with: "text",
    incident: "text",
    observation: "text",
    precise: "switch",
    public: "text",
    guarantors: "text",
    "party-a": "text",
    "party-b": "text",
  } as const;
  const given = readArguments(args, flags, USAGE);
  const [act, ...more] = given.positionals;
  if (more.length > 0) wrongUsage(`${more[0]}: not expected`, USAGE);
  const { mission } = given.text;
  if (mission === undefined) wrongUsage("--mission: name the mission", USAGE);
  if (act === "show") {
    const at = given.text["at"] === undefined ? millis(Date.now()) : instantOf("at", given.text["at"]);
    return withMission(given.text, mission, (store, m) => show(store, m, at));
  }
  if (act === "rules") return rules(given);
  if (act === "early") return early(given);
  if (act !== "files") return wrongUsage(`release ${act ?? ""}: expected show, rules, early or files`, USAGE);
  const { at, out } = given.text;
  const [group, ...others] = groupsOf(given.text["to"]);
  if (group === undefined || others.length > 0) wrongUsage("--to: name one group", USAGE);
  if (at === undefined) wrongUsage("--at: the moment of reading, such as 2025-04-25T12:00:00Z", USAGE);
  if (out === undefined) wrongUsage("--out: name a folder to write", USAGE);
  const moment = instantOf("at", at);
  if (moment > Date.now()) wrongUsage(`--at ${at}: is still to come; what is out then is not out now`, USAGE);
  return withMission(given.text, mission, (store, m) => writeReleased(store, m, { group, at: moment, out }));
}

/** @throws Problem (exit 2) */
function instantOf(flag: string, text: string): Millis {
  const at = Date.parse(text);
  if (!Number.isInteger(at) || !/(Z|[+-]\d\d:\d\d)$/.test(text))
    wrongUsage(`--${flag} ${text}: expected an instant with its offset, such as 2025-04-19T10:00:00+03:00`, USAGE);
  return millis(at);
}

function groupsOf(text: string | undefined): ReleaseGroup[] {
  return listed(text).map((name) => {
    const group = RELEASE_GROUPS.find((g) => g === name);
    return group ?? wrongUsage(`--to ${name}: expected some of ${RELEASE_GROUPS.join(", ")}`, USAGE);
  });
}

const iso = (ms: number): string => new Date(ms).toISOString();
const inWords = ({ delayMs, cellM }: { readonly delayMs: number; readonly cellM: number }) => ({
  hours: delayMs / HOUR,
  km: cellM / 1_000,
});

async function show(store: Store, mission: Mission, at: Millis): Promise<number> {
  const { release: terms } = await deriveMission(store, mission, { size: await store.size(mission.id) });
  const now = Object.fromEntries(
    RELEASE_GROUPS.map((g) => [g, inWords(ruleFor(terms.history, { from: at, until: at }, g))]),
  );
  const history = terms.history.map(({ from, rules: of }) => ({
    from: iso(from),
    rules: Object.fromEntries(RELEASE_GROUPS.map((g) => [g, inWords(ruleOf(of, g))])),
  }));
  await result(canonical({ mission: mission.id, at: iso(at), now, history, early: terms.early }));
  say(`the floor is ${FLOOR.delayMs / HOUR} hours and ${FLOOR.cellM / 1_000} km; a mission may only raise it`);
  return 0;
}

async function rules(given: Arguments): Promise<number> {
  const by = byWhom(given.text, USAGE, "commissioner");
  const { from } = given.text;
  if (from === undefined) wrongUsage("--from: from when the rules hold, such as 2025-05-01T00:00:00Z", USAGE);
  const wanted: Record<string, { delayMs: number; cellM: number }> = {};
  for (const group of RELEASE_GROUPS) {
    const text = given.text[group];
    if (text === undefined) continue;
    const parts = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(text);
    if (!parts)
      wrongUsage(`--${group} ${text}: expected hours and kilometres, such as ${FLOOR.delayMs / HOUR}/5`, USAGE);
    const [delayMs, cellM] = [Math.round(Number(parts[1]) * HOUR), Number(parts[2]) * 1_000];
    if (delayMs < FLOOR.delayMs || cellM < FLOOR.cellM || cellM > sideM(COARSEST))
      wrongUsage(
        `--${group} ${text}: expected at least ${FLOOR.delayMs / HOUR} hours and ${FLOOR.cellM / 1_000} to ${sideM(COARSEST) / 1_000} km: a mission may raise the floor and never lower it`,
        USAGE,
      );
    wanted[group] = { delayMs, cellM };
  }
  const body = { from: instantOf("from", from), rules: wanted };
  return withMission(given.text, by.mission, async (store, mission) => {
    await store.signingKey(mission.id);
    return enterAll(store, mission, by, { kind: "release-rules", given: body, bodies: async () => [body] });
  });
}

async function early(given: Arguments): Promise<number> {
  const { incident, observation, with: other } = given.text;
  const by = byWhom(given.text, USAGE, "commissioner");
  if ((incident === undefined) === (observation === undefined))
    wrongUsage("name --incident or --observation, by its id", USAGE);
  if (other === undefined) wrongUsage("--with: an early release takes two people; who is the other?", USAGE);
  const to = groupsOf(given.text["to"]);
  if (to.length === 0) wrongUsage("--to: name the groups", USAGE);
  const id = (incident ?? observation) as string;
  return withMission(given.text, by.mission, async (store, mission) => {
    await store.signingKey(mission.id);
    const of = incident === undefined ? "observation" : "incident";
    const asked = { of, id, to, precise: given.on.has("precise"), people: [by.author, other] };
    const bodies = async () => [{ ...asked, members: await membersOf(store, mission, of, id) }];
    return enterAll(store, mission, by, { kind: "release-early", given: asked, bodies });
  });
}

/** The observations of an incident as it is now; of an observation none. @throws Problem record/entry where it is not there */
async function membersOf(store: Store, mission: Mission, of: "incident" | "observation", id: string) {
  const { derived } = await deriveMission(store, mission, { size: await store.size(mission.id) });
  const found = derived.findings.incidents.find((f) => f.incident.id === id);
  const known = of === "observation" ? derived.gathered.observations.some((o) => o.id === id) : found !== undefined;
  if (!known)
    throw problem(catalogue.entry, {
      kind: "release-early",
      why: `mission "${mission.id}" has no ${of} ${id}`,
    });
  return (found && of === "incident" ? found.incident.members : []).map((m) => m.observation.id);
}
