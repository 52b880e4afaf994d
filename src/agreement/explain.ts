import type { Agreement, Clause, WeaponRule } from "./agreement.ts";
import { many } from "./build-words.ts";
import { parseMoment } from "./moment-text.ts";
import { clauseSentences, sayDefinition, saying } from "./say-clause.ts";
import { commitmentSentences, type SaidThing } from "./say-commitment.ts";
import { sayGuarantees } from "./say-guarantees.ts";
import { sayMoment } from "./say-moment.ts";
import { type Language, ZONE_WORDS } from "./say-vocabulary.ts";

/** "tube-artillery of 100 mm or more (2S7)": a rule by the names of the taxonomy, for traces. */
export function sayWeaponRule(r: WeaponRule): string {
  const { minMm, maxMm } = r;
  const range =
    minMm !== null && maxMm !== null
      ? ` of ${minMm} to ${maxMm} mm`
      : minMm !== null
        ? ` of ${minMm} mm or more`
        : maxMm !== null
          ? ` of up to ${maxMm} mm`
          : "";
  const narrowed = [...r.models, ...r.families.map((f) => `family ${f}`)];
  return `${r.class}${range}${narrowed.length > 0 ? ` (${narrowed.join(", ")})` : ""}`;
}

/**
 * A clause as the machine tests it, in plain sentences. They say what the data says and nothing of the text that was
 * not turned into data; they are not authentic.
 * @param agreement gives full names and the mission's clock; without it ids are used, and UTC
 */
export const sayClause = (clause: Clause, agreement?: Agreement, language: Language = "en"): string =>
  clauseSentences(saying(language, agreement), clause).join(" ");

/** All that an agreement holds, its terms and its guarantees, said back in plain sentences of a language. */
export function explain(
  agreement: Agreement,
  language: Language,
): { readonly notice: string; readonly said: SaidThing[] } {
  const s = saying(language, agreement);
  const { p, named } = s;
  const moment = (m: Parameters<typeof sayMoment>[0]) => sayMoment(m, p, named);
  const said: SaidThing[] = [];
  for (const r of agreement.readings)
    said.push({
      what: "reading",
      id: r.id,
      text: p.reading(
        r.id,
        named.who(r.by),
        moment({ kind: "absolute", at: r.from }),
        r.until === null ? null : moment({ kind: "absolute", at: r.until }),
      ),
    });
  for (const r of agreement.pendingReadings)
    said.push({ what: "reading", id: r.id, text: p.pending(r.id, named.who(r.by), moment(r.from)) });
  for (const z of agreement.zones)
    said.push({
      what: "zone",
      id: z.id,
      text: p.zone(
        z.name,
        z.kind === undefined ? null : s.word(ZONE_WORDS, z.kind),
        z.asOf ?? null,
        z.belongsTo.map(named.who),
      ),
    });
  for (const l of agreement.lines)
    said.push({ what: "line", id: l.id, text: p.line(l.name, l.appliesTo.map(named.who), l.asOf ?? null) });
  for (const d of agreement.definitions) {
    const text = sayDefinition(s, d.id).join(" ");
    if (text !== "") said.push({ what: "definition", id: d.id, text });
  }
  for (const c of agreement.clauses) {
    const reference = c.references[language] ?? c.reference;
    said.push({
      what: "clause",
      id: c.id,
      heading: p.heading(c.id, reference),
      text: clauseSentences(s, c).join(" "),
    });
  }
  for (const c of agreement.guarantees?.commitments ?? []) {
    const lapses = c.lapses === undefined ? null : parseMoment(c.lapses);
    const title = agreement.guarantees?.texts.find((t) => t.id === c.text)?.title ?? c.text;
    said.push({
      what: "commitment",
      id: c.id,
      ...commitmentSentences(s, {
        ...c,
        text: title,
        guarantors: many(c.guarantor),
        beneficiaries: many(c.beneficiary),
        kinds: typeof c.kind === "string" ? [c.kind] : c.kind,
        lapses: lapses ?? undefined,
        ratification: c.ratification?.state,
      }),
    });
  }
  if (agreement.guarantees) said.push(...sayGuarantees(s, agreement.guarantees));
  return { notice: p.notAuthentic, said };
}
