/**
 * Kinds of act, as a tree written in dotted ids: "fire.sniper" is a kind of "fire". The outside vocabularies are
 * mapped to it in crosswalk.ts. "explosion" without a leaf is an explosion whose means was not stated.
 * Sources: OSCE SMM daily reports, ACLED codebook, UCDP GED, VIINA (domain.md b).
 */
export const ACTS = [
  "fire",
  "fire.small-arms",
  "fire.sniper",
  "fire.heavy-machine-gun",
  "fire.cannon",
  "fire.anti-aircraft",
  "explosion",
  "explosion.mortar",
  "explosion.artillery",
  "explosion.tank",
  "explosion.mlrs",
  "explosion.missile",
  "explosion.air-strike",
  "explosion.uav-strike",
  "explosion.mine",
  "explosion.grenade",
  "explosion.anti-tank",
  "explosion.naval",
  "clash",
  "flight",
  "flight.uav",
  "flight.crewed",
  "movement",
  "movement.convoy",
  "movement.assault",
  "movement.crossing",
  "movement.position",
  "presence",
  "presence.weapon",
  "presence.person",
  "presence.mine",
  "control",
  "control.gain",
  "control.withdrawal",
  "harm",
  "harm.casualty",
  "harm.damage",
  "detention",
  "jamming",
  "cyber",
  "alert",
  "thermal",
  "undetermined",
] as const;
export type ActId = (typeof ACTS)[number];

/** Weapon classes with the calibres, in millimetres, that the class can have; null where calibre says nothing. */
export const WEAPONS = {
  "small-arms": { calibreMm: [4, 8] },
  sniper: { calibreMm: [5, 15] },
  "heavy-machine-gun": { calibreMm: [12, 15] },
  "automatic-grenade-launcher": { calibreMm: [30, 40] },
  "ifv-cannon": { calibreMm: [20, 57] },
  "anti-aircraft-gun": { calibreMm: [14, 57] },
  "recoilless-gun": { calibreMm: [57, 107] },
  "anti-tank-guided": { calibreMm: null },
  mortar: { calibreMm: [50, 240] },
  tank: { calibreMm: [85, 125] },
  "tube-artillery": { calibreMm: [76, 203] },
  "self-propelled-artillery": { calibreMm: [100, 203] },
  mlrs: { calibreMm: [107, 300] },
  "tactical-missile": { calibreMm: null },
  "cruise-missile": { calibreMm: null },
  "ballistic-missile": { calibreMm: null },
  "glide-bomb": { calibreMm: null },
  "aircraft-munition": { calibreMm: null },
  "attack-uav": { calibreMm: null },
  "reconnaissance-uav": { calibreMm: null },
  "air-defence": { calibreMm: null },
  armour: { calibreMm: null },
  "mine-ied": { calibreMm: null },
  "naval-gun": { calibreMm: null },
  undetermined: { calibreMm: null },
} as const satisfies Record<string, { readonly calibreMm: readonly [number, number] | null }>;
export type WeaponClass = keyof typeof WEAPONS;

/** Whether `act` is `kind` or one of the kinds below it. */
export const isKindOf = (act: ActId, kind: ActId): boolean => act === kind || act.startsWith(`${kind}.`);

/** Whether an act that was reported as `act` may in truth have been a `kind`: same branch, or not determined. */
export const mayBeKindOf = (act: ActId, kind: ActId): boolean =>
  act === "undetermined" || isKindOf(act, kind) || isKindOf(kind, act);
