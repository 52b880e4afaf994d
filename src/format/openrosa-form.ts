import { COUNT_UNITS } from "../observation/count.ts";
import { COVERAGE_STATES, IMPEDIMENT_KINDS } from "../observation/coverage-window.ts";
import { ACTIVITIES, MODES, OBJECT_KINDS, ROLES, WEAPON_FINDINGS } from "../observation/observation.ts";
import { ACTS, WEAPONS } from "../observation/taxonomy.ts";

/** A question of a form. Choices are values of the taxonomy, so that an answer needs no mapping. */
export interface Question {
  readonly name: string;
  /** Its words in `FormWords`: "q." and this; the name where it is not given. A hint has ".hint" behind. */
  readonly words?: string;
  readonly hint?: true;
  readonly type: "dateTime" | "geopoint" | "int" | "string" | "binary" | "choice" | "choices";
  readonly choices?: readonly string[];
  /** What the words of its choices begin with: "act" of "act.fire". */
  readonly of?: string;
  readonly required?: true;
}

/** A form by which phones report into a mission. */
export interface Form {
  readonly id: string;
  /** Grows with each change of the questions, as applications fetch a form anew by it. */
  readonly version: string;
  /** Its title behind the mission's name. */
  readonly title: string;
  readonly questions: readonly Question[];
}

export const FORM_ID = "trucekeeper-observation";
export const FORM_VERSION = "2";

const PLACE: readonly Question[] = [
  { name: "place", hint: true, type: "geopoint" },
  { name: "radius", type: "int" },
  { name: "place_name", type: "string" },
];
const WEAPON: Question = { name: "weapon", type: "choice", of: "weapon", choices: Object.keys(WEAPONS) };

/** What an observer says of one thing that they perceived. */
export const QUESTIONS: readonly Question[] = [
  { name: "time", hint: true, type: "dateTime", required: true },
  ...PLACE,
  { name: "mode", type: "choice", of: "mode", choices: MODES, required: true },
  { name: "act", type: "choice", of: "act", choices: ACTS, required: true },
  { name: "role", type: "choice", of: "sound", choices: ROLES, required: true },
  WEAPON,
  { name: "count_min", type: "int" },
  { name: "count_max", hint: true, type: "int" },
  { name: "unit", type: "choice", of: "unit", choices: COUNT_UNITS },
  { name: "activity", type: "choice", of: "activity", choices: ACTIVITIES, required: true },
  { name: "object", hint: true, type: "choice", of: "object", choices: OBJECT_KINDS },
  { name: "photo", type: "binary" },
];

export const PATROL_ID = "trucekeeper-patrol";
export const IMPEDIMENT_ID = "trucekeeper-impediment";
export const WEAPONS_ID = "trucekeeper-weapons-site";

/** Whether a patrol perceived something: what it was goes into forms of its own. */
export const PATROL_FINDINGS = ["nothing", "something"] as const;

export const FORMS: readonly Form[] = [
  { id: FORM_ID, version: FORM_VERSION, title: "observation", questions: QUESTIONS },
  {
    id: PATROL_ID,
    version: "1",
    title: "patrol or watch, with what it did not find",
    questions: [
      { name: "station", hint: true, type: "string", required: true },
      { name: "watch_kind", type: "choice", of: "watchKind", choices: ["patrol", "station", "uav"], required: true },
      { name: "from", words: "watch_from", type: "dateTime", required: true },
      { name: "until", words: "watch_until", type: "dateTime", required: true },
      { name: "place", words: "watch_place", hint: true, type: "geopoint", required: true },
      { name: "radius", words: "watch_radius", type: "int", required: true },
      { name: "place_name", type: "string" },
      { name: "state", type: "choice", of: "watch", choices: COVERAGE_STATES, required: true },
      { name: "finding", hint: true, type: "choice", of: "patrol", choices: PATROL_FINDINGS, required: true },
      { name: "detects", hint: true, type: "choices", of: "act", choices: ACTS },
      { name: "blind_to", type: "choices", of: "act", choices: ACTS },
    ],
  },
  {
    id: IMPEDIMENT_ID,
    version: "1",
    title: "impediment to movement",
    questions: [
      {
        name: "kind",
        words: "impediment_kind",
        type: "choice",
        of: "impediment",
        choices: IMPEDIMENT_KINDS,
        required: true,
      },
      { name: "from", words: "impediment_from", type: "dateTime", required: true },
      { name: "until", words: "impediment_until", hint: true, type: "dateTime" },
      { name: "minutes", type: "int" },
      { name: "place", words: "impediment_place", type: "geopoint" },
      { name: "radius", type: "int" },
      { name: "place_name", type: "string" },
      { name: "by", hint: true, type: "string" },
      { name: "control_side", hint: true, type: "string" },
      { name: "reason", hint: true, type: "string" },
      { name: "photo", type: "binary" },
    ],
  },
  {
    id: WEAPONS_ID,
    version: "1",
    title: "weapons site",
    questions: [
      { name: "time", words: "visit_time", type: "dateTime", required: true },
      { name: "place", words: "site_place", type: "geopoint" },
      { name: "radius", type: "int" },
      { name: "place_name", words: "site_name", type: "string", required: true },
      {
        name: "finding",
        words: "weapon_finding",
        hint: true,
        type: "choice",
        of: "finding",
        choices: WEAPON_FINDINGS,
        required: true,
      },
      { ...WEAPON, required: true },
      { name: "model", type: "string" },
      { name: "count_min", words: "weapons_min", type: "int", required: true },
      { name: "count_max", words: "weapons_max", hint: true, type: "int" },
      { name: "mode", type: "choice", of: "mode", choices: MODES, required: true },
      { name: "control_side", hint: true, type: "string" },
      { name: "photo", type: "binary" },
    ],
  },
];
export const formOf = (id: string): Form | undefined => FORMS.find((f) => f.id === id);

