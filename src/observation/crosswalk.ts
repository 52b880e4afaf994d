import { byCodePoint } from "../units.ts";
import type { CountUnit } from "./count.ts";
import type { Role } from "./observation.ts";
import type { ActId, WeaponClass } from "./taxonomy.ts";

/**
 * What a word of an outside vocabulary means in ours.
 * - `acts`: one act, or the alternatives that the word does not tell apart.
 * - `notAnAct`: the word names nothing that a term on conduct could be about; the reason is the value.
 * `loss` says what the word holds that ours does not carry.
 */
export type Image =
  | {
      readonly acts: readonly [ActId, ...ActId[]];
      readonly role?: Role;
      readonly weapon?: WeaponClass;
      readonly unit?: CountUnit;
      readonly loss?: string;
    }
  | { readonly notAnAct: string };

/** A table from the words of one outside vocabulary. Look up with `imageOf`, which knows no inherited members. */
export type Crosswalk = Readonly<Record<string, Image>>;

/** The image of an outside word, or undefined where the table has no such word. Words are compared as they stand. */
export const imageOf = (table: Crosswalk, word: string): Image | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** The acts of several words together: the union of their alternatives in order of first mention, each once. */
export function actsOf(images: readonly Image[]): ActId[] {
  const acts: ActId[] = [];
  for (const image of images)
    if ("acts" in image) for (const act of image.acts) if (!acts.includes(act)) acts.push(act);
  return acts;
}

/** The outside words among whose alternatives the act is, by code point; none where the vocabulary has no such word. */
export const wordsOf = (table: Crosswalk, act: ActId): string[] =>
  Object.entries(table)
    .filter(([, image]) => "acts" in image && image.acts.includes(act))
    .map(([word]) => word)
    .sort(byCodePoint);

/** Roles as OSCE SMM reports word them. "Incoming" is the wording of 2015 to 2017 for what was later "impact". */
export const OSCE_ROLES: Readonly<Record<string, Role>> = {
  outgoing: "outgoing",
  impact: "impact",
  incoming: "impact",
  airburst: "airburst",
  undetermined: "undetermined",
  "assessed as outgoing": "outgoing",
  "assessed as an impact": "impact",
  "assessed as airburst": "airburst",
  "exchange of fire": "exchange",
};

/** What OSCE SMM counted (columns "event" of its violations tables). Source: domain.md a, d1. */
export const OSCE_PHENOMENA: Crosswalk = {
  explosion: { acts: ["explosion"], unit: "explosion" },
  impact: { acts: ["explosion"], role: "impact", unit: "explosion" },
  airburst: { acts: ["explosion"], role: "airburst", unit: "explosion" },
  "outgoing explosion": { acts: ["explosion"], role: "outgoing", unit: "explosion" },
  "incoming explosion": { acts: ["explosion"], role: "impact", unit: "explosion" },
  "undetermined explosion": { acts: ["explosion"], role: "undetermined", unit: "explosion" },
  burst: { acts: ["fire"], unit: "burst", loss: "that it was automatic fire is kept by the unit alone" },
  shot: { acts: ["fire"], unit: "shot" },
  projectile: { acts: ["fire", "explosion"], unit: "projectile", loss: "direction of flight" },
  "muzzle flash": { acts: ["fire", "explosion"], role: "outgoing", unit: "muzzle-flash" },
  "illumination flare": {
    acts: ["undetermined"],
    unit: "flare",
    loss: "a flare is counted as heard, and has no act of its own",
  },
  "vehicle convoy": { acts: ["movement.convoy"], unit: "vehicle" },
  "UAV flight": { acts: ["flight.uav"], unit: "flight" },
  "weapon present": { acts: ["presence.weapon"], unit: "weapon" },
  "persons present": { acts: ["presence.person"], unit: "person" },
  mines: { acts: ["presence.mine"], unit: "mine" },
  "position or trench": { acts: ["movement.position"], unit: "position" },
  "border crossing": { acts: ["movement.crossing"], unit: "crossing" },
  "GPS signal interference": { acts: ["jamming"], unit: "event" },
  damage: { acts: ["harm.damage"], unit: "event" },
  casualty: { acts: ["harm.casualty"], unit: "person" },
};

