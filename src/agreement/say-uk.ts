import type { Phrases } from "./say-phrases.ts";
import { slavic } from "./say-plural.ts";

const quoted = (name: string) => `«${name}»`;
const list = (words: readonly string[], join: "and" | "or"): string =>
  words.length <= 1
    ? (words[0] ?? "")
    : `${words.slice(0, -1).join(", ")} ${join === "and" ? "та" : "або"} ${words.at(-1)}`;
const names = (words: readonly string[], join: "and" | "or" = "and") => list(words.map(quoted), join);
const one = (items: readonly unknown[]) => items.length === 1;

/** Modifiers of a party: genitive and dative, singular and plural. */
const ofParty = (p: readonly string[]) => `${one(p) ? "сторони" : "сторін"} ${names(p)}`;
const toParty = (p: readonly string[]) => `${one(p) ? "Стороні" : "Сторонам"} ${names(p)}`;
/** Of several lines each side has its own. */
const fromLine = (l: readonly string[]) =>
  one(l) ? `від лінії ${names(l)}` : `від лінії своєї сторони (${names(l, "or")})`;

export const ukrainian: Phrases = {
  language: "uk",
  notAuthentic: "Неавтентичний текст: ці речення складено з даних файлу; вирішальним є лише текст самої угоди.",
  quoted,
  list,
  decimal: (n) => String(n).replace(".", ","),
  months: slavic("місяць", "місяці", "місяців"),
  days: slavic("день", "дні", "днів"),
  hours: slavic("годину", "години", "годин"),
  minutes: slavic("хвилину", "хвилини", "хвилин"),
  quietDays: slavic("спокійний день", "спокійні дні поспіль", "спокійних днів поспіль"),

  heading: (id, reference) => `Положення ${quoted(id)} (${reference})`,
  calibre: (min, max) =>
    `калібром ${[min === null ? "" : `від ${min}`, max === null ? "" : `до ${max}`].filter(Boolean).join(" ")} мм`,
  family: (f) => `родина: ${f}`,

  prohibits: (p, acts) =>
    `Для ${ofParty(p)} цьому положенню ${one(acts) ? "суперечить така дія" : "суперечать такі дії"}: ${list(acts, "or")}.`,
  withWeapons: (w) => `Лише з такою зброєю: ${list(w, "or")}.`,
  againstObjects: (k) => `Лише щодо таких об’єктів, якщо про це каже джерело: ${list(k, "or")}.`,
  nearer: (km, l, width) =>
    `Лише ближче ніж за ${km} км ${fromLine(l)} (зона між обома сторонами має ${width} км завширшки).`,
  activities: (a) => `Лише якщо, за словами джерела, це таке: ${list(a, "or")}.`,
  threshold: (min, unit) => `Лише починаючи з ${min}; одиниця лічби: ${unit}.`,
  storage: (z) =>
    `За цією лінією зброя вважається відведеною лише в місці зберігання своєї сторони: ${names(z, "or")}.`,

  inside: (z) => `Діє всередині ${one(z) ? "зони" : "зон"} ${names(z, "or")}.`,
  outside: (z) => `Діє поза ${one(z) ? "зоною" : "зонами"} ${names(z)}.`,
  within: (km, l) => `Діє ближче ніж за ${km} км від лінії ${quoted(l)}.`,
  begins: (m) => `Початок дії: ${m}.`,
  ends: (m) => `Кінець дії: ${m}.`,
  daily: (from, until, zone) => `Діє щодня з ${from} до ${until} (${zone}).`,
  always: "Діє незалежно від того, чи чинна угода.",
  inForce: "Діє, поки угода чинна за обраним тлумаченням строку дії.",
  onlyUnder: (r) => `Діє лише за ${one(r) ? "тлумаченням" : "тлумаченнями"} строку дії ${names(r, "or")}.`,
  containment: (level) => `Місце вважається певним від імовірності ${level}.`,

  exempt: (id, what, disputed, narrowed) =>
    `Виняток (${id}): ${[what, ...narrowed].join("; ")}${disputed ? "; межі цього винятку сторони оспорюють" : ""}.`,
  selfDefence: (level) =>
    `самооборона${level ? ` ${{ individual: "окремої особи", unit: "підрозділу", force: "сил", mission: "місії", national: "держави" }[level]}` : ""}, якщо на неї послалися і рішення її визнало`,
  anActivity: (a) => `${list(a, "or")}, якщо так кажуть усі джерела`,
  notice: (lead, overrun, demining) =>
    `${demining ? "розмінування й контрольовані вибухи, про які було повідомлено" : "те, про що було повідомлено"} щонайменше за ${lead} до початку${overrun ? `, і ще ${overrun} після оголошеного кінця` : ""}`,
  localCeasefire: (zone, overrun) =>
    `те, що припадає на локальне припинення вогню${zone ? ` в зоні ${quoted(zone)}` : ""}${overrun ? `, і ще ${overrun} після його кінця` : ""}`,
  onlyActs: (a) => `лише для таких дій: ${list(a, "or")}`,
  onlyIf: (c) => `лише за таких умов: ${list(c, "and")}`,
  toBeTold: (w) => `слід повідомити: ${list(w, "and")}`,

  severity: (cls, conditions) =>
    conditions.length === 0
      ? `Кожне таке порушення угода визначає як ${cls}.`
      : `Угода визначає порушення як ${cls}, якщо виконано всі ці умови: ${conditions.join("; ")}.`,
  killed: (n) => `кількість загиблих: щонайменше ${n}`,
  injured: (n) => `кількість поранених: щонайменше ${n}`,
  hit: (k) => `уражено такий об’єкт: ${list(k, "or")}`,
  weaponsUsed: (w) => `застосовано таку зброю: ${list(w, "or")}`,
  where: (z) => `це сталося всередині ${one(z) ? "зони" : "зон"} ${names(z, "or")}`,
  atLeast: (n, unit) => `нараховано щонайменше ${n}; одиниця лічби: ${unit}`,
  repeated: (days) => `за ${days} це повторилося на тому самому місці`,
  ordered: "рішенням установлено, що на це був наказ",

  obliges: (p, duty, kind) => `Обов’язок ${ofParty(p)} (${kind}): ${duty}.`,
  concernsWeapons: (w) => `Зброя, якої це стосується: ${list(w, "and")}.`,
  concernsForces: (what) => `Сили, яких це стосується: ${what}.`,
  concernsObjects: (k) => `Об’єкти, яких це стосується: ${list(k, "and")}.`,
  concernsActs: (a) => `Дії, яких це стосується: ${list(a, "and")}.`,
  quantity: (min, max, unit) =>
    `Кількість: ${min !== null && max !== null ? (min === max ? `${min}` : `від ${min} до ${max}`) : min !== null ? `щонайменше ${min}` : `щонайбільше ${max}`}${unit ? ` (одиниця лічби: ${unit})` : ""}`,
  zones: (z) => `${one(z) ? "Зона" : "Зони"}: ${names(z)}.`,
  beyond: (km, l, width) =>
    `Відведеним вважається те, що стоїть щонайменше за ${km} км ${fromLine(l)} (зона між обома сторонами має ${width} км завширшки).`,
  startBy: (m) => `Почати не пізніше ніж: ${m}.`,
  deadline: (m) => `Строк: ${m}.`,
  noDeadline: "Строку не вказано.",
  every: (l) => `Повторюється щоразу через ${l}.`,
  step: (n, what, share, count, by) =>
    `Крок ${n}: ${[what, share && `${share} від усього`, count, by && `строк: ${by}`].filter(Boolean).join("; ")}.`,
  evidence: (k) => `Потрібні докази: ${list(k, "and")}.`,
  verifier: (w) => `Перевіряє: ${list(w, "and")}.`,
  recipient: (w) => `Кому: ${list(w, "and")}.`,
  progress: (says, asOf) => `Стан виконання${asOf ? ` на ${asOf}` : ""} за словами джерела: ${says}.`,

  judgedByParty: "Виконання оцінюється для кожної сторони окремо.",

  permits: (p, what) => `${toParty(p)} дозволено: ${what}. Дозвіл не оцінюється.`,
  defines: (t) => `Положення визначає ${one(t) ? "термін" : "терміни"} ${names(t)}.`,
  means: (term, what) => `${quoted(term)} означає таке: ${what.join("; ")}.`,
  standing: {
    disputed: "Сторони оспорюють це положення.",
    "side-letter": "Положення міститься в додатковому листі.",
    unseen: "Тексту цього положення ми не бачили.",
  },
  holds: (party, says) => `Позиція сторони ${quoted(party)}: ${says}.`,
  interpreted: (by, date, effect, text) => `Тлумачення, яке дає ${quoted(by)} (${date}; ${effect}): ${text}.`,
  effects: {
    covers: "підпадає під положення",
    "does-not-cover": "не підпадає під положення",
    exempts: "становить виняток",
    confirms: "підтверджує положення",
    none: "не змінює результатів",
  },

  reading: (id, by, from, until) =>
    `Тлумачення строку дії ${quoted(id)} (автор: ${by}): угода чинна з ${from}${until ? ` до ${until}` : ", без зазначеного кінця"}.`,
  pending: (id, by, from) => `Тлумачення строку дії ${quoted(id)} (автор: ${by}): угода ще не чинна; початок: ${from}.`,
  zone: (name, kind, asOf, owners) =>
    `Зона ${quoted(name)}${kind ? `: ${kind}` : ""}${owners.length > 0 ? `, належить ${one(owners) ? "стороні" : "сторонам"} ${names(owners)}` : ""}${asOf ? `, станом на ${asOf}` : ", дати не вказано"}.`,
  line: (name, p, asOf) => `Лінія ${quoted(name)} ${ofParty(p)}${asOf ? `, станом на ${asOf}` : ", дати не вказано"}.`,

  moment: (shift, before, anchor) =>
    shift === "" ? `момент ${anchor}` : before ? `за ${shift} до ${anchor}` : `через ${shift} після ${anchor}`,
  anchors: {
    inForce: "набрання чинності угодою",
    incident: "кінця інциденту",
    event: (name) => `події ${quoted(name)}`,
    notice: (id) => `подання повідомлення ${quoted(id)}`,
    due: (clause) => `спливу строку за положенням ${quoted(clause)}`,
    done: (clause) => `виконання положення ${quoted(clause)}`,
  },
  quiet: (days, since, acts, zones, confirmedBy, more) =>
    `коли мине ${days}; початок відліку: ${since}; відлік починається знову після таких подій: ${list(acts, "or")}${zones.length > 0 ? `; ${one(zones) ? "зона" : "зони"}: ${names(zones)}` : ""}${confirmedBy ? `; підтверджує: ${confirmedBy}` : ""}${more ? `; і ще ${more}` : ""}`,
};
