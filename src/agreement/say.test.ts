import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACTIVITIES, OBJECT_KINDS } from "../observation/observation.ts";
import { explain, sayClause, sayWeaponRule } from "./explain.ts";
import { sayFinding } from "./finding.ts";
import { parseAgreement } from "./parse.ts";
import { PHRASES } from "./say-clause.ts";
import { slavic } from "./say-plural.ts";
import { ACT_WORDS, ACTIVITY_WORDS, LANGUAGES, OBJECT_WORDS, UNIT_WORDS, WEAPON_WORDS } from "./say-vocabulary.ts";

const read = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), "utf8");
const parsed = (name: string) => {
  const result = parseAgreement(read(name), name, (path) => (path === "parts/zones.geojson" ? read(path) : undefined));
  if ("errors" in result) throw new Error(result.errors.map(sayFinding).join("\n"));
  return result.agreement;
};
const agreement = parsed("said.yaml");
/** No-break spaces made visible, so that a reader of this test sees them. */
const shown = (text: string) => text.replaceAll("\u00a0", "_");
const said = (id: string, language: (typeof LANGUAGES)[number]) => {
  const found = explain(agreement, language).said.find((s) => s.id === id);
  return shown([found?.heading, found?.text].filter(Boolean).join(": "));
};

describe("a prohibition", () => {
  test("in English", () =>
    expect(said("fire", "en")).toBe(
      "Clause “fire” (art. 1): For Північ and Південь, these acts are contrary to the clause: fire or drone strikes. Only against one of these objects, as a source states it: substations or power plants. Only from 3 on, counted in this unit: shots. It holds inside the zone “Долина”. Beginning: 1 day after the entry into force of the agreement. End: 21 days after the entry into force of the agreement. It holds daily from 22:00 to 06:00 (Europe/Kyiv). It holds while the agreement is in force under the reading. Exempt (own): self-defence of the unit, where it is invoked and a decision accepts it; the parties dispute how far this reaches. Exempt (work): what a notice announced at least 1 hour before, and 22 minutes beyond the end announced.",
    ));
  test("in Ukrainian", () =>
    expect(said("fire", "uk")).toBe(
      "Положення «fire» (стаття 1): Для сторін «Північ» та «Південь» цьому положенню суперечать такі дії: вогонь або удари безпілотників. Лише щодо таких об’єктів, якщо про це каже джерело: підстанції або електростанції. Лише починаючи з 3; одиниця лічби: постріли. Діє всередині зони «Долина». Початок дії: через 1 день після набрання чинності угодою. Кінець дії: через 21 день після набрання чинності угодою. Діє щодня з 22:00 до 06:00 (Europe/Kyiv). Діє, поки угода чинна за обраним тлумаченням строку дії. Виняток (own): самооборона підрозділу, якщо на неї послалися і рішення її визнало; межі цього винятку сторони оспорюють. Виняток (work): те, про що було повідомлено щонайменше за 1 годину до початку, і ще 22 хвилини після оголошеного кінця.",
    ));
  test("in Russian", () =>
    expect(said("fire", "ru")).toBe(
      "Положение «fire» (статья 1): Для сторон «Північ» и «Південь» этому положению противоречат такие действия: огонь или удары беспилотников. Только в отношении таких объектов, если об этом говорит источник: подстанции или электростанции. Только начиная с 3; единица счёта: выстрелы. Действует внутри зоны «Долина». Начало действия: через 1 день после вступления соглашения в силу. Конец действия: через 21 день после вступления соглашения в силу. Действует ежедневно с 22:00 до 06:00 (Europe/Kyiv). Действует, пока соглашение в силе по избранному толкованию срока действия. Исключение (own): самооборона подразделения, если на неё сослались и решение её признало; пределы этого исключения стороны оспаривают. Исключение (work): то, о чём было сообщено не менее чем за 1 час до начала, и ещё 22 минуты после объявленного конца.",
    ));
  test("in French", () =>
    expect(said("fire", "fr")).toBe(
      "Clause «_fire_» (article 1): Pour les parties «_Північ_» et «_Південь_», les actes suivants sont contraires à la clause_: tirs ou frappes de drones. Seulement contre l’un de ces objets, si une source le dit_: postes électriques ou centrales électriques. Seulement à partir de 3_; unité de compte_: coups de feu. La clause vaut à l’intérieur de la zone «_Долина_». Début_: 1 jour après l’entrée en vigueur de l’accord. Fin_: 21 jours après l’entrée en vigueur de l’accord. La clause vaut chaque jour de 22:00 à 06:00 (Europe/Kyiv). La clause vaut tant que l’accord est en vigueur selon la lecture choisie. Exception (own)_: légitime défense de l’unité, si elle est invoquée et qu’une décision l’admet_; les parties en contestent la portée. Exception (work)_: ce qui a été annoncé au moins 1 heure avant, et encore 22 minutes après la fin annoncée.",
    ));
});

