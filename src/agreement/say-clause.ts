import { UTC } from "../time/zone.ts";
import { HOUR, MINUTE } from "../units.ts";
import type {
  Agreement,
  Clause,
  DailyHours,
  Exception,
  Obligation,
  Quantity,
  SeverityRule,
  WeaponRule,
} from "./agreement.ts";
import { english } from "./say-en.ts";
import { french } from "./say-fr.ts";
import { type Named, sayLength, sayMoment } from "./say-moment.ts";
import type { Phrases } from "./say-phrases.ts";
import { russian } from "./say-ru.ts";
import { ukrainian } from "./say-uk.ts";
import {
  ACT_WORDS,
  ACTIVITY_WORDS,
  type Language,
  OBJECT_WORDS,
  OBLIGATION_WORDS,
  SEVERITY_WORDS,
  UNIT_WORDS,
  WEAPON_WORDS,
  type Word,
  wordIn,
} from "./say-vocabulary.ts";

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: english,
  uk: ukrainian,
  ru: russian,
  fr: french,
};

const km = (p: Phrases, metres: number): string => p.decimal(Math.round(metres) / 1000);
const two = (n: number): string => String(n).padStart(2, "0");
const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
/** Words of the file end without a full stop, as the sentence sets its own. */
export const bare = (words: string): string => words.trim().replace(/\.+$/, "");

/** What a sentence needs: the phrases of its language, and the names of the agreement. */
export interface Saying {
  readonly p: Phrases;
  readonly named: Named;
  readonly agreement: Agreement | undefined;
  readonly word: <K extends string>(words: Readonly<Record<K, Word>>, key: K) => string;
}

/** @param agreement gives full names and the mission's clock; without it ids are used, and UTC */
export function saying(language: Language, agreement?: Agreement): Saying {
  const p = PHRASES[language];
  const name = (items: readonly { readonly id: string; readonly name: string }[] | undefined) => (id: string) =>
    items?.find((i) => i.id === id)?.name ?? id;
  return {
    p,
    agreement,
    word: (words, key) => (Object.hasOwn(words, key) ? wordIn(words[key], language) : key),
    named: {
      who: name([
        ...(agreement?.parties ?? []),
        ...(agreement?.thirdParties ?? []),
        ...(agreement?.guarantees?.verification?.bodies ?? []),
      ]),
      zone: name(agreement?.zones),
      line: name(agreement?.lines),
      event: name(agreement?.events),
      clock: agreement?.missionZone ?? UTC,
    },
  };
}

/** "tube artillery of 100 mm or more (2S7)". */
export function sayWeapon(s: Saying, r: WeaponRule): string {
  const range = r.minMm === null && r.maxMm === null ? "" : ` ${s.p.calibre(r.minMm, r.maxMm)}`;
  const narrowed = [...r.models, ...(r.families.length > 0 ? [s.p.family(r.families.join(", "))] : [])];
  return `${s.word(WEAPON_WORDS, r.class)}${range}${narrowed.length > 0 ? ` (${narrowed.join(", ")})` : ""}`;
}

const weaponsOf = (s: Saying, rules: readonly WeaponRule[]) => rules.map((r) => sayWeapon(s, r));
const actsOf = (s: Saying, acts: readonly Parameters<typeof s.word>[1][]) =>
  acts.map((a) => s.word(ACT_WORDS, a as never));
const daily = (s: Saying, h: DailyHours) => s.p.daily(clock(h.from), clock(h.until), h.zone.name);

function prohibition(s: Saying, c: Clause, who: readonly string[]): string[] {
  const { p, word, named } = s;
  const said = c.prohibits;
  if (!said) return [];
  const kinds = s.agreement?.objects.find((o) => o.id === said.objects)?.kinds;
  return [
    p.prohibits(who, actsOf(s, said.acts)),
    ...(said.weapons.length > 0 ? [p.withWeapons(weaponsOf(s, said.weapons))] : []),
    ...(said.objects === undefined
      ? []
      : [p.againstObjects(kinds ? kinds.map((k) => word(OBJECT_WORDS, k)) : [said.objects])]),
    ...(said.within
      ? [p.nearer(km(p, said.within.perSide), said.within.lines.map(named.line), km(p, said.within.width))]
      : []),
    ...(said.storage.length > 0 ? [p.storage(said.storage.map(named.zone))] : []),
    ...(c.threshold ? [p.threshold(c.threshold.minCount, word(UNIT_WORDS, c.threshold.unit))] : []),
    ...(said.activities.length > 0 ? [p.activities(said.activities.map((a) => word(ACTIVITY_WORDS, a)))] : []),
  ];
}

