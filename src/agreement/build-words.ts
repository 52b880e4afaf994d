import type { z } from "zod";
import { parseInstant } from "../time/day.ts";
import type { Millis } from "../units.ts";
import { type Moment, NO_SHIFT, parseLength, parseMoment } from "./moment-text.ts";
import type { Sourced } from "./obligation.ts";
import type { Quiet } from "./schema-obligation.ts";

/** From what is written to what is meant, for the words that every section shares. */

/** One or several, as a list; nothing written is an empty one. */
export const many = (v: string | readonly string[] | undefined): readonly string[] =>
  v === undefined ? [] : typeof v === "string" ? [v] : v;

/** A member only where there is a value: what is not written is absent. */
export const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

type WrittenSourced = { [K in "source"]?: string | string[] | undefined } & {
  words?: string | undefined;
  voice?: Sourced["voice"] | undefined;
  modality?: Sourced["modality"] | undefined;
};
export const sourced = (w: WrittenSourced): Sourced => ({
  sources: many(w.source),
  ...given("words", w.words),
  ...given("voice", w.voice),
  ...given("modality", w.modality),
});

/** @throws TypeError where the file was not checked */
export const instant = (text: string): Millis => {
  const at = parseInstant(text);
  if (at === null) throw new TypeError(`build: ${text} was not checked`);
  return at;
};

/** A moment as written: text, or the group of keys of quiet days. @throws TypeError where the file was not checked */
export function moment(written: string | z.infer<typeof Quiet>): Moment {
  if (typeof written !== "string") {
    const since = parseMoment(written.since);
    if (!since) throw new TypeError(`build: ${written.since} was not checked`);
    return {
      kind: "quiet",
      days: written["quiet-days"],
      since,
      inside: many(written.inside),
      resetsOn: written["resets-on"] ?? ["fire", "explosion"],
      ...given("confirmedBy", written["confirmed-by"]),
      shift: (written.plus === undefined ? null : parseLength(written.plus)) ?? NO_SHIFT,
    };
  }
  const found = parseMoment(written);
  if (!found) throw new TypeError(`build: ${written} was not checked`);
  return found;
}

export const momentOrNull = (written: Parameters<typeof moment>[0] | undefined): Moment | null =>
  written === undefined ? null : moment(written);