describe("weapons and distances: one party, a decimal sign, a family", () => {
  const cases = {
    en: "Clause “guns” (art. 2): For Північ, this act is contrary to the clause: presence of weapons. Only with one of these weapons: tube artillery of 100 to 152 mm, mortars of 100 to 152 mm or multiple rocket launchers (family Град). Only nearer than 12.5 km to the line “Перша” (the zone between both sides is 25 km wide). It holds while the agreement is in force under the reading. The parties dispute this clause.",
    uk: "Положення «guns» (art. 2): Для сторони «Північ» цьому положенню суперечить така дія: присутність зброї. Лише з такою зброєю: ствольна артилерія калібром від 100 до 152 мм, міномети калібром від 100 до 152 мм або реактивні системи залпового вогню (родина: Град). Лише ближче ніж за 12,5 км від лінії «Перша» (зона між обома сторонами має 25 км завширшки). Діє, поки угода чинна за обраним тлумаченням строку дії. Сторони оспорюють це положення.",
    ru: "Положение «guns» (art. 2): Для стороны «Північ» этому положению противоречит такое действие: присутствие оружия. Только с таким оружием: ствольная артиллерия калибром от 100 до 152 мм, миномёты калибром от 100 до 152 мм или реактивные системы залпового огня (семейство: Град). Только ближе чем в 12,5 км от линии «Перша» (зона между обеими сторонами имеет ширину 25 км). Действует, пока соглашение в силе по избранному толкованию срока действия. Стороны оспаривают это положение.",
    fr: "Clause «_guns_» (art. 2): Pour la partie «_Північ_», l’acte suivant est contraire à la clause_: présence d’armes. Seulement avec l’une de ces armes_: artillerie à tube de 100 à 152 mm, mortiers de 100 à 152 mm ou lance-roquettes multiples (famille_: Град). Seulement à moins de 12,5 km de la ligne «_Перша_» (la zone entre les deux côtés a 25 km de large). La clause vaut tant que l’accord est en vigueur selon la lecture choisie. Les parties contestent cette clause.",
  };
  for (const language of LANGUAGES) test(language, () => expect(said("guns", language)).toBe(cases[language]));
});

