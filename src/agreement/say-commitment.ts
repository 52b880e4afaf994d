import type { BINDING, COMMITMENT_KINDS, RATIFICATIONS, TRIGGERS } from "./guarantee-schema.ts";
import type { Moment } from "./moment-text.ts";
import { bare, type Saying } from "./say-clause.ts";
import { sayMoment } from "./say-moment.ts";
import { type Word, wordIn } from "./say-vocabulary.ts";
import type { MODALITIES } from "./schema-words.ts";

/** Labels and values of a commitment; every sentence is a label, a colon and its values. */
const LABELS = {
  heading: ["Commitment", "Зобов’язання", "Обязательство", "Engagement"],
  guarantor: ["Guarantor", "Гарант", "Гарант", "Garant"],
  guarantors: ["Guarantors", "Гаранти", "Гаранты", "Garants"],
  beneficiary: ["For", "На користь", "В пользу", "Au profit de"],
  kind: ["Kind", "Вид", "Вид", "Nature"],
  asWorded: ["As worded", "Дослівно", "Дословно", "Selon ses termes"],
  trigger: ["Trigger", "Підстава", "Основание", "Déclencheur"],
  activation: [
    "It binds only once this holds",
    "Обов’язкове лише за такої умови",
    "Обязательно только при таком условии",
    "N’engage qu’à cette condition",
  ],
  void: [
    "It becomes void if this happens",
    "Втрачає чинність, якщо станеться таке",
    "Утрачивает силу, если произойдёт следующее",
    "Devient caduc si ceci arrive",
  ],
  lapses: ["It lapses", "Спливає", "Истекает", "Expire"],
  binding: ["How it binds", "Обов’язковість", "Обязательность", "Force obligatoire"],
  ratification: ["Ratification", "Ратифікація", "Ратификация", "Ratification"],
  modality: [
    "How firm the words are",
    "Ступінь певності слів",
    "Степень определённости слов",
    "Degré de fermeté des mots",
  ],
} as const satisfies Readonly<Record<string, Word>>;

export const COMMITMENT_WORDS: Readonly<Record<(typeof COMMITMENT_KINDS)[number], Word>> = {
  "military-capability": [
    "military capabilities",
    "військові спроможності",
    "военные возможности",
    "capacités militaires",
  ],
  deployment: ["deployment of forces", "розгортання сил", "развёртывание сил", "déploiement de forces"],
  intelligence: ["intelligence", "розвідувальні дані", "разведывательные данные", "renseignement"],
  logistics: ["logistics", "логістика", "логистика", "logistique"],
  diplomatic: [
    "diplomatic initiatives",
    "дипломатичні ініціативи",
    "дипломатические инициативы",
    "initiatives diplomatiques",
  ],
  sanctions: ["sanctions", "санкції", "санкции", "sanctions"],
  "finance-and-arms": [
    "finance and arms",
    "фінансування та озброєння",
    "финансирование и вооружение",
    "financement et armement",
  ],
  training: ["training", "навчання військ", "обучение войск", "formation des troupes"],
  monitoring: ["monitoring", "спостереження", "наблюдение", "surveillance"],
  unspecified: ["not specified", "не уточнено", "не уточнено", "non précisé"],
};
const TRIGGER_WORDS: Readonly<Record<(typeof TRIGGERS)[number], Word>> = {
  ceasefire: ["a ceasefire", "припинення вогню", "прекращение огня", "cessez-le-feu"],
  "peace-deal": ["a peace deal", "мирна угода", "мирное соглашение", "accord de paix"],
  aggression: ["renewed aggression", "нова агресія", "новая агрессия", "nouvelle agression"],
  "not-stated": ["not stated", "не зазначено", "не указано", "non indiqué"],
};
const BINDING_WORDS: Readonly<Record<(typeof BINDING)[number], Word>> = {
  legal: ["by law", "юридична", "юридическая", "juridique"],
  political: ["politically", "політична", "политическая", "politique"],
  declaratory: ["as a declaration", "декларативна", "декларативная", "déclaratoire"],
  "to-be-binding": ["it is to be binding", "має бути надана", "должна быть придана", "à conférer"],
  "not-stated": ["not stated", "не зазначено", "не указано", "non indiquée"],
};
const RATIFICATION_WORDS: Readonly<Record<(typeof RATIFICATIONS)[number], Word>> = {
  "not-needed": ["not needed", "не потрібна", "не требуется", "non requise"],
  pending: ["pending", "очікується", "ожидается", "en attente"],
  ratified: ["done", "завершена", "завершена", "achevée"],
  refused: ["refused", "відхилена", "отклонена", "refusée"],
  "not-stated": ["not stated", "не зазначено", "не указано", "non indiquée"],
};
export const MODALITY_WORDS: Readonly<Record<(typeof MODALITIES)[number], Word>> = {
  undecided: ["undecided", "не вирішено", "не решено", "non décidé"],
  hoped: ["hoped for", "надія", "надежда", "espoir"],
  expected: ["expected", "очікування", "ожидание", "attente"],
  scheduled: ["scheduled", "заплановано", "запланировано", "prévu"],
  signalled: ["signalled", "дано зрозуміти", "дано понять", "laissé entendre"],
  draft: ["draft", "проєкт", "проект", "projet"],
  announced: ["announced", "оголошено", "объявлено", "annoncé"],
  committed: ["committed", "взято зобов’язання", "взято обязательство", "engagement pris"],
  signed: ["signed", "підписано", "подписано", "signé"],
  "in-force": ["in force", "набрало чинності", "вступило в силу", "en vigueur"],
};