const count = (s: Saying, q: Quantity) => s.p.quantity(q.min, q.max, q.unit ? s.word(UNIT_WORDS, q.unit) : null);

function zonesOf(o: Obligation): readonly string[] {
  if (o.kind === "withdraw-by") return o.from;
  if (o.kind === "deploy-by") return o.to;
  return o.kind === "dismantle" || o.kind === "grant-access" ? o.inside : [];
}

function obligation(s: Saying, o: Obligation, who: readonly string[]): string[] {
  const { p, named, word } = s;
  const moment = (m: Parameters<typeof sayMoment>[0]) => sayMoment(m, p, named);
  const zones = zonesOf(o);
  const kinds = s.agreement?.objects.find((l) => l.id === o.objects)?.kinds;
  return [
    p.obliges(who, bare(o.duty), word(OBLIGATION_WORDS, o.kind)),
    ...(o.weapons.length > 0 ? [p.concernsWeapons(weaponsOf(s, o.weapons))] : []),
    ...(o.forces === undefined ? [] : [p.concernsForces(bare(o.forces))]),
    ...(o.objects === undefined
      ? []
      : [p.concernsObjects(kinds ? kinds.map((k) => word(OBJECT_WORDS, k)) : [o.objects])]),
    ...(o.kind === "refrain" && o.acts.length > 0 ? [p.concernsActs(actsOf(s, o.acts))] : []),
    ...(o.count && (o.count.min !== null || o.count.max !== null) ? [`${count(s, o.count)}.`] : []),
    ...(zones.length > 0 ? [p.zones(zones.map(named.zone))] : []),
    ...(o.kind === "withdraw-by" && o.beyond
      ? [p.beyond(km(p, o.beyond.perSide), o.beyond.lines.map(named.line), km(p, o.beyond.width))]
      : []),
    ...(o.kind === "withdraw-by" && o.storage.length > 0 ? [p.storage(o.storage.map(named.zone))] : []),
    ...((o.kind === "report-by" || o.kind === "grant-access") && o.to.length > 0
      ? [p.recipient(o.to.map(named.who))]
      : []),
    ...(o.startBy ? [p.startBy(moment(o.startBy))] : []),
    ...(o.deadline ? [p.deadline(moment(o.deadline))] : o.every || o.kind === "refrain" ? [] : [p.noDeadline]),
    ...(o.every ? [p.every(sayLength(o.every, p))] : []),
    ...o.steps.map((step, i) =>
      p.step(
        i + 1,
        step.what === undefined ? null : bare(step.what),
        step.share === undefined ? null : `${p.decimal(Math.round(step.share * 1000) / 10)} %`,
        step.count ? lower(count(s, step.count)) : null,
        step.by ? moment(step.by) : null,
      ),
    ),
    ...(o.evidence.length > 0 ? [p.evidence(o.evidence.map(bare))] : []),
    ...(who.length > 1 ? [p.judgedByParty] : []),
    ...o.progress.map((r) => p.progress(bare(r.says), r.asOf ?? null)),
  ];
}

function exception(s: Saying, e: Exception): string {
  const { p, named, word } = s;
  const hours = (ms: number) => p.hours(Math.round((ms / HOUR) * 100) / 100);
  const over = (ms: number) => (ms > 0 ? p.minutes(Math.round((ms / MINUTE) * 100) / 100) : null);
  const narrowed = [
    ...(e.acts.length > 0 ? [p.onlyActs(actsOf(s, e.acts))] : []),
    ...(e.kind === "self-defence" && e.onlyIf.length > 0 ? [p.onlyIf(e.onlyIf.map(bare))] : []),
    ...(e.kind === "self-defence" && e.notify.length > 0 ? [p.toBeTold(e.notify.map(named.who))] : []),
    ...("to" in e && e.to.length > 0 ? [p.toBeTold(e.to.map(named.who))] : []),
    ...(e.starts ? [lower(bare(p.begins(sayMoment(e.starts, p, named))))] : []),
    ...(e.ends ? [lower(bare(p.ends(sayMoment(e.ends, p, named))))] : []),
    ...(e.hours ? [lower(bare(daily(s, e.hours)))] : []),
  ];
  const what = () => {
    switch (e.kind) {
      case "self-defence":
        return p.selfDefence(e.level ?? null);
      case "activity":
        return p.anActivity(e.activities.map((a) => word(ACTIVITY_WORDS, a)));
      case "localised-ceasefire":
        return p.localCeasefire(e.zone === undefined ? null : named.zone(e.zone), over(e.overrun));
      default:
        return p.notice(hours(e.lead), over(e.overrun), e.kind === "pre-notified-demining");
    }
  };
  return p.exempt(e.id, what(), e.scope === "disputed", narrowed);
}