describe("an obligation with quiet days, steps and storage", () => {
  const cases = {
    en: "Clause “leave” (art. 3): Duty of Північ and Південь (withdrawal): відвести важке. Weapons concerned: tube artillery of 100 to 152 mm, mortars of 100 to 152 mm and multiple rocket launchers (family Град). Withdrawn is what stands at least 15 km from the line of its own side (“Перша” or “Друга”) (the zone between both sides is 30 km wide). Beyond that line, a weapon counts as withdrawn only in a storage site of its own side: “Склад”. Deadline: the end of 7 quiet days in a row, counted from the entry into force of the agreement and afresh after any of these: fire or explosions; in the zone “Долина”; confirmed by Нагляд; and 3 days more. Step 1: 50 % of the whole; by: 14 days after the entry into force of the agreement. Whether it is fulfilled is judged for each party by itself. It holds while the agreement is in force under the reading. Verified by: Нагляд.",
    uk: "Положення «leave» (art. 3): Обов’язок сторін «Північ» та «Південь» (відведення): відвести важке. Зброя, якої це стосується: ствольна артилерія калібром від 100 до 152 мм, міномети калібром від 100 до 152 мм та реактивні системи залпового вогню (родина: Град). Відведеним вважається те, що стоїть щонайменше за 15 км від лінії своєї сторони («Перша» або «Друга») (зона між обома сторонами має 30 км завширшки). За цією лінією зброя вважається відведеною лише в місці зберігання своєї сторони: «Склад». Строк: коли мине 7 спокійних днів поспіль; початок відліку: момент набрання чинності угодою; відлік починається знову після таких подій: вогонь або вибухи; зона: «Долина»; підтверджує: Нагляд; і ще 3 дні. Крок 1: 50 % від усього; строк: через 14 днів після набрання чинності угодою. Виконання оцінюється для кожної сторони окремо. Діє, поки угода чинна за обраним тлумаченням строку дії. Перевіряє: Нагляд.",
    ru: "Положение «leave» (art. 3): Обязанность сторон «Північ» и «Південь» (отвод): відвести важке. Оружие, которого это касается: ствольная артиллерия калибром от 100 до 152 мм, миномёты калибром от 100 до 152 мм и реактивные системы залпового огня (семейство: Град). Отведённым считается то, что стоит не ближе чем в 15 км от линии своей стороны («Перша» или «Друга») (зона между обеими сторонами имеет ширину 30 км). За этой линией оружие считается отведённым только в месте хранения своей стороны: «Склад». Срок: когда пройдёт 7 спокойных дней подряд; начало отсчёта: момент вступления соглашения в силу; отсчёт начинается заново после таких событий: огонь или взрывы; зона: «Долина»; подтверждает: Нагляд; и ещё 3 дня. Шаг 1: 50 % от всего; срок: через 14 дней после вступления соглашения в силу. Исполнение оценивается для каждой стороны отдельно. Действует, пока соглашение в силе по избранному толкованию срока действия. Проверяет: Нагляд.",
    fr: "Clause «_leave_» (art. 3): Obligation des parties «_Північ_» et «_Південь_» (retrait)_: відвести важке. Armes visées_: artillerie à tube de 100 à 152 mm, mortiers de 100 à 152 mm et lance-roquettes multiples (famille_: Град). Est retiré ce qui se trouve à 15 km au moins de la ligne de son propre côté («_Перша_» ou «_Друга_») (la zone entre les deux côtés a 30 km de large). Au-delà de cette ligne, une arme n’est tenue pour retirée que dans un site de stockage de son propre côté_: «_Склад_». Échéance_: la fin de 7 jours calmes consécutifs, à compter de ceci_: le moment de l’entrée en vigueur de l’accord_; le compte repart à zéro après ceci_: tirs ou explosions_; zone_: «_Долина_»_; confirmé par_: Нагляд_; puis encore 3 jours. Étape 1_: 50 % de l’ensemble_; échéance_: 14 jours après l’entrée en vigueur de l’accord. L’exécution est appréciée séparément pour chaque partie. La clause vaut tant que l’accord est en vigueur selon la lecture choisie. Vérification_: Нагляд.",
  };
  for (const language of LANGUAGES) test(language, () => expect(said("leave", language)).toBe(cases[language]));
});

describe("a duty that comes back, readings, zones and lines", () => {
  test("in Ukrainian", () => {
    expect(said("report", "uk")).toBe(
      "Положення «report» (art. 4): Обов’язок сторони «Південь» (звітування): звітувати. Кому: Нагляд. Строк: через 72 години після кінця інциденту. Повторюється щоразу через 24 години. Діє, поки угода чинна за обраним тлумаченням строку дії.",
    );
    expect(said("R1", "uk")).toBe(
      "Тлумачення строку дії «R1» (автор: Північ): угода чинна з 2024-06-01 12:00 +03:00 до 2024-07-01 12:00 +03:00.",
    );
    expect(said("R2", "uk")).toBe(
      "Тлумачення строку дії «R2» (автор: Нагляд): угода ще не чинна; початок: момент події «мирна угода».",
    );
    expect(said("depot", "uk")).toBe(
      "Зона «Склад»: місце зберігання, належить стороні «Північ», станом на 2024-05-28.",
    );
    expect(said("LN", "ru")).toBe("Линия «Перша» стороны «Північ», по состоянию на 2024-05-28.");
    expect(said("report", "ru")).toContain(
      "Срок: через 72 часа после окончания инцидента. Повторяется каждый раз через 24 часа.",
    );
    expect(said("report", "fr")).toContain(
      "Échéance_: 72 heures après la fin de l’incident. À répéter au bout de chaque période de 24 heures.",
    );
    expect(said("report", "en")).toContain(
      "Deadline: 72 hours after the end of the incident. It comes back every 24 hours.",
    );
  });
});

