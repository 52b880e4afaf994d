import { canonical, sha256Hex } from "../canonical.ts";
import type { CountInterval, CountUnit } from "../observation/count.ts";
import type {
  Activity,
  Marking,
  Mode,
  ObjectKind,
  Observation,
  Role,
  WeaponFinding,
} from "../observation/observation.ts";
import type { ActId, WeaponClass } from "../observation/taxonomy.ts";
import type { UncertainPlace } from "../place/place.ts";
import { catalogue, type Problem, problem } from "../problems.ts";
import { parseStated } from "../time/stated.ts";
import { FORM_ID, FORMS, type Form, formOf, IMPEDIMENT_ID, PATROL_ID, WEAPONS_ID } from "./openrosa-form.ts";
import { xmlEvents } from "./xml-events.ts";

/** A filled-in form: who it is, what it replaces, and what it says. */
export interface Instance {
  readonly form: Form;
  readonly instanceId: string;
  /** Of an edit: the instance that it replaces. */
  readonly deprecatedId: string | undefined;
  readonly answers: ReadonlyMap<string, string>;
}

/** What a submission is read as. */
export interface Reading {
  /** Pseudonymous id of the reporter, who is the source. */
  readonly source: string;
  /** Zone that is assumed where the phone gives no offset. */
  readonly zone: string;
  readonly marking: Marking;
}

const FILE = "xml_submission_file";
/** Most elements of a form's answer. */
const MOST_ANSWERS = 200;

const wrong = (field: string, why: string): Problem =>
  problem(catalogue.badFile, { why: `${field}: ${why}` }, { file: FILE, field });

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

/**
 * Reads an instance of one of our forms.
 * @throws Problem format/file that names the field; format/limit
 */
export async function readInstance(bytes: Uint8Array): Promise<Instance> {
  const path: string[] = [];
  const answers = new Map<string, string>();
  const ids = new Map<string, string>();
  let form: string | undefined;
  for await (const events of xmlEvents(FILE, FILE, once(bytes)))
    for (const e of events) {
      if (e.kind === "open") {
        if (path.length === 0) form = e.attributes["id"];
        path.push(e.name);
        if (answers.size > MOST_ANSWERS)
          throw problem(catalogue.limit, { what: FILE, limit: `${MOST_ANSWERS} answers`, seen: "more" });
        continue;
      }
      if (e.kind === "close") {
        path.pop();
        continue;
      }
      const name = path.at(-1) ?? "";
      const into = path.length === 3 && path[1] === "meta" ? ids : path.length === 2 ? answers : undefined;
      if (into && e.text.trim() !== "") into.set(name, `${into.get(name) ?? ""}${e.text}`.trim());
    }
  const known = formOf(form ?? "");
  if (!known)
    throw wrong(
      "id",
      `a form ${JSON.stringify((form ?? "without id").slice(0, 60))}; expected one of ${FORMS.map((f) => f.id).join(", ")}, as this mission's formList has them`,
    );
  const instanceId = ids.get("instanceID") ?? "";
  if (!/^[\x21-\x7e]{8,100}$/.test(instanceId))
    throw wrong(
      "meta/instanceID",
      `${JSON.stringify(instanceId.slice(0, 60))}; expected an id such as uuid:…, of 8 to 100 visible characters`,
    );
  checkAnswers(known, answers);
  return { form: known, instanceId, deprecatedId: ids.get("deprecatedID"), answers };
}

function checkAnswers({ questions }: Form, answers: Instance["answers"]): void {
  for (const { name, type, choices, required } of questions) {
    const value = answers.get(name);
    if (value === undefined && required) throw wrong(name, "not answered; this question has to be");
    if (value === undefined || !choices) continue;
    const other = (type === "choices" ? value.split(/\s+/) : [value]).find((v) => !choices.includes(v));
    if (other !== undefined)
      throw wrong(name, `${JSON.stringify(other.slice(0, 60))}; expected one of ${choices.join(", ")}`);
  }
}

/** What tells an instance from all others: one id in two forms is two instances (case 89). */
export const instanceKey = (form: string, source: string, instanceId: string): readonly string[] =>
  form === FORM_ID ? ["openrosa", source, instanceId] : ["openrosa", form, source, instanceId];

/** Id of the observation that an instance is: the reporter's own key, so that the same instance is the same observation. */
export const observationIdOf = (form: string, source: string, instanceId: string): string =>
  sha256Hex(canonical(instanceKey(form, source, instanceId)));