/** A language that forms are shown in, and its words by key: "q.time", "q.time.hint", "act.fire". */
export interface FormLanguage {
  /** As XForms name it: "Українська (uk)". */
  readonly name: string;
  readonly word: (key: string) => string | undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Text as XML; characters that XML 1.0 does not have are left out. */
export const xmlText = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML cannot carry
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (c) => ESCAPES[c] as string);

const wordsOf = ({ name, words = name }: Question): string => `q.${words}`;
const labelOf = (key: string): string => `<label ref="jr:itext('${key}')"/>`;

const controlOf = (q: Question): string => {
  const inside = `${labelOf(wordsOf(q))}${q.hint ? `<hint ref="jr:itext('${wordsOf(q)}.hint')"/>` : ""}`;
  const ref = `ref="/data/${q.name}"`;
  if (q.type === "binary") return `<upload ${ref} mediatype="image/*">${inside}</upload>`;
  if (!q.choices) return `<input ${ref}>${inside}</input>`;
  const items = q.choices.map((c) => `<item>${labelOf(`${q.of}.${c}`)}<value>${c}</value></item>`);
  const element = q.type === "choices" ? "select" : "select1";
  return `<${element} ${ref}>${inside}${items.join("")}</${element}>`;
};

const bindOf = ({ name, type, required }: Question): string =>
  `<bind nodeset="/data/${name}" type="${type === "choice" || type === "choices" ? "string" : type}"${
    required ? ' required="true()"' : ""
  }${type === "int" ? ' constraint=". &gt;= 0"' : ""}/>`;

/** Keys of all words that a form shows. */
export function formKeys({ questions }: Form): string[] {
  const keys = questions.flatMap((q) => [
    wordsOf(q),
    ...(q.hint ? [`${wordsOf(q)}.hint`] : []),
    ...(q.choices ?? []).map((c) => `${q.of}.${c}`),
  ]);
  return [...new Set(keys)];
}

/**
 * A form as an XForm (OpenRosa 1.0, ODK XForms) in several languages.
 * @param mission   its name, shown before the form's title
 * @param languages the first is what is shown unless another is chosen
 * @throws Error where a language lacks a word: that is a mistake of ours
 */
export function xform(form: Form, mission: string, languages: readonly FormLanguage[]): string {
  const keys = formKeys(form);
  const translations = languages.map(({ name, word }, i) => {
    const texts = keys.map((key) => {
      const text = word(key);
      if (text === undefined) throw new Error(`${name} has no word for ${key}`);
      return `<text id="${key}"><value>${xmlText(text)}</value></text>`;
    });
    return `<translation lang="${xmlText(name)}"${i === 0 ? ' default="true()"' : ""}>${texts.join("")}</translation>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>${xmlText(mission)}: ${xmlText(form.title)}</h:title><model>
<itext>${translations.join("\n")}</itext>
<instance><data id="${form.id}" version="${form.version}">${form.questions.map((q) => `<${q.name}/>`).join("")}<orx:meta><orx:instanceID/></orx:meta></data></instance>
${form.questions.map(bindOf).join("\n")}
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head>
<h:body>
${form.questions.map(controlOf).join("\n")}
</h:body></h:html>
`;
}
