import { many } from "./build-words.ts";
import type { Contingent, Determination, Guarantees, Ladder, LadderStep, Position, Question } from "./guarantee.ts";
import type { DETERMINATIONS } from "./guarantee-ladder-schema.ts";
import type { FORCE_RULES, STANCES, TASKS } from "./guarantee-schema.ts";
import { parseLength } from "./moment-text.ts";
import { bare, type Saying } from "./say-clause.ts";
import { colonOf, labelled, MODALITY_WORDS, NOT_STATED, type SaidThing } from "./say-commitment.ts";
import { sayLength } from "./say-moment.ts";
import { type Word, wordIn } from "./say-vocabulary.ts";
import type { MODALITIES } from "./schema-words.ts";

/**
 * Forces that are to be sent, positions, open questions, determinations and ladders, said back as labels and values.
 * Rival values stand beside each other, each with how firm its words are; none is chosen. What the file gives in words
 * stays in the words of the file.
 */

const LABELS = {
  contingent: ["Force or mission", "Сили або місія", "Силы или миссия", "Force ou mission"],
  lead: ["Led by", "Очолює", "Возглавляет", "Sous la direction de"],
  contributor: ["Contributor", "Учасник", "Участник", "Contributeur"],
  strength: [
    "Strength, as claimed, in persons",
    "Заявлена чисельність, осіб",
    "Заявленная численность, человек",
    "Effectif avancé, en personnes",
  ],
  placement: ["Place, as claimed", "Заявлене місце", "Заявленное место", "Lieu avancé"],
  constraint: ["Where it may be", "Де може перебувати", "Где может находиться", "Où elle peut se trouver"],
  included: ["Tasks that are named", "Названі завдання", "Названные задачи", "Tâches nommées"],
  excluded: ["Tasks that are excluded", "Виключені завдання", "Исключённые задачи", "Tâches exclues"],
  open: ["Tasks left open", "Невирішені завдання", "Нерешённые задачи", "Tâches laissées ouvertes"],
  force: [
    "Rule on the use of force, as claimed",
    "Заявлене правило застосування сили",
    "Заявленное правило применения силы",
    "Règle d’emploi de la force avancée",
  ],
  consent: ["By consent", "За згодою", "С согласия", "Avec le consentement"],
  position: ["Position", "Позиція", "Позиция", "Position"],
  holder: ["Held by", "Чия", "Чья", "De"],
  on: ["On", "Щодо", "Касательно", "Sur"],
  stance: ["Stance", "Ставлення", "Отношение", "Attitude"],
  says: ["What is held", "Зміст", "Содержание", "Contenu"],
  question: ["Open question", "Відкрите питання", "Открытый вопрос", "Question ouverte"],
  asks: ["What is open", "Що не вирішено", "Что не решено", "Ce qui est ouvert"],
  value: ["A value that is named", "Назване значення", "Названное значение", "Valeur nommée"],
  noValue: ["Values that are named", "Названі значення", "Названные значения", "Valeurs nommées"],
  determination: ["Determination", "Визначення факту", "Установление факта", "Constatation"],
  determines: [
    "What people determine",
    "Що визначають люди",
    "Что устанавливают люди",
    "Ce que des personnes constatent",
  ],
  body: ["By which body", "Яким органом", "Каким органом", "Par quel organe"],
  standard: ["By which standard", "За яким стандартом", "По какому стандарту", "Selon quel critère"],
  ladder: ["Ladder of responses", "Послідовність відповідей", "Последовательность ответов", "Échelle de réponses"],
  started: [
    "Started by a decision on",
    "Починається рішенням про",
    "Начинается решением о",
    "Lancée par une décision sur",
  ],
  step: ["Step", "Крок", "Шаг", "Étape"],
  within: ["within", "строк:", "срок:", "délai\u00a0:"],
  otherwise: ["Otherwise", "Інакше", "Иначе", "À défaut"],
  pause: ["Pause", "Призупинення", "Приостановка", "Suspension"],
  waive: ["Waiving a step", "Відмова від кроку", "Отказ от шага", "Renonciation à une étape"],
  end: ["End", "Завершення", "Завершение", "Fin"],
  exercises: [
    "Unless that text is in force, it runs in exercises only",
    "Поки цей текст не набрав чинності, застосовується лише на навчаннях",
    "Пока этот текст не вступил в силу, применяется только на учениях",
    "Tant que ce texte n’est pas en vigueur, elle ne sert qu’en exercice",
  ],
  unverified: [
    "Nobody could verify the report of it",
    "Повідомлення ніким не перевірене",
    "Сообщение никем не проверено",
    "Nul n’a pu vérifier cette information",
  ],
  firm: ["How firm the words are", "Ступінь певності слів", "Степень определённости слов", "Degré de fermeté des mots"],
} as const satisfies Readonly<Record<string, Word>>;

const none: Word = ["none", "немає", "нет", "aucune"];
const about: Word = ["about", "близько", "около", "environ"];

