import { COUNT_UNITS } from "../observation/count.ts";
import { ACTIVITIES, MODES, OBJECT_KINDS, ROLES } from "../observation/observation.ts";
import { ACTS, WEAPONS } from "../observation/taxonomy.ts";

/** A question of the form. Choices are values of the taxonomy, so that an answer needs no mapping. */
export interface Question {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type: "dateTime" | "geopoint" | "int" | "string" | "binary" | "choice";
  readonly choices?: readonly string[];
  readonly required?: true;
}

export const FORM_ID = "trucekeeper-observation";
/** Grows with each change of the questions, as applications fetch a form anew by it. */
export const FORM_VERSION = "1";

/** What an observer says of one thing that they perceived. */
export const QUESTIONS: readonly Question[] = [
  { name: "time", label: "When was it?", hint: "To the minute, as you noted it", type: "dateTime", required: true },
  {
    name: "place",
    label: "Where was it?",
    hint: "Where it happened, not where you stood; leave it empty where you cannot tell",
    type: "geopoint",
  },
  { name: "radius", label: "How well do you know the place? Within how many metres?", type: "int" },
  { name: "place_name", label: "Name of the place", type: "string" },
  { name: "mode", label: "How did you perceive it?", type: "choice", choices: MODES, required: true },
  { name: "act", label: "What was it?", type: "choice", choices: ACTS, required: true },
  { name: "role", label: "Role of what was heard or seen", type: "choice", choices: ROLES, required: true },
  { name: "weapon", label: "Class of weapon", type: "choice", choices: Object.keys(WEAPONS) },
  { name: "count_min", label: "How many, at least?", type: "int" },
  { name: "count_max", label: "How many, at most?", hint: "Empty: not known", type: "int" },
  { name: "unit", label: "Of what?", type: "choice", choices: COUNT_UNITS },
  { name: "activity", label: "What do you assess it to be?", type: "choice", choices: ACTIVITIES, required: true },
  {
    name: "object",
    label: "Was a protected object hit?",
    hint: "As you saw it; empty: none",
    type: "choice",
    choices: OBJECT_KINDS,
  },
  { name: "photo", label: "Photograph", type: "binary" },
];

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Text as XML; characters that XML 1.0 does not have are left out. */
export const xmlText = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML cannot carry
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (c) => ESCAPES[c] as string);

/** "explosion.air-strike" as people read it. */
const labelOf = (value: string): string => value.replace(".", ": ").replaceAll("-", " ");

const controlOf = ({ name, label, hint, type, choices }: Question): string => {
  const inside = `<label>${xmlText(label)}</label>${hint ? `<hint>${xmlText(hint)}</hint>` : ""}`;
  const ref = `ref="/data/${name}"`;
  if (type === "binary") return `<upload ${ref} mediatype="image/*">${inside}</upload>`;
  if (!choices) return `<input ${ref}>${inside}</input>`;
  const items = choices.map((c) => `<item><label>${labelOf(c)}</label><value>${c}</value></item>`);
  return `<select1 ${ref}>${inside}${items.join("")}</select1>`;
};

const bindOf = ({ name, type, required }: Question): string =>
  `<bind nodeset="/data/${name}" type="${type === "choice" ? "string" : type}"${required ? ' required="true()"' : ""}${
    type === "int" ? ' constraint=". &gt;= 0"' : ""
  }/>`;

/**
 * The form by which phones report an observation into a mission, as an XForm (OpenRosa 1.0, ODK XForms).
 * @param mission its name, shown as the form's title
 */
export const observationForm = (mission: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>${xmlText(mission)}: observation</h:title><model>
<instance><data id="${FORM_ID}" version="${FORM_VERSION}">${QUESTIONS.map((q) => `<${q.name}/>`).join("")}<orx:meta><orx:instanceID/></orx:meta></data></instance>
${QUESTIONS.map(bindOf).join("\n")}
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head>
<h:body>
${QUESTIONS.map(controlOf).join("\n")}
</h:body></h:html>
`;