/** A sentence within a sentence begins small. */
const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function severity(s: Saying, r: SeverityRule): string {
  const { p, word, named } = s;
  const kinds = s.agreement?.objects.find((o) => o.id === r.objects)?.kinds;
  return p.severity(word(SEVERITY_WORDS, r.class), [
    ...(r.killed === undefined ? [] : [p.killed(r.killed)]),
    ...(r.injured === undefined ? [] : [p.injured(r.injured)]),
    ...(r.objects === undefined ? [] : [p.hit(kinds ? kinds.map((k) => word(OBJECT_WORDS, k)) : [r.objects])]),
    ...(r.weapons.length > 0 ? [p.weaponsUsed(weaponsOf(s, r.weapons))] : []),
    ...(r.inside.length > 0 ? [p.where(r.inside.map(named.zone))] : []),
    ...(r.count ? [p.atLeast(r.count.min, word(UNIT_WORDS, r.count.unit))] : []),
    ...(r.repeatedWithinDays === undefined ? [] : [p.repeated(p.days(r.repeatedWithinDays))]),
    ...(r.ordered ? [p.ordered] : []),
  ]);
}

/** The sentences of a clause, in order. */
export function clauseSentences(s: Saying, c: Clause): string[] {
  const { p, named } = s;
  const { where, when } = c;
  const who = c.subject.map(named.who);
  const verifiers = [...new Set([...(c.obliges?.verifiedBy ?? []), ...c.verifiedBy])];
  const definition = (id: string) => s.agreement?.definitions.find((d) => d.id === id);
  const moment = (m: Parameters<typeof sayMoment>[0]) => sayMoment(m, p, named);
  return [
    ...prohibition(s, c, who),
    ...(c.obliges ? obligation(s, c.obliges, who) : []),
    ...(c.permits ? [p.permits(who, bare(c.permits.what))] : []),
    ...(c.permits && c.permits.onlyIf.length > 0 ? [sentence(p.onlyIf(c.permits.onlyIf.map(bare)))] : []),
    ...(c.permits && c.permits.notify.length > 0 ? [sentence(p.toBeTold(c.permits.notify.map(named.who)))] : []),
    ...(c.defines ? [p.defines(c.defines.map((id) => definition(id)?.term ?? id))] : []),
    ...(c.defines ?? []).flatMap((id) => sayDefinition(s, id)),
    ...(where.inside.length > 0 ? [p.inside(where.inside.map(named.zone))] : []),
    ...(where.outside.length > 0 ? [p.outside(where.outside.map(named.zone))] : []),
    ...(where.within ? [p.within(km(p, where.within.distance), named.line(where.within.line))] : []),
    ...(when.starts ? [p.begins(moment(when.starts))] : []),
    ...(when.ends ? [p.ends(moment(when.ends))] : []),
    ...(when.hours ? [daily(s, when.hours)] : []),
    ...(c.defines ? [] : [when.always ? p.always : p.inForce]),
    ...(c.onlyUnder.length > 0 ? [p.onlyUnder(c.onlyUnder)] : []),
    ...(c.containment === undefined ? [] : [p.containment(p.decimal(c.containment))]),
    ...c.except.map((e) => exception(s, e)),
    ...c.severity.map((r) => severity(s, r)),
    ...(verifiers.length > 0 ? [p.verifier(verifiers.map(named.who))] : []),
    ...(c.standing === "agreed" ? [] : [p.standing[c.standing]]),
    ...c.positions.map((o) => p.holds(named.who(o.party), bare(o.says))),
    ...(s.agreement?.interpretations ?? [])
      .filter((i) => i.clause === c.id)
      .map((i) => p.interpreted(named.who(i.by), i.date, p.effects[i.effect], bare(i.text))),
  ];
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** What a defined term means, from its words and from what it covers. */
export function sayDefinition(s: Saying, id: string): string[] {
  const d = s.agreement?.definitions.find((o) => o.id === id);
  if (!d) return [];
  const covered = [
    ...actsOf(s, d.acts),
    ...d.activities.map((a) => s.word(ACTIVITY_WORDS, a)),
    ...weaponsOf(s, d.weapons),
    ...d.zones.map((z) => s.p.quoted(s.named.zone(z))),
  ];
  const what = [
    ...(d.means === undefined ? [] : [bare(d.means)]),
    ...(covered.length > 0 ? [s.p.list(covered, "and")] : []),
  ];
  return what.length > 0 ? [s.p.means(d.term, what)] : [];
}