const TASK_WORDS: Readonly<Record<(typeof TASKS)[number], Word>> = {
  reassure: ["to reassure", "запевняти", "заверять", "réassurance"],
  train: ["to train", "навчати", "обучать", "formation"],
  "air-policing": [
    "to police the air",
    "охороняти повітряний простір",
    "охранять воздушное пространство",
    "police du ciel",
  ],
  "mine-clearance": ["mine clearance", "розмінування", "разминирование", "déminage"],
  maritime: ["tasks at sea", "завдання на морі", "задачи на море", "tâches en mer"],
  logistics: ["logistics", "логістика", "логистика", "logistique"],
  monitor: ["to monitor", "спостерігати", "наблюдать", "surveillance"],
  support: ["to support", "підтримувати", "поддерживать", "soutien"],
  peacekeeping: ["to keep the peace", "підтримувати мир", "поддерживать мир", "maintien de la paix"],
};
const FORCE_WORDS: Readonly<Record<(typeof FORCE_RULES)[number], Word>> = {
  "individual-self-defence": [
    "self-defence of a person",
    "самооборона особи",
    "самооборона лица",
    "légitime défense individuelle",
  ],
  "unit-self-defence": [
    "self-defence of a unit",
    "самооборона підрозділу",
    "самооборона подразделения",
    "légitime défense de l’unité",
  ],
  "force-protection": ["protection of the force", "захист сил", "защита сил", "protection de la force"],
  "mission-defence": [
    "defence of the mission's task",
    "захист завдання місії",
    "защита задачи миссии",
    "défense du mandat",
  ],
  warn: ["to warn", "попереджати", "предупреждать", "avertir"],
  "return-fire": ["to return fire", "відповідати вогнем", "отвечать огнём", "riposter"],
  withdraw: ["to withdraw", "відходити", "отходить", "se retirer"],
  undecided: ["undecided", "не вирішено", "не решено", "non décidé"],
};
const STANCE_WORDS: Readonly<Record<(typeof STANCES)[number], Word>> = {
  supports: ["supports", "підтримує", "поддерживает", "soutient"],
  opposes: ["opposes", "проти", "против", "s’oppose"],
  open: ["is open to it", "готовий розглянути", "готов рассмотреть", "y est ouvert"],
  hopes: [
    "hopes; not a commitment",
    "сподівається; це не зобов’язання",
    "надеется; это не обязательство",
    "espère ; ce n’est pas un engagement",
  ],
  reads: [
    "reads it so; not a commitment",
    "тлумачить так; це не зобов’язання",
    "толкует так; это не обязательство",
    "l’interprète ainsi ; ce n’est pas un engagement",
  ],
  "not-stated": NOT_STATED,
};
const DETERMINATION_WORDS: Readonly<Record<(typeof DETERMINATIONS)[number], Word>> = {
  breach: ["breach of a clause", "порушення положення", "нарушение положения", "violation d’une clause"],
  aggression: ["renewed aggression", "нова агресія", "новая агрессия", "nouvelle agression"],
  activation: [
    "activation of a commitment",
    "введення зобов’язання в дію",
    "введение обязательства в действие",
    "mise en œuvre d’un engagement",
  ],
};

type Modality = (typeof MODALITIES)[number] | undefined;

/** Every contingent, position, question, determination and ladder of an agreement, in the order of the file. */
export function sayGuarantees(s: Saying, g: Guarantees): SaidThing[] {
  const titleOf = (text: string | undefined) => g.texts.find((t) => t.id === text)?.title ?? text;
  return [
    ...g.contingents.map((c) => sayContingent(s, c, titleOf(c.text))),
    ...g.positions.map((p) => sayPosition(s, p)),
    ...g.questions.map((q) => sayQuestion(s, q)),
    ...g.determinations.map((d) => sayDetermination(s, d, titleOf(d.text))),
    ...g.ladders.map((l) => sayLadder(s, l, g, titleOf(l.text))),
  ];
}

const heading = (s: Saying, label: keyof typeof LABELS, id: string, of?: string) =>
  `${wordIn(LABELS[label], s.p.language)} ${s.p.quoted(id)}${of === undefined ? "" : ` (${of})`}`;
const word = (s: Saying, w: Word) => wordIn(w, s.p.language);

/** A claim in words, then who makes it and how firm its words are, as far as the file says. */
function claimed(s: Saying, says: string, by: string | undefined, modality: Modality): string {
  const beside = [
    ...(by === undefined ? [] : [s.named.who(by)]),
    ...(modality === undefined ? [] : [s.word(MODALITY_WORDS, modality)]),
  ];
  return `${bare(says)}${beside.length > 0 ? ` (${beside.join("; ")})` : ""}`;
}

