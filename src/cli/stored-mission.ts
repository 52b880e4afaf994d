import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { toHex } from "../log/bytes.ts";
import { rootOf } from "../log/merkle.ts";
import { countedIn } from "../mission/counted.ts";
import type { Derived } from "../mission/derive.ts";
import { remembered } from "../mission/evidence-sources.ts";
import { vintage, vintageWords } from "../mission/vintage.ts";
import { catalogue, problem } from "../problems.ts";
import { besideWords } from "../publication/findings.ts";
import { LAYOUT } from "../store/data-folder.ts";
import { deriveMission, missionSources } from "../store/mission-state.ts";
import { DEFAULT_FOLDER, openStore } from "../store/open.ts";
import type { Mission, Store } from "../store/store.ts";
import { findZone } from "../time/zone.ts";
import { periodOf } from "./derive-files.ts";
import { say } from "./talk.ts";

/** Flags of every command on a stored mission. */
export const STORE_FLAGS = { mission: "text", data: "text" } as const;

type Text = Readonly<Record<string, string | undefined>>;

const settingsOf = ({ data }: Text): Text => ({
  ...process.env,
  ...(data !== undefined && { TRUCEKEEPER_DATA: data, DATABASE_URL: undefined }),
});

/** Whether a store is where the settings say; nothing is made. */
export function storeExists(text: Text): boolean {
  const settings = settingsOf(text);
  if (settings["DATABASE_URL"]) return true;
  return existsSync(join(resolve(settings["TRUCEKEEPER_DATA"] || DEFAULT_FOLDER), LAYOUT.record));
}

/** Runs work on the store that flags and environment name, made where it is not there. */
export async function withStore<R>(text: Text, work: (store: Store) => Promise<R>): Promise<R> {
  const store = await openStore(settingsOf(text));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Runs work on a mission that is there. @throws Problem record/no-such-mission (exit 1) */
export async function withMission<R>(
  text: Text,
  id: string,
  work: (store: Store, mission: Mission) => Promise<R>,
): Promise<R> {
  if (!storeExists(text)) throw problem(catalogue.noSuchMission, { mission: id });
  return withStore(text, async (store) => {
    const mission = await store.mission(id);
    if (!mission) throw problem(catalogue.noSuchMission, { mission: id });
    return work(store, mission);
  });
}

/** Makes a mission and says so. */
export async function makeMission(
  store: Store,
  wanted: { readonly id: string; readonly zone: string; readonly exercise: boolean },
): Promise<Mission> {
  const mission = await store.createMission({ ...wanted, name: wanted.id });
  const kind = mission.exercise ? "an exercise" : "a mission";
  say(`${mission.id}: made as ${kind}, on the clock of ${mission.zone}; its log is ${mission.origin}`);
  say(`its key, to be given to those who will verify: ${mission.vkey}`);
  return mission;
}

/**
 * The log's size that `--as-of` names: a number of entries, or the first digits of a checkpoint's root.
 * @throws Problem (exit 2) where it is none of this log's
 */
export async function sizeAsOf(store: Store, mission: string, asOf: string | undefined): Promise<number> {
  const size = await store.size(mission);
  if (asOf === undefined) return size;
  if (/^\d{1,15}$/.test(asOf) && Number(asOf) <= size) return Number(asOf);
  if (/^[0-9a-f]{8,64}$/.test(asOf)) {
    const sizes = await store.overTree(mission, size, (nodes) => {
      const found: number[] = [];
      for (let n = size; n > 0; n--) if (toHex(rootOf(nodes, n)).startsWith(asOf)) found.push(n);
      return found;
    });
    const [only] = sizes;
    if (only !== undefined && sizes.length === 1) return only;
  }
  const why = `--as-of ${asOf}: expected a number of entries from 0 to ${size}, or at least 8 digits of a root of this log`;
  throw problem(catalogue.usage, { why });
}

/** A stored mission as known at `--as-of`, in the period and reading asked for; how it has moved since goes to stderr. */
export const missionState = (id: string, text: Text): Promise<Derived> =>
  withMission(text, id, async (store, mission) => {
    const clock = findZone(mission.zone);
    const size = await sizeAsOf(store, id, text["as-of"]);
    const options = {
      period: clock && periodOf(text, clock),
      ...(text["reading"] !== undefined && { readings: [text["reading"]] }),
      sources: remembered(missionSources(store, id)),
    };
    const { derived } = await deriveMission(store, mission, { size, ...options });
    if (derived.findings.beside) for (const words of besideWords(derived.findings.beside)) say(words);
    const whole = await store.size(id);
    if (size < whole) {
      const now = await deriveMission(store, mission, { size: whole, ...options });
      say(`recorded incidents: ${vintageWords(vintage(countedIn(derived), countedIn(now.derived)))}`);
    }
    return derived;
  });

/** Whether the store that flags and environment name holds this mission. */
export const isStored = async (id: string, text: Text): Promise<boolean> =>
  storeExists(text) && (await withStore(text, (store) => store.mission(id))) !== undefined;