export const NOT_STATED: Word = ["not stated", "не зазначено", "не указано", "non indiqué"];

/** A thing of the agreement, said back: what it is, and its sentences. */
export interface SaidThing {
  readonly what:
    | "reading"
    | "zone"
    | "line"
    | "definition"
    | "clause"
    | "commitment"
    | "contingent"
    | "position"
    | "question"
    | "determination"
    | "ladder";
  readonly id: string;
  readonly heading?: string;
  readonly text: string;
}

/** A colon as the language sets it. */
export const colonOf = ({ p }: Saying): string => (p.language === "fr" ? "\u00a0: " : ": ");

/** Sentences of a label, a colon and values. */
export const labelled =
  <K extends string>(s: Saying, labels: Readonly<Record<K, Word>>) =>
  (label: K, value: string): string =>
    `${wordIn(labels[label], s.p.language)}${colonOf(s)}${value}.`;

/** What is said of a commitment. Absent and empty: the file does not say. */
export interface SaidCommitment {
  readonly id: string;
  /** Title of the text that holds it. */
  readonly text: string;
  readonly guarantors: readonly string[];
  readonly beneficiaries: readonly string[];
  readonly kinds: readonly (typeof COMMITMENT_KINDS)[number][];
  readonly asWorded: string;
  readonly trigger: { readonly on: (typeof TRIGGERS)[number]; readonly asWorded?: string | undefined };
  readonly activation?: string | undefined;
  readonly void?: string | undefined;
  readonly lapses?: Moment | undefined;
  readonly binding: (typeof BINDING)[number];
  readonly ratification?: (typeof RATIFICATIONS)[number] | undefined;
  readonly modality?: (typeof MODALITIES)[number] | undefined;
}

/** The sentences of a commitment, and its heading. A hope or a draft is said to be one. */
export function commitmentSentences(s: Saying, c: SaidCommitment): { readonly heading: string; readonly text: string } {
  const { p, named } = s;
  const say = labelled(s, LABELS);
  const trigger = s.word(TRIGGER_WORDS, c.trigger.on);
  return {
    heading: `${wordIn(LABELS.heading, p.language)} ${p.quoted(c.id)} (${c.text})`,
    text: [
      say(c.guarantors.length > 1 ? "guarantors" : "guarantor", p.list(c.guarantors.map(named.who), "and")),
      ...(c.beneficiaries.length > 0 ? [say("beneficiary", p.list(c.beneficiaries.map(named.who), "and"))] : []),
      say(
        "kind",
        p.list(
          c.kinds.map((k) => s.word(COMMITMENT_WORDS, k)),
          "and",
        ),
      ),
      say("asWorded", p.quoted(bare(c.asWorded))),
      say("trigger", c.trigger.asWorded === undefined ? trigger : `${trigger} (${p.quoted(bare(c.trigger.asWorded))})`),
      ...(c.activation === undefined ? [] : [say("activation", bare(c.activation))]),
      ...(c.void === undefined ? [] : [say("void", bare(c.void))]),
      ...(c.lapses === undefined ? [] : [say("lapses", sayMoment(c.lapses, p, named))]),
      say("binding", s.word(BINDING_WORDS, c.binding)),
      ...(c.ratification === undefined ? [] : [say("ratification", s.word(RATIFICATION_WORDS, c.ratification))]),
      ...(c.modality === undefined ? [] : [say("modality", s.word(MODALITY_WORDS, c.modality))]),
    ].join(" "),
  };
}