/** Whether an instance is an observation; a watch or an impediment is none (openrosa-rows.ts). */
export const isObservation = ({ form }: Instance): boolean => form.id !== PATROL_ID && form.id !== IMPEDIMENT_ID;

/** A time as ODK writes it, to the minute, with its offset where the phone gave one. @throws Problem format/file */
export function minuteOf(name: string, said: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(said);
  if (!parts) throw wrong(name, `${JSON.stringify(said.slice(0, 60))}; expected a date and time as ODK writes it`);
  const [, day, minute, offset = ""] = parts;
  return `${day} ${minute}${offset === "Z" ? "+00:00" : offset}`;
}

/**
 * The observation that an instance of the form of observations or of weapons sites says. Nothing is guessed: what is not
 * answered is not known.
 * @param file SHA-256 of the instance's bytes
 * @throws Problem format/file that names the question, what was seen and what was expected
 */
export function observationOf(
  { form, instanceId, deprecatedId, answers }: Instance,
  file: string,
  reading: Reading,
): Observation {
  const from = minuteOf("time", answers.get("time") as string);
  const time = parseStated({ from }, { assumedZone: reading.zone, kind: "seen" });
  if ("error" in time) throw wrong("time", time.error);
  const weapon = answers.get("weapon") as WeaponClass | undefined;
  const model = answers.get("model")?.slice(0, 1_000);
  const object = answers.get("object") as ObjectKind | undefined;
  const controlSide = answers.get("control_side")?.slice(0, 1_000);
  // A site is visited for what stands in it: the form asks nothing of role and activity.
  const site = form.id === WEAPONS_ID;
  return {
    id: observationIdOf(form.id, reading.source, instanceId),
    kind: "observation",
    report: instanceId,
    source: reading.source,
    sourceKind: "monitor",
    mode: answers.get("mode") as Mode,
    acts: [site ? "presence.weapon" : (answers.get("act") as ActId)],
    labelBasis: "person",
    role: site ? "undetermined" : (answers.get("role") as Role),
    ...(weapon && { weapon: { class: weapon, ...(model !== undefined && { model }), certainty: "assessed" as const } }),
    ...(site && { weaponFinding: answers.get("finding") as WeaponFinding }),
    count: countOf(answers, site ? "weapon" : ((answers.get("unit") ?? "event") as CountUnit)),
    activity: site ? "unknown" : (answers.get("activity") as Activity),
    time,
    place: placeOf(answers),
    ...(object && { object: { kind: object } }),
    ...(controlSide !== undefined && { controlSide }),
    ...(deprecatedId !== undefined && { revises: observationIdOf(form.id, reading.source, deprecatedId) }),
    marking: reading.marking,
    origin: { file, line: 1 },
  };
}

function wholeOf(answers: Instance["answers"], name: string): number | undefined {
  const value = answers.get(name);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw wrong(name, `${JSON.stringify(value.slice(0, 60))}; expected a whole number`);
  return Number(value);
}

function countOf(answers: Instance["answers"], unit: CountUnit): CountInterval {
  const min = wholeOf(answers, "count_min");
  const max = wholeOf(answers, "count_max");
  if (min === undefined && max === undefined) return { min: 1, max: null, unit, form: "not-stated" };
  if (min === undefined || max === undefined) {
    // Only the upper end is given: at least one, since something was perceived.
    const from = min ?? Math.min(1, max as number);
    return { min: from, max: max ?? null, unit, form: max === undefined ? "at-least" : "range" };
  }
  if (max < min) throw wrong("count_max", `${max}, which is below count_min, ${min}`);
  return { min, max, unit, form: min === max ? "number" : "range" };
}

function placeOf(answers: Instance["answers"]): UncertainPlace {
  const name = answers.get("place_name")?.slice(0, 1_000);
  const named = name === undefined ? {} : { name };
  const value = answers.get("place");
  if (value === undefined) return { kind: "unknown", ...named };
  const [lat = Number.NaN, lon = Number.NaN, , accuracy = 0] = value.split(/\s+/).map(Number);
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && accuracy >= 0))
    throw wrong("place", `${JSON.stringify(value.slice(0, 60))}; expected latitude, longitude, altitude and accuracy`);
  const radiusM = Math.max(accuracy, wholeOf(answers, "radius") ?? 0);
  if (radiusM === 0)
    throw wrong("radius", "not answered, and the point has no accuracy; say within how many metres the place is known");
  return { kind: "point", lon, lat, radiusM: Math.min(radiusM, 20_000_000), ...named };
}