describe("a commitment: a draft is said to be one", () => {
  const cases = {
    en: "Commitment “help” (Пакт): Guarantors: Нагляд and Південь. For: Північ. Kind: deployment of forces and intelligence. As worded: “may include the use of forces”. Trigger: a peace deal (“in the event of a deal”). It binds only once this holds: парламент погодив. It lapses: 12 months after the entry into force of the agreement. How it binds: it is to be binding. Ratification: pending. How firm the words are: draft.",
    uk: "Зобов’язання «help» (Пакт): Гаранти: Нагляд та Південь. На користь: Північ. Вид: розгортання сил та розвідувальні дані. Дослівно: «may include the use of forces». Підстава: мирна угода («in the event of a deal»). Обов’язкове лише за такої умови: парламент погодив. Спливає: через 12 місяців після набрання чинності угодою. Обов’язковість: має бути надана. Ратифікація: очікується. Ступінь певності слів: проєкт.",
    ru: "Обязательство «help» (Пакт): Гаранты: Нагляд и Південь. В пользу: Північ. Вид: развёртывание сил и разведывательные данные. Дословно: «may include the use of forces». Основание: мирное соглашение («in the event of a deal»). Обязательно только при таком условии: парламент погодив. Истекает: через 12 месяцев после вступления соглашения в силу. Обязательность: должна быть придана. Ратификация: ожидается. Степень определённости слов: проект.",
    fr: "Engagement «_help_» (Пакт): Garants_: Нагляд et Південь. Au profit de_: Північ. Nature_: déploiement de forces et renseignement. Selon ses termes_: «_may include the use of forces_». Déclencheur_: accord de paix («_in the event of a deal_»). N’engage qu’à cette condition_: парламент погодив. Expire_: 12 mois après l’entrée en vigueur de l’accord. Force obligatoire_: à conférer. Ratification_: en attente. Degré de fermeté des mots_: projet.",
  };
  for (const language of LANGUAGES) test(language, () => expect(said("help", language)).toBe(cases[language]));
});

describe("plurals", () => {
  const table = [
    [0, "0 днів", "0 дней", "0 jour", "0 days"],
    [1, "1 день", "1 день", "1 jour", "1 day"],
    [2, "2 дні", "2 дня", "2 jours", "2 days"],
    [5, "5 днів", "5 дней", "5 jours", "5 days"],
    [11, "11 днів", "11 дней", "11 jours", "11 days"],
    [12, "12 днів", "12 дней", "12 jours", "12 days"],
    [14, "14 днів", "14 дней", "14 jours", "14 days"],
    [21, "21 день", "21 день", "21 jours", "21 days"],
    [22, "22 дні", "22 дня", "22 jours", "22 days"],
    [25, "25 днів", "25 дней", "25 jours", "25 days"],
    [101, "101 день", "101 день", "101 jours", "101 days"],
    [111, "111 днів", "111 дней", "111 jours", "111 days"],
    [112, "112 днів", "112 дней", "112 jours", "112 days"],
    [1001, "1001 день", "1001 день", "1001 jours", "1001 days"],
  ] as const;
  for (const [n, uk, ru, fr, en] of table)
    test(String(n), () =>
      expect([PHRASES.uk, PHRASES.ru, PHRASES.fr, PHRASES.en].map((p) => p.days(n))).toEqual([uk, ru, fr, en]),
    );
  test("repeat every hundred, whatever the hundreds", () => {
    const form = slavic("a", "b", "c");
    fc.assert(
      fc.property(fc.nat(99), fc.nat(50), (n, hundreds) => {
        expect(form(n + 100 * hundreds).slice(-1)).toBe(form(n).slice(-1));
      }),
    );
  });
});