function sayContingent(s: Saying, c: Contingent, text: string | undefined): SaidThing {
  const say = labelled(s, LABELS);
  const tasks = (stance: "included" | "excluded" | "open") => {
    const named = (c.tasks ?? []).filter((t) => t.stance === stance).map((t) => s.word(TASK_WORDS, t.task));
    return named.length === 0 ? [] : [say(stance, s.p.list(named, "and"))];
  };
  return {
    what: "contingent",
    id: c.id,
    heading: heading(s, "contingent", c.name, text),
    text: [
      ...(c.lead === undefined ? [] : [say("lead", s.named.who(c.lead))]),
      ...(c.contributors ?? []).map((x) =>
        say(
          "contributor",
          claimed(
            s,
            [s.named.who(x.who), ...[x.offers, x.caveat].filter((w) => w !== undefined).map(bare)].join(", "),
            undefined,
            x.modality,
          ),
        ),
      ),
      ...(c.strengths ?? []).map((x) => {
        const figure = x.min === x.max ? String(x.min) : `${x.min}–${x.max}`;
        return say(
          "strength",
          claimed(
            s,
            `${x.about ? `${word(s, about)} ` : ""}${figure}${x.when === undefined ? "" : `, ${bare(x.when)}`}`,
            undefined,
            x.modality,
          ),
        );
      }),
      ...(c.placements ?? []).map((x) => say("placement", claimed(s, x.says, x.by, x.modality))),
      ...(c.constraints ?? []).map((x) => say("constraint", bare(x.says))),
      ...tasks("included"),
      ...tasks("excluded"),
      ...tasks("open"),
      ...(c.useOfForce ?? []).map((x) =>
        say(
          "force",
          claimed(s, `${s.word(FORCE_WORDS, x.rule)}${colonOf(s)}${s.p.quoted(bare(x.says))}`, undefined, x.modality),
        ),
      ),
      ...(c.consent === undefined ? [] : [say("consent", bare(c.consent))]),
      say("firm", c.modality === undefined ? word(s, NOT_STATED) : s.word(MODALITY_WORDS, c.modality)),
    ].join(" "),
  };
}

function sayPosition(s: Saying, p: Position): SaidThing {
  const say = labelled(s, LABELS);
  return {
    what: "position",
    id: p.id,
    heading: heading(s, "position", p.id),
    text: [
      say("holder", s.named.who(p.holder)),
      ...(p.on === undefined ? [] : [say("on", many(p.on).map(s.p.quoted).join(", "))]),
      say("stance", s.word(STANCE_WORDS, p.stance)),
      say("says", claimed(s, p.says, undefined, p.modality)),
    ].join(" "),
  };
}

function sayQuestion(s: Saying, q: Question): SaidThing {
  const say = labelled(s, LABELS);
  return {
    what: "question",
    id: q.id,
    heading: heading(s, "question", q.id),
    text: [
      say("asks", s.p.quoted(bare(q.asks))),
      ...(q.values.length === 0
        ? [say("noValue", word(s, none))]
        : q.values.map((v) => say("value", claimed(s, v.says, v.by, v.modality)))),
    ].join(" "),
  };
}

function sayDetermination(s: Saying, d: Determination, text: string | undefined): SaidThing {
  const say = labelled(s, LABELS);
  return {
    what: "determination",
    id: d.id,
    heading: heading(s, "determination", d.id, text),
    text: [
      say("determines", `${s.word(DETERMINATION_WORDS, d.kind)}${colonOf(s)}${s.p.quoted(bare(d.says))}`),
      say("body", d.body === undefined ? word(s, NOT_STATED) : s.named.who(d.body)),
      say("standard", d.standard === undefined ? word(s, NOT_STATED) : bare(d.standard)),
    ].join(" "),
  };
}

function sayLadder(s: Saying, l: Ladder, g: Guarantees, text: string | undefined): SaidThing {
  const say = labelled(s, LABELS);
  const rule = (label: "pause" | "waive" | "end", r: Ladder["pause"]) =>
    r === undefined
      ? []
      : [
          say(
            label,
            [...many(r.by).map(s.named.who), ...(r.says === undefined ? [] : [bare(r.says)])].join("; ") ||
              word(s, NOT_STATED),
          ),
        ];
  return {
    what: "ladder",
    id: l.id,
    heading: heading(s, "ladder", l.title, text),
    text: [
      `${word(s, LABELS.exercises)}.`,
      ...(l.unverified ? [`${word(s, LABELS.unverified)}.`] : []),
      say(
        "started",
        s.p.list(
          many(l.startedBy).map((id) => {
            const kind = g.determinations.find((d) => d.id === id)?.kind;
            return kind === undefined ? id : s.word(DETERMINATION_WORDS, kind);
          }),
          "or",
        ),
      ),
      ...l.steps.map((step, i) => sayStep(s, step, i + 1)),
      ...rule("pause", l.pause),
      ...rule("waive", l.waive),
      ...rule("end", l.standDown),
    ].join(" "),
  };
}

function sayStep(s: Saying, step: LadderStep, n: number): string {
  const length = step.within === undefined ? null : parseLength(step.within);
  const time = length === null ? "" : ` (${word(s, LABELS.within)} ${sayLength(length, s.p)})`;
  const fallback =
    step.fallback === undefined
      ? ""
      : ` ${labelled(s, LABELS)("otherwise", `${bare(step.fallback.who)}: ${bare(step.fallback.does)}`)}`;
  return `${word(s, LABELS.step)} ${n}${time}${colonOf(s)}${step.who.map(s.named.who).join(", ")}: ${step.does.map(bare).join("; ")}.${fallback}`;
}
