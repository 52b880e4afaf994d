import type { Phrases } from "./say-phrases.ts";
import { slavic } from "./say-plural.ts";

const quoted = (name: string) => `«${name}»`;
const list = (words: readonly string[], join: "and" | "or"): string =>
  words.length <= 1
    ? (words[0] ?? "")
    : `${words.slice(0, -1).join(", ")} ${join === "and" ? "и" : "или"} ${words.at(-1)}`;
const names = (words: readonly string[], join: "and" | "or" = "and") => list(words.map(quoted), join);
const one = (items: readonly unknown[]) => items.length === 1;

/** Modifiers of a party: genitive and dative, singular and plural. */
const ofParty = (p: readonly string[]) => `${one(p) ? "стороны" : "сторон"} ${names(p)}`;
const toParty = (p: readonly string[]) => `${one(p) ? "Стороне" : "Сторонам"} ${names(p)}`;
/** Of several lines each side has its own. */
const fromLine = (l: readonly string[]) =>
  one(l) ? `от линии ${names(l)}` : `от линии своей стороны (${names(l, "or")})`;

export const russian: Phrases = {
  language: "ru",
  notAuthentic:
    "Неаутентичный текст: эти предложения составлены из данных файла; решает только текст самого соглашения.",
  quoted,
  list,
  decimal: (n) => String(n).replace(".", ","),
  months: slavic("месяц", "месяца", "месяцев"),
  days: slavic("день", "дня", "дней"),
  hours: slavic("час", "часа", "часов"),
  minutes: slavic("минуту", "минуты", "минут"),
  quietDays: slavic("спокойный день", "спокойных дня подряд", "спокойных дней подряд"),

  heading: (id, reference) => `Положение ${quoted(id)} (${reference})`,
  calibre: (min, max) =>
    `калибром ${[min === null ? "" : `от ${min}`, max === null ? "" : `до ${max}`].filter(Boolean).join(" ")} мм`,
  family: (f) => `семейство: ${f}`,

  prohibits: (p, acts) =>
    `Для ${ofParty(p)} этому положению ${one(acts) ? "противоречит такое действие" : "противоречат такие действия"}: ${list(acts, "or")}.`,
  withWeapons: (w) => `Только с таким оружием: ${list(w, "or")}.`,
  againstObjects: (k) => `Только в отношении таких объектов, если об этом говорит источник: ${list(k, "or")}.`,
  nearer: (km, l, width) =>
    `Только ближе чем в ${km} км ${fromLine(l)} (зона между обеими сторонами имеет ширину ${width} км).`,
  activities: (a) => `Только если, по словам источника, это следующее: ${list(a, "or")}.`,
  threshold: (min, unit) => `Только начиная с ${min}; единица счёта: ${unit}.`,
  storage: (z) =>
    `За этой линией оружие считается отведённым только в месте хранения своей стороны: ${names(z, "or")}.`,

  inside: (z) => `Действует внутри ${one(z) ? "зоны" : "зон"} ${names(z, "or")}.`,
  outside: (z) => `Действует вне ${one(z) ? "зоны" : "зон"} ${names(z)}.`,
  within: (km, l) => `Действует ближе чем в ${km} км от линии ${quoted(l)}.`,
  begins: (m) => `Начало действия: ${m}.`,
  ends: (m) => `Конец действия: ${m}.`,
  daily: (from, until, zone) => `Действует ежедневно с ${from} до ${until} (${zone}).`,
  always: "Действует независимо от того, вступило ли соглашение в силу.",
  inForce: "Действует, пока соглашение в силе по избранному толкованию срока действия.",
  onlyUnder: (r) => `Действует только по ${one(r) ? "толкованию" : "толкованиям"} срока действия ${names(r, "or")}.`,
  containment: (level) => `Место считается определённым начиная с вероятности ${level}.`,

  exempt: (id, what, disputed, narrowed) =>
    `Исключение (${id}): ${[what, ...narrowed].join("; ")}${disputed ? "; пределы этого исключения стороны оспаривают" : ""}.`,
  selfDefence: (level) =>
    `самооборона${level ? ` ${{ individual: "отдельного лица", unit: "подразделения", force: "сил", mission: "миссии", national: "государства" }[level]}` : ""}, если на неё сослались и решение её признало`,
  anActivity: (a) => `${list(a, "or")}, если так говорят все источники`,
  notice: (lead, overrun, demining) =>
    `${demining ? "разминирование и контролируемые взрывы, о которых было сообщено" : "то, о чём было сообщено"} не менее чем за ${lead} до начала${overrun ? `, и ещё ${overrun} после объявленного конца` : ""}`,
  localCeasefire: (zone, overrun) =>
    `то, что приходится на локальное прекращение огня${zone ? ` в зоне ${quoted(zone)}` : ""}${overrun ? `, и ещё ${overrun} после его конца` : ""}`,
  onlyActs: (a) => `только для таких действий: ${list(a, "or")}`,
  onlyIf: (c) => `только при таких условиях: ${list(c, "and")}`,
  toBeTold: (w) => `следует уведомить: ${list(w, "and")}`,

  severity: (cls, conditions) =>
    conditions.length === 0
      ? `Каждое такое нарушение соглашение определяет как ${cls}.`
      : `Соглашение определяет нарушение как ${cls}, если выполнены все эти условия: ${conditions.join("; ")}.`,
  killed: (n) => `число погибших: не менее ${n}`,
  injured: (n) => `число раненых: не менее ${n}`,
  hit: (k) => `поражён такой объект: ${list(k, "or")}`,
  weaponsUsed: (w) => `применено такое оружие: ${list(w, "or")}`,
  where: (z) => `это произошло внутри ${one(z) ? "зоны" : "зон"} ${names(z, "or")}`,
  atLeast: (n, unit) => `насчитано не менее ${n}; единица счёта: ${unit}`,
  repeated: (days) => `за ${days} это повторилось на том же месте`,
  ordered: "решением установлено, что на это был приказ",

  obliges: (p, duty, kind) => `Обязанность ${ofParty(p)} (${kind}): ${duty}.`,
  concernsWeapons: (w) => `Оружие, которого это касается: ${list(w, "and")}.`,
  concernsForces: (what) => `Силы, которых это касается: ${what}.`,
  concernsObjects: (k) => `Объекты, которых это касается: ${list(k, "and")}.`,
  concernsActs: (a) => `Действия, которых это касается: ${list(a, "and")}.`,
  quantity: (min, max, unit) =>
    `Количество: ${min !== null && max !== null ? (min === max ? `${min}` : `от ${min} до ${max}`) : min !== null ? `не менее ${min}` : `не более ${max}`}${unit ? ` (единица счёта: ${unit})` : ""}`,
  zones: (z) => `${one(z) ? "Зона" : "Зоны"}: ${names(z)}.`,
  beyond: (km, l, width) =>
    `Отведённым считается то, что стоит не ближе чем в ${km} км ${fromLine(l)} (зона между обеими сторонами имеет ширину ${width} км).`,
  startBy: (m) => `Начать не позднее чем: ${m}.`,
  deadline: (m) => `Срок: ${m}.`,
  noDeadline: "Срок не указан.",
  every: (l) => `Повторяется каждый раз через ${l}.`,
  step: (n, what, share, count, by) =>
    `Шаг ${n}: ${[what, share && `${share} от всего`, count, by && `срок: ${by}`].filter(Boolean).join("; ")}.`,
  evidence: (k) => `Нужны доказательства: ${list(k, "and")}.`,
  verifier: (w) => `Проверяет: ${list(w, "and")}.`,
  recipient: (w) => `Кому: ${list(w, "and")}.`,
  progress: (says, asOf) => `Ход выполнения${asOf ? ` на ${asOf}` : ""} по словам источника: ${says}.`,

  judgedByParty: "Исполнение оценивается для каждой стороны отдельно.",

  permits: (p, what) => `${toParty(p)} разрешено: ${what}. Разрешение не оценивается.`,
  defines: (t) => `Положение определяет ${one(t) ? "термин" : "термины"} ${names(t)}.`,
  means: (term, what) => `${quoted(term)} означает следующее: ${what.join("; ")}.`,
  standing: {
    disputed: "Стороны оспаривают это положение.",
    "side-letter": "Положение содержится в дополнительном письме.",
    unseen: "Текста этого положения мы не видели.",
  },
  holds: (party, says) => `Позиция стороны ${quoted(party)}: ${says}.`,
  interpreted: (by, date, effect, text) => `Толкование, которое даёт ${quoted(by)} (${date}; ${effect}): ${text}.`,
  effects: {
    covers: "подпадает под положение",
    "does-not-cover": "не подпадает под положение",
    exempts: "составляет исключение",
    confirms: "подтверждает положение",
    none: "не меняет результатов",
  },

  reading: (id, by, from, until) =>
    `Толкование срока действия ${quoted(id)} (автор: ${by}): соглашение в силе с ${from}${until ? ` до ${until}` : ", конец не указан"}.`,
  pending: (id, by, from) =>
    `Толкование срока действия ${quoted(id)} (автор: ${by}): соглашение ещё не в силе; начало: ${from}.`,
  zone: (name, kind, asOf, owners) =>
    `Зона ${quoted(name)}${kind ? `: ${kind}` : ""}${owners.length > 0 ? `, принадлежит ${one(owners) ? "стороне" : "сторонам"} ${names(owners)}` : ""}${asOf ? `, по состоянию на ${asOf}` : ", дата не указана"}.`,
  line: (name, p, asOf) =>
    `Линия ${quoted(name)} ${ofParty(p)}${asOf ? `, по состоянию на ${asOf}` : ", дата не указана"}.`,

  moment: (shift, before, anchor) =>
    shift === "" ? `момент ${anchor}` : before ? `за ${shift} до ${anchor}` : `через ${shift} после ${anchor}`,
  anchors: {
    inForce: "вступления соглашения в силу",
    incident: "окончания инцидента",
    event: (name) => `события ${quoted(name)}`,
    notice: (id) => `подачи уведомления ${quoted(id)}`,
    due: (clause) => `истечения срока по положению ${quoted(clause)}`,
    done: (clause) => `исполнения положения ${quoted(clause)}`,
  },
  quiet: (days, since, acts, zones, confirmedBy, more) =>
    `когда пройдёт ${days}; начало отсчёта: ${since}; отсчёт начинается заново после таких событий: ${list(acts, "or")}${zones.length > 0 ? `; ${one(zones) ? "зона" : "зоны"}: ${names(zones)}` : ""}${confirmedBy ? `; подтверждает: ${confirmedBy}` : ""}${more ? `; и ещё ${more}` : ""}`,
};
