import type { Phrases } from "./say-phrases.ts";

/** French sets a no-break space before the colon and the semicolon, and inside its quotation marks. */
const NB = "\u00a0";
const quoted = (name: string) => `«${NB}${name}${NB}»`;
const list = (words: readonly string[], join: "and" | "or"): string =>
  words.length <= 1
    ? (words[0] ?? "")
    : `${words.slice(0, -1).join(", ")} ${join === "and" ? "et" : "ou"} ${words.at(-1)}`;
const names = (words: readonly string[], join: "and" | "or" = "and") => list(words.map(quoted), join);
const one = (items: readonly unknown[]) => items.length === 1;
/** In French 0 and 1, and all that is below 2, are singular. */
const many = (n: number, single: string, several: string) => `${n} ${n < 2 ? single : several}`;
const colon = `${NB}: `;
const semi = `${NB}; `;

const theParties = (p: readonly string[]) => `${one(p) ? "la partie" : "les parties"} ${names(p)}`;
const ofParties = (p: readonly string[]) => `${one(p) ? "de la partie" : "des parties"} ${names(p)}`;
/** Of several lines each side has its own. */
const ofLine = (l: readonly string[]) =>
  one(l) ? `de la ligne ${names(l)}` : `de la ligne de son propre côté (${names(l, "or")})`;
const theZones = (z: readonly string[], join: "and" | "or") => `${one(z) ? "la zone" : "les zones"} ${names(z, join)}`;
const inZones = (z: readonly string[], join: "and" | "or") =>
  `${one(z) ? "de la zone" : "des zones"} ${names(z, join)}`;

