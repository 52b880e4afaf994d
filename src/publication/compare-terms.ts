import type { Difference } from "../comparison/clause-difference.ts";
import type { ComparedTerm, Comparison, Results } from "../comparison/comparison.ts";
import type { Both } from "../comparison/side.ts";
import { testWords } from "./compare-words.ts";
import { each, esc } from "./html.ts";
import { grouped, plainSentence, RESULTS } from "./wording.ts";

const sign = (result: string): string => {
  const r = RESULTS.find((x) => x.id === result);
  return r ? `<span class="sign ${r.id}" aria-hidden="true">${r.letter}</span>${r.words}` : "no such clause";
};

/** A result in its sign and words; null: the text has no such clause. */
export const resultSign = (result: string | null): string => (result === null ? "no such clause" : sign(result));

const cell = (text: string | null): string =>
  text === null ? `<span class="quiet">nothing</span>` : esc(plainSentence(text, false));

/** Fields that two texts put differently, side by side. */
export const differenceTable = (differences: readonly Difference[], names: Both<string>): string =>
  `<table class="stack diff"><thead><tr><th scope="col">What differs</th><th scope="col">${esc(names.a)}</th><th scope="col">${esc(names.b)}</th></tr></thead><tbody>${each(differences, (d) => `<tr><th scope="row">${esc(d.field)}</th><td data-label="${esc(names.a)}">${cell(d.a)}</td><td data-label="${esc(names.b)}">${cell(d.b)}</td></tr>`)}</tbody></table>`;

function tallies(results: Results | null): string {
  if (!results) return `<p class="quiet">Not assessed, or no such clause.</p>`;
  return `<ul class="tallies">${each(RESULTS, (r) => `<li>${sign(r.id)} <b>${grouped(results[r.id])}</b></li>`)}</ul>`;
}

/** The clause as tested, where one sentence holds for both; where they differ the table below says how. */
function says({ says: { a, b } }: ComparedTerm): string {
  const words = a ?? b;
  return words === null || (a !== null && b !== null && a !== b)
    ? ""
    : `<blockquote>${esc(plainSentence(words, false))}</blockquote>`;
}

function term(t: ComparedTerm, names: Both<string>): string {
  const title = t.title.a ?? t.title.b ?? "";
  const reference = [t.reference.a, t.reference.b === t.reference.a ? null : t.reference.b].filter(Boolean).join(" / ");
  const matched = t.by === "reference" ? " Matched by its reference." : "";
  const state =
    t.by === "only-a"
      ? `Only under ${names.a}.`
      : t.by === "only-b"
        ? `Only under ${names.b}.`
        : t.differences.length === 0
          ? `The same words.${matched}`
          : matched;
  const results = t.results.a || t.results.b;
  return `<div class="term"><h3>${esc(title)} <span class="ref">${esc(reference)}</span></h3>${state === "" ? "" : `<p class="quiet">${esc(state)}</p>`}${says(t)}${t.differences.length > 0 && (t.by === "id" || t.by === "reference") ? differenceTable(t.differences, names) : ""}${results ? `<div class="pair"><div><h4>${esc(names.a)}</h4>${tallies(t.results.a)}</div><div><h4>${esc(names.b)}</h4>${tallies(t.results.b)}</div></div>` : `<p class="quiet">Listed, not assessed here.</p>`}${
    t.reasons.length === 0
      ? ""
      : `<ul class="facts">${each(t.reasons, (r) => `<li><b>${grouped(r.incidents)}</b> <span>${resultSign(r.a)} → ${resultSign(r.b)}${r.tests.length > 0 ? `<span class="ref">by ${esc(r.tests.map(testWords).join(", "))}</span>` : ""}</span></li>`)}</ul>`
  }</div>`;
}

/** Every clause of both texts, those that change something first. */
export function termList(c: Comparison, names: Both<string>): string {
  const moves = (t: ComparedTerm) => t.reasons.reduce((n, r) => n + r.incidents, 0);
  const order = [...c.terms.entries()].sort(
    ([i, x], [j, y]) => moves(y) - moves(x) || y.differences.length - x.differences.length || i - j,
  );
  return each(order, ([, t]) => term(t, names));
}
