import { type Crosswalk, type Image, imageOf } from "./crosswalk.ts";
import type { WeaponClass } from "./taxonomy.ts";

const DAMAGE: Image = { acts: ["harm.damage"], loss: "by what it was damaged" };
const LOSSES: Image = { acts: ["harm.damage", "presence.weapon"], loss: "whose equipment, and how it was lost" };
const PRESENCE: Image = { acts: ["presence", "movement"], loss: "whose forces" };
const EXPLOSION: Image = { acts: ["explosion"] };

/** Eyes on Russia's event groups, with the month or period that most of them end in taken off (`eventGroup`). */
export const EYES_ON_RUSSIA_GROUPS: Crosswalk = {
  "Bombing or Explosion": EXPLOSION,
  "Civilian Casualty": { acts: ["harm.casualty"], loss: "killed or wounded, and by what" },
  "Civilian Infrastructure Damage": DAMAGE,
  "Military Infrastructure Damage": DAMAGE,
  "Ground Battle": { acts: ["clash"] },
  Munitions: { acts: ["explosion", "presence.mine"], loss: "a remnant found after an explosion, or unexploded" },
  "Russian Firing Positions": { acts: ["explosion", "fire"], role: "outgoing", loss: "whose position" },
  "Russian Military Presence": PRESENCE,
  "Russian Military Losses": LOSSES,
  "Ukrainian Military Losses": LOSSES,
  "Russian Allies Presence/Losses": { acts: ["presence", "movement", "harm.damage"], loss: "whose" },
  "Mass grave or Burial": { acts: ["harm.casualty"], loss: "a burial: the deaths are earlier than the day given" },
  "Detentions or Arrests": { acts: ["detention"] },
  Other: { acts: ["undetermined"] },
};

const PERIOD =
  / (?:January|February|March|April|May|June|July|August|Sep|Oct|Nov|September|October|November|December) \d{4}$| (?:Feb - June|July - Now)$/;

/** The image of an event group such as "Civilian Infrastructure Damage March 2022". */
export const eventGroup = (group: string): Image | undefined =>
  imageOf(EYES_ON_RUSSIA_GROUPS, group.trim().replace(PERIOD, ""));

/** Words in the column arms/munition, and the class that each stands for. All that match are alternatives. */
const ARMS: readonly (readonly [RegExp, WeaponClass])[] = [
  [/smerch|uragan|grad\b|\bBM-?(21|27|30)\b|9M55K|9M27K|TOS-1|MLRS|multiple (launch )?rocket|9T452/i, "mlrs"],
  [/isk[ae]nd[ea]r|9K720|9T250|(?<!tactical )ballistic/i, "ballistic-missile"],
  [/to(ch|h)c?[hk]?ka\b|tocha|9M79|OTR-21/i, "tactical-missile"],
  [/kalibr|3M54|cruise missile|Kh-(22|55|59|101)\b/i, "cruise-missile"],
  [/Kh-31|FAB-\d|aerial bomb/i, "aircraft-munition"],
  [/\b2S(?!6M?\b)\d+|msta|akatsiya|gvozdika|self-propelled (gun|howitzer|artillery)/i, "self-propelled-artillery"],
  [/\bT-?(64|72|80|90)|\btanks?\b/i, "tank"],
  [/\b(BMP|BMD|BTR|BRT|MT-?LB|BMPT|URAL|KamAZ|Tigr|Bushmaster)/i, "armour"],
  [/\bS-?(200|300|400)|\bSAM\b|tor\b|tor-m|\bbuk\b|osa-akm|9K33|pantsir|tunguska|9A31|SORAD/i, "air-defence"],
  [/9P149|9P162|kornet|shturm|javelin/i, "anti-tank-guided"],
  [/RPG|RShG/i, "recoilless-gun"],
  [/forpost|orlan/i, "reconnaissance-uav"],
  [/\bAK-?(74|47|s\b|'s)|small arms/i, "small-arms"],
  [/\bSVD\b|sniper/i, "sniper"],
  [/mortar/i, "mortar"],
];

/** The weapon classes that the words name, in the order of the table; none where no known word is met. */
export const armsClasses = (words: string): WeaponClass[] =>
  ARMS.filter(([pattern]) => pattern.test(words)).map(([, weapon]) => weapon);