/** Weapons as OSCE SMM reports word them. Models and calibres in brackets are read apart. */
export const OSCE_WEAPONS: Crosswalk = {
  "small arms": { acts: ["fire.small-arms"], weapon: "small-arms" },
  "sniper rifle": { acts: ["fire.sniper"], weapon: "sniper" },
  "heavy machine gun": { acts: ["fire.heavy-machine-gun"], weapon: "heavy-machine-gun" },
  "automatic grenade launcher": { acts: ["explosion.grenade"], weapon: "automatic-grenade-launcher" },
  "under-barrel grenade launcher": { acts: ["explosion.grenade"], loss: "no weapon class of its own" },
  "rocket-propelled grenade": { acts: ["explosion.grenade"], loss: "no weapon class of its own" },
  "infantry fighting vehicle cannon": { acts: ["fire.cannon"], weapon: "ifv-cannon" },
  "anti-aircraft gun": { acts: ["fire.anti-aircraft"], weapon: "anti-aircraft-gun" },
  "recoilless gun": { acts: ["explosion.anti-tank"], weapon: "recoilless-gun" },
  "anti-tank guided missile": { acts: ["explosion.anti-tank"], weapon: "anti-tank-guided" },
  mortar: { acts: ["explosion.mortar"], weapon: "mortar" },
  tank: { acts: ["explosion.tank"], weapon: "tank" },
  artillery: { acts: ["explosion.artillery"], weapon: "tube-artillery" },
  "towed howitzer": { acts: ["explosion.artillery"], weapon: "tube-artillery" },
  "self-propelled howitzer": { acts: ["explosion.artillery"], weapon: "self-propelled-artillery" },
  "multiple launch rocket system": { acts: ["explosion.mlrs"], weapon: "mlrs" },
  "surface-to-air missile system": { acts: ["explosion.missile"], weapon: "air-defence" },
  "tactical missile": { acts: ["explosion.missile"], weapon: "tactical-missile" },
  "mine or improvised explosive device": { acts: ["explosion.mine"], weapon: "mine-ied" },
  "undetermined weapon": { acts: ["undetermined"], weapon: "undetermined" },
};

/** Acts for which OSCE SMM's tables have no word of their own, and what it would say instead. */
export const OSCE_NO_WORD: Readonly<Partial<Record<ActId, string>>> = {
  "explosion.air-strike": "none in the mission's time: an explosion, assessed as an aerial bomb",
  "explosion.uav-strike": "an explosion, assessed as an item dropped from a UAV",
  "explosion.naval": "an explosion, assessed as naval gun fire",
  clash: "bursts and shots, each counted; an exchange of fire is a role",
  flight: "the kind of aircraft is always named",
  "flight.crewed": "told in the text, not in the tables",
  movement: "the kind of movement is always named",
  "movement.assault": "told in the text, not in the tables",
  presence: "what was present is always named",
  control: "told in the text as (non-)government-controlled",
  "control.gain": "told in the text as (non-)government-controlled",
  "control.withdrawal": "told in the text as disengagement or withdrawal of weapons",
  harm: "damage or casualty is always named",
  detention: "told in the text, not in the tables",
  cyber: "outside the mandate",
  alert: "not recorded",
  thermal: "not recorded",
};

/**
 * UCDP GED type_of_violence. UCDP records armed force with at least one death and does not say by what means, so each
 * type stands for every means that kills; the deaths themselves are carried as `killed`.
 */
export const UCDP_TYPES: Crosswalk = {
  "1": { acts: ["clash", "explosion", "fire"], loss: "state-based: that one side is a government" },
  "2": { acts: ["clash", "explosion", "fire"], loss: "non-state: that no side is a government" },
  "3": { acts: ["explosion", "fire", "harm.casualty"], loss: "one-sided: that the dead were civilians" },
};

/** Types of the synthetic reports with known incidents (fusion bench): one to one. */
export const FUSION_TYPES: Crosswalk = {
  explosion: { acts: ["explosion"] },
  "explosion.mortar": { acts: ["explosion.mortar"] },
  "explosion.artillery": { acts: ["explosion.artillery"] },
  "explosion.mlrs": { acts: ["explosion.mlrs"] },
  "explosion.uav": { acts: ["explosion.uav-strike"] },
  "explosion.mine": { acts: ["explosion.mine"] },
  fire: { acts: ["fire"] },
  "fire.small-arms": { acts: ["fire.small-arms"] },
  "fire.heavy-mg": { acts: ["fire.heavy-machine-gun"] },
  "fire.sniper": { acts: ["fire.sniper"] },
  movement: { acts: ["movement"] },
  "movement.convoy": { acts: ["movement.convoy"] },
  "movement.position": { acts: ["movement.position"] },
  undetermined: { acts: ["undetermined"] },
};