describe("the vocabulary", () => {
  const all = { ACT_WORDS, WEAPON_WORDS, ACTIVITY_WORDS, OBJECT_WORDS, UNIT_WORDS };
  test("has a word in every language for every kind, and no two kinds of one list share one", () => {
    for (const words of Object.values(all))
      for (const [i] of LANGUAGES.entries()) {
        const said = Object.values(words as Readonly<Record<string, readonly string[]>>).map((w) => w[i]);
        expect(new Set(said).size).toBe(said.length);
        for (const w of said)
          expect(w).toMatch(i === 1 || i === 2 ? /^[\p{Script=Cyrillic}’ ,-]+$/u : /^[\p{Script=Latin}’ ,-]+$/u);
      }
    expect(Object.keys(ACTIVITY_WORDS)).toEqual([...ACTIVITIES]);
    expect(Object.keys(OBJECT_WORDS)).toEqual([...OBJECT_KINDS]);
  });
  test("Ukrainian uses no letter that is Russian alone, and the other way round", () => {
    for (const words of Object.values(all))
      for (const [, uk, ru] of Object.values(words as Readonly<Record<string, readonly string[]>>)) {
        expect(uk).not.toMatch(/[ыэёъ]/i);
        expect(ru).not.toMatch(/[іїєґ’]/i);
      }
  });
});

test("every key of the language is said in every language, without a hole and marked as not authentic", () => {
  const whole = parsed("whole.yaml");
  const starts = {
    en: "Not authentic",
    uk: "Неавтентичний текст",
    ru: "Неаутентичный текст",
    fr: "Texte non authentique",
  };
  for (const language of LANGUAGES) {
    const { notice, said: all } = explain(whole, language);
    expect(notice.startsWith(starts[language])).toBe(true);
    expect(all.filter((s) => s.what === "clause").map((s) => s.id)).toEqual(whole.clauses.map((c) => c.id));
    for (const { text } of all) {
      expect(text).toMatch(/\.$/);
      expect(text).not.toMatch(/undefined|null|NaN|\[object| {2}|\.\.|: \.|\(\)|, \./);
    }
  }
});

test("guarantees are said back whole: each thing in each language, rival values beside each other", () => {
  const text = read("../../../examples/paris-2026/agreement.yaml");
  const result = parseAgreement(text, "paris");
  const paris = "errors" in result ? undefined : result.agreement;
  const g = paris?.guarantees;
  if (!paris || !g) throw new Error("the example is not valid, or holds no guarantees");
  const expected = [g.contingents, g.positions, g.questions, g.determinations, g.ladders].flat().map((x) => x.id);
  expect(expected.length).toBeGreaterThan(5);
  for (const language of LANGUAGES) {
    const all = explain(paris, language).said;
    for (const { text } of all) expect(text).not.toMatch(/undefined|null|NaN|\[object| {2}|\.\.|: \.|\(\)|, \./);
    const from = all.findIndex((s) => s.what === "contingent");
    expect(all.slice(from).map((s) => s.id)).toEqual(expected);
    for (const c of g.contingents)
      for (const { min, max } of c.strengths ?? [])
        expect(all.find((s) => s.id === c.id)?.text).toContain(min === max ? String(min) : `${min}–${max}`);
    for (const q of g.questions)
      for (const v of q.values) expect(all.find((s) => s.id === q.id)?.text).toContain(v.says.replace(/\.$/, ""));
  }
});

test("without the agreement ids and UTC stand for names and clocks", () => {
  const [clause] = agreement.clauses;
  if (!clause) throw new Error("no clause");
  expect(sayClause(clause)).toContain("For N and S, these acts are contrary to the clause: fire or drone strikes.");
});

test("a weapon rule for traces keeps the names of the taxonomy", () => {
  expect(sayWeaponRule({ class: "mortar", minMm: null, maxMm: 120, models: ["2B11"], families: ["Sani"] })).toBe(
    "mortar of up to 120 mm (2B11, family Sani)",
  );
});