export const french: Phrases = {
  language: "fr",
  notAuthentic: `Texte non authentique${colon}ces phrases sont composées à partir des données du fichier${semi}seul le texte de l’accord fait foi.`,
  quoted,
  list,
  decimal: (n) => String(n).replace(".", ","),
  months: (n) => `${n} mois`,
  days: (n) => many(n, "jour", "jours"),
  hours: (n) => many(n, "heure", "heures"),
  minutes: (n) => many(n, "minute", "minutes"),
  quietDays: (n) => many(n, "jour calme", "jours calmes consécutifs"),

  heading: (id, reference) => `Clause ${quoted(id)} (${reference})`,
  calibre: (min, max) =>
    min !== null && max !== null
      ? `de ${min} à ${max} mm`
      : min !== null
        ? `de ${min} mm au moins`
        : `de ${max} mm au plus`,
  family: (f) => `famille${colon}${f}`,

  prohibits: (p, acts) =>
    `Pour ${theParties(p)}, ${one(acts) ? "l’acte suivant est contraire" : "les actes suivants sont contraires"} à la clause${colon}${list(acts, "or")}.`,
  withWeapons: (w) => `Seulement avec ${one(w) ? "cette arme" : "l’une de ces armes"}${colon}${list(w, "or")}.`,
  againstObjects: (k) => `Seulement contre l’un de ces objets, si une source le dit${colon}${list(k, "or")}.`,
  nearer: (km, l, width) =>
    `Seulement à moins de ${km} km ${ofLine(l)} (la zone entre les deux côtés a ${width} km de large).`,
  activities: (a) => `Seulement si une source dit qu’il s’agissait de ceci${colon}${list(a, "or")}.`,
  threshold: (min, unit) => `Seulement à partir de ${min}${semi}unité de compte${colon}${unit}.`,
  storage: (z) =>
    `Au-delà de cette ligne, une arme n’est tenue pour retirée que dans un site de stockage de son propre côté${colon}${names(z, "or")}.`,

  inside: (z) => `La clause vaut à l’intérieur ${inZones(z, "or")}.`,
  outside: (z) => `La clause vaut en dehors ${inZones(z, "and")}.`,
  within: (km, l) => `La clause vaut à moins de ${km} km de la ligne ${quoted(l)}.`,
  begins: (m) => `Début${colon}${m}.`,
  ends: (m) => `Fin${colon}${m}.`,
  daily: (from, until, zone) => `La clause vaut chaque jour de ${from} à ${until} (${zone}).`,
  always: "La clause vaut, que l’accord soit en vigueur ou non.",
  inForce: "La clause vaut tant que l’accord est en vigueur selon la lecture choisie.",
  onlyUnder: (r) => `La clause ne vaut que selon ${one(r) ? "la lecture" : "les lectures"} ${names(r, "or")}.`,
  containment: (level) => `Un lieu est tenu pour certain à partir d’une probabilité de ${level}.`,

  exempt: (id, what, disputed, narrowed) =>
    `Exception (${id})${colon}${[what, ...narrowed].join(semi)}${disputed ? `${semi}les parties en contestent la portée` : ""}.`,
  selfDefence: (level) =>
    `légitime défense${level ? ` ${{ individual: "de la personne", unit: "de l’unité", force: "de la force", mission: "de la mission", national: "de l’État" }[level]}` : ""}, si elle est invoquée et qu’une décision l’admet`,
  anActivity: (a) => `${list(a, "or")}, si toutes les sources le disent`,
  notice: (lead, overrun, demining) =>
    `${demining ? "déminage et explosions contrôlées, s’ils ont été annoncés" : "ce qui a été annoncé"} au moins ${lead} avant${overrun ? `, et encore ${overrun} après la fin annoncée` : ""}`,
  localCeasefire: (zone, overrun) =>
    `ce qui relève d’un cessez-le-feu local${zone ? ` dans la zone ${quoted(zone)}` : ""}${overrun ? `, et encore ${overrun} après sa fin` : ""}`,
  onlyActs: (a) => `seulement pour ces actes${colon}${list(a, "or")}`,
  onlyIf: (c) => `seulement à ces conditions${colon}${list(c, "and")}`,
  toBeTold: (w) => `à informer${colon}${list(w, "and")}`,

  severity: (cls, conditions) =>
    conditions.length === 0
      ? `L’accord qualifie tout manquement de ce genre de ${cls}.`
      : `L’accord qualifie le manquement de ${cls} si toutes ces conditions sont réunies${colon}${conditions.join(semi)}.`,
  killed: (n) => `nombre de morts${colon}au moins ${n}`,
  injured: (n) => `nombre de blessés${colon}au moins ${n}`,
  hit: (k) => `un objet de ce genre a été touché${colon}${list(k, "or")}`,
  weaponsUsed: (w) => `une arme de ce genre a été employée${colon}${list(w, "or")}`,
  where: (z) => `le fait a eu lieu dans ${theZones(z, "or")}`,
  atLeast: (n, unit) => `compte d’au moins ${n}${semi}unité de compte${colon}${unit}`,
  repeated: (days) => `le fait s’est répété au même lieu en ${days}`,
  ordered: "une décision a établi qu’il y avait eu un ordre",

  obliges: (p, duty, kind) => `Obligation ${ofParties(p)} (${kind})${colon}${duty}.`,
  concernsWeapons: (w) => `Armes visées${colon}${list(w, "and")}.`,
  concernsForces: (what) => `Forces visées${colon}${what}.`,
  concernsObjects: (k) => `Objets visés${colon}${list(k, "and")}.`,
  concernsActs: (a) => `Actes visés${colon}${list(a, "and")}.`,
  quantity: (min, max, unit) =>
    `Quantité${colon}${min !== null && max !== null ? (min === max ? `${min}` : `de ${min} à ${max}`) : min !== null ? `au moins ${min}` : `au plus ${max}`}${unit ? ` (unité de compte${colon}${unit})` : ""}`,
  zones: (z) => `${one(z) ? "Zone" : "Zones"}${colon}${names(z)}.`,
  beyond: (km, l, width) =>
    `Est retiré ce qui se trouve à ${km} km au moins ${ofLine(l)} (la zone entre les deux côtés a ${width} km de large).`,
  startBy: (m) => `À commencer au plus tard${colon}${m}.`,
  deadline: (m) => `Échéance${colon}${m}.`,
  noDeadline: "Aucune échéance n’est indiquée.",
  every: (l) => `À répéter au bout de chaque période de ${l}.`,
  step: (n, what, share, count, by) =>
    `Étape ${n}${colon}${[what, share && `${share} de l’ensemble`, count, by && `échéance${colon}${by}`].filter(Boolean).join(semi)}.`,
  evidence: (k) => `Preuves requises${colon}${list(k, "and")}.`,
  verifier: (w) => `Vérification${colon}${list(w, "and")}.`,
  recipient: (w) => `Destinataire${one(w) ? "" : "s"}${colon}${list(w, "and")}.`,
  progress: (says, asOf) => `Avancement${asOf ? ` au ${asOf}` : ""}, selon une source${colon}${says}.`,

  judgedByParty: "L’exécution est appréciée séparément pour chaque partie.",

  permits: (p, what) =>
    `${one(p) ? "La partie" : "Les parties"} ${names(p)} ${one(p) ? "peut" : "peuvent"} faire ceci${colon}${what}. Une permission n’est pas évaluée.`,
  defines: (t) => `La clause définit ${one(t) ? "le terme" : "les termes"} ${names(t)}.`,
  means: (term, what) => `${quoted(term)} désigne ceci${colon}${what.join(semi)}.`,
  standing: {
    disputed: "Les parties contestent cette clause.",
    "side-letter": "La clause figure dans une lettre annexe.",
    unseen: "Le texte de cette clause n’a pas été vu.",
  },
  holds: (party, says) => `Position de la partie ${quoted(party)}${colon}${says}.`,
  interpreted: (by, date, effect, text) =>
    `Interprétation donnée par ${quoted(by)} (${date}${semi}${effect})${colon}${text}.`,
  effects: {
    covers: "relève de la clause",
    "does-not-cover": "ne relève pas de la clause",
    exempts: "constitue une exception",
    confirms: "confirme la clause",
    none: "ne change aucun résultat",
  },

  reading: (id, by, from, until) =>
    `Lecture ${quoted(id)} (auteur${colon}${by})${colon}l’accord est en vigueur à partir du ${from}${until ? ` et jusqu’au ${until}` : ", sans fin indiquée"}.`,
  pending: (id, by, from) =>
    `Lecture ${quoted(id)} (auteur${colon}${by})${colon}l’accord n’est pas encore en vigueur${semi}début${colon}${from}.`,
  zone: (name, kind, asOf, owners) =>
    `Zone ${quoted(name)}${kind ? `${colon}${kind}` : ""}${owners.length > 0 ? `, ${ofParties(owners)}` : ""}${asOf ? `, date${colon}${asOf}` : ", sans date"}.`,
  line: (name, p, asOf) => `Ligne ${quoted(name)} ${ofParties(p)}${asOf ? `, date${colon}${asOf}` : ", sans date"}.`,

  moment: (shift, before, anchor) =>
    shift === "" ? `le moment de ${anchor}` : `${shift} ${before ? "avant" : "après"} ${anchor}`,
  anchors: {
    inForce: "l’entrée en vigueur de l’accord",
    incident: "la fin de l’incident",
    event: (name) => `l’événement ${quoted(name)}`,
    notice: (id) => `la remise de la notification ${quoted(id)}`,
    due: (clause) => `l’échéance de la clause ${quoted(clause)}`,
    done: (clause) => `l’exécution de la clause ${quoted(clause)}`,
  },
  quiet: (days, since, acts, zones, confirmedBy, more) =>
    `la fin de ${days}, à compter de ceci${colon}${since}${semi}le compte repart à zéro après ceci${colon}${list(acts, "or")}${zones.length > 0 ? `${semi}${one(zones) ? "zone" : "zones"}${colon}${names(zones)}` : ""}${confirmedBy ? `${semi}confirmé par${colon}${confirmedBy}` : ""}${more ? `${semi}puis encore ${more}` : ""}`,
};
