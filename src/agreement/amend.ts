import type { Agreement, Clause, Moment } from "./agreement.ts";
import { anchorsOf, resolveMoment } from "./moment.ts";

/** Entries of the later list replace those of the same id where they stand; the others follow. */
function merged<T extends { readonly id: string }>(base: readonly T[], later: readonly T[]): readonly T[] {
  return [
    ...base.map((b) => later.find((l) => l.id === b.id) ?? b),
    ...later.filter((l) => !base.some((b) => b.id === l.id)),
  ];
}

/** All but the clauses: names of both files are known, the later text goes before. */
function both(base: Agreement, amendment: Agreement): Omit<Agreement, "clauses"> {
  return {
    ...base,
    title: amendment.title,
    id: amendment.id,
    status: amendment.status,
    demonstration: base.demonstration || amendment.demonstration,
    parties: merged(base.parties, amendment.parties),
    thirdParties: merged(base.thirdParties, amendment.thirdParties),
    sources: merged(base.sources, amendment.sources),
    readings: merged(base.readings, amendment.readings),
    pendingReadings: merged(base.pendingReadings, amendment.pendingReadings).filter(
      (p) => !amendment.readings.some((r) => r.id === p.id),
    ),
    zones: merged(base.zones, amendment.zones),
    lines: merged(base.lines, amendment.lines),
    objects: merged(base.objects, amendment.objects),
    notices: merged(base.notices, amendment.notices),
    events: merged(base.events, amendment.events),
    definitions: merged(base.definitions, amendment.definitions),
    interpretations: merged(base.interpretations, amendment.interpretations),
    versions: [...base.versions, ...amendment.versions],
    ...(amendment.amends && { amends: amendment.amends }),
    ...guarantees(base, amendment),
  };
}

/** Lists go on by id; a verification of the later text takes the place of the earlier one. */
function guarantees(base: Agreement, amendment: Agreement): Pick<Agreement, "guarantees"> {
  const [a, b] = [base.guarantees, amendment.guarantees];
  if (!a || !b) return a || b ? { guarantees: (b ?? a) as NonNullable<typeof a> } : {};
  return {
    guarantees: {
      texts: merged(a.texts, b.texts),
      meetings: merged(a.meetings, b.meetings),
      relations: merged(a.relations, b.relations),
      commitments: merged(a.commitments, b.commitments),
      contingents: merged(a.contingents, b.contingents),
      positions: merged(a.positions, b.positions),
      questions: merged(a.questions, b.questions),
      expectations: merged(a.expectations, b.expectations),
      verification: b.verification ?? a.verification,
      determinations: merged(a.determinations, b.determinations),
      ladders: merged(a.ladders, b.ladders),
    },
  };
}

const removed = (amendment: Agreement): readonly string[] => amendment.amends?.removes ?? [];

/**
 * The text as amended: clauses that the amendment repeats are replaced, those that it removes are gone, the others go on.
 * @throws TypeError where `amendment` amends nothing, or another agreement
 */
export function applyAmendment(base: Agreement, amendment: Agreement): Agreement {
  amends(base, amendment);
  const gone = removed(amendment);
  return {
    ...both(base, amendment),
    clauses: merged(
      base.clauses.filter((c) => !gone.includes(c.id)),
      amendment.clauses,
    ),
  };
}

/**
 * One agreement over all time: what was changed or removed holds until the amendment, under its id with "@" and the
 * id of the earlier text, and what changed or was added holds from then on. So one assessment runs across the change.
 * @throws TypeError as `applyAmendment`
 */
export function amendedOverTime(base: Agreement, amendment: Agreement): Agreement {
  const { from } = amends(base, amendment);
  const gone = removed(amendment);
  const later = new Set(amendment.clauses.map((c) => c.id));
  const old = base.clauses.filter((c) => later.has(c.id) || gone.includes(c.id));
  const kept = base.clauses.filter((c) => !old.includes(c));
  const renamed = (c: Clause): Clause => ({ ...c, id: `${c.id}@${base.id}` });
  return {
    ...both(base, amendment),
    clauses: [
      ...kept,
      ...old.map((c) => ending(renamed(c), from, base)),
      ...amendment.clauses.map((c) => beginning(c, from, amendment)),
    ],
  };
}

function amends(base: Agreement, amendment: Agreement): NonNullable<Agreement["amends"]> {
  if (amendment.amends?.agreement !== base.id)
    throw new TypeError(`applyAmendment: ${amendment.id} does not amend ${base.id}`);
  return amendment.amends;
}

const instantIn = (m: Moment, a: Agreement) => {
  const found = resolveMoment(m, anchorsOf(a, a.readings[0]?.from ?? null), a.missionZone);
  return "at" in found ? found.at : null;
};

/** The clause until the amendment, unless it ends before. An amendment that waits for an event ends nothing yet. */
function ending(c: Clause, from: Moment, base: Agreement): Clause {
  const at = instantIn(from, base);
  const own = c.when.ends === null ? null : instantIn(c.when.ends, base);
  if (at === null || (own !== null && own <= at)) return c;
  return { ...c, when: { ...c.when, until: at, ends: { kind: "absolute", at } } };
}

/** The clause from the amendment on, unless it begins later by itself. */
function beginning(c: Clause, from: Moment, amendment: Agreement): Clause {
  const at = instantIn(from, amendment);
  const own = c.when.starts === null ? null : instantIn(c.when.starts, amendment);
  if (own !== null && at !== null && own >= at) return c;
  if (c.when.starts !== null && own === null) return c;
  return {
    ...c,
    when: { ...c.when, from: at, starts: at === null ? from : { kind: "absolute", at } },
  };
}
