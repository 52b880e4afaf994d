import type { GuaranteeSide } from "../guarantee/guarantees.ts";
import type { LadderRun, LadderState, StepState } from "../guarantee/ladder.ts";
import type { Refused } from "../guarantee/standing.ts";
import { chain, type GuaranteeWords, moment, plainWord, stack } from "./guarantees-chain.ts";
import { each, esc } from "./html.ts";

/** "23 h 10 min" of milliseconds, cut off to the minute. */
export function lengthText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [h, min] = [Math.floor(minutes / 60), minutes % 60];
  return h === 0 ? `${min} min` : min === 0 ? `${h} h` : `${h} h ${min} min`;
}

/** An exercise says so in every heading and on every row, in words and not by colour alone. */
const mark = (exercise: boolean): string => (exercise ? `<b class="exercise-word">EXERCISE</b> ` : "");

const step = (s: StepState, exercise: boolean, words: GuaranteeWords): readonly string[] => [
  `${mark(exercise)}<b>${esc(s.title)}</b>${s.condition === null ? "" : `<br><span class="quiet">only if: ${esc(s.condition)}</span>`}`,
  esc(s.who.map(words.name).join(", ")),
  `${esc(s.does.join("; "))}${s.authority === null ? `<br><span class="quiet">authority not stated</span>` : `<br><span class="quiet">authority: ${esc(s.authority)}</span>`}`,
  s.deadline === null ? `<span class="quiet">no time stated</span>` : esc(moment(s.deadline, words)),
  `<b>${esc(plainWord(s.state))}</b><br>${esc(s.says)}${s.settled === null ? "" : ` ${esc(moment(s.settled.at, words))} by ${esc(words.name(s.settled.by))}${s.settled.late ? ", after its time" : ""}`}${s.fallback === null ? "" : `<br><span class="quiet">fallback: ${esc(s.fallback.who)}: ${esc(s.fallback.does)}</span>`}`,
  chain(s.backed, words),
];

const STEP_HEADS = ["Step", "Who", "What", "By when", "State", "Chain of sources"];

const run = (r: LadderRun, words: GuaranteeWords): string =>
  `<div class="run${r.exercise ? " exercise" : ""}"><h4>${mark(r.exercise)}Clock of ${esc(moment(r.startedAt, words))}: ${esc(plainWord(r.state))}</h4><p>Started by ${esc(r.people.join(" and "))}, on a determination of ${esc(r.determination.kind)} by ${esc(words.name(r.determination.body))} (standard: ${esc(r.determination.standard)}). Elapsed ${esc(lengthText(r.elapsed))}${r.pausedFor > 0 ? `, stood still for ${esc(lengthText(r.pausedFor))}` : ""}.</p>${r.determination.dissent.length === 0 ? "" : `<p>Dissent: ${each(r.determination.dissent, (d) => `${esc(words.name(d.by))}: “${esc(d.words)}” `)}</p>`}${stack(
    STEP_HEADS,
    r.steps.map((s) => step(s, r.exercise, words)),
  )}<details><summary>What was entered</summary><ol>${each(r.history, (h) => `<li>${esc(moment(h.at, words))}: ${esc(h.what)}. Reason given: ${esc(h.reason || "none")}. <span class="hash">${esc(h.entry.slice(0, 12))}</span></li>`)}</ol></details></div>`;

/** Entries that had no effect, and why: shown, never dropped. */
export const refusals = (refused: readonly Refused[]): string =>
  refused.length === 0
    ? ""
    : `<p class="warn">Entered without effect:</p><ul>${each(refused, (r) => `<li>${esc(r.act)} <span class="hash">${esc(r.entry.slice(0, 12))}</span>: ${esc(r.why)}</li>`)}</ul>`;

/** One ladder: what it may run on, its clocks in the real record, and those of exercises in a frame of their own. */
function ladder(l: LadderState, exercised: LadderState | undefined, words: GuaranteeWords): string {
  const runs = [...l.runs, ...(exercised?.runs ?? [])];
  return `<article class="ladder"><h3>${esc(l.title)}</h3><p><span class="arming ${esc(l.arming)}">${l.arming === "armed" ? "May be armed" : "EXERCISES ONLY"}</span> ${esc(l.why)}.${l.unverified ? " Unverified: nobody could confirm the report of it." : ""}</p>${chain(l.backed, words)}${each(l.runs, (r) => run(r, words))}${refusals(l.refused)}${l.runs.length === 0 ? `<p>No clock has been started in the real record: no action recorded.</p>` : ""}${each(exercised?.runs ?? [], (r) => run(r, words))}${exercised === undefined || exercised.refused.length === 0 ? "" : `<div class="run exercise"><h4>${mark(true)}</h4>${refusals(exercised.refused)}</div>`}${runs.length === 0 ? `<p class="quiet">Its steps, as the text has them:</p>${steps(l, words)}` : ""}</article>`;
}

/** Steps of a ladder that has never run. */
const steps = (l: LadderState, words: GuaranteeWords): string =>
  stack(
    ["Step", "Who", "What", "By when", "Chain of sources"],
    l.steps.map((s) => [
      `${mark(l.arming === "exercise-only")}<b>${esc(s.title)}</b>${s.condition === null ? "" : `<br><span class="quiet">only if: ${esc(s.condition)}</span>`}`,
      esc(s.who.map(words.name).join(", ")),
      esc(s.does.join("; ")),
      s.within === null ? `<span class="quiet">no time stated</span>` : esc(`${s.within} from ${s.countedFrom}`),
      chain(s.backed, words),
    ]),
  );

/** Every ladder; clocks of exercises stand under the real ones, each marked. */
export const ladders = (real: GuaranteeSide, exercise: GuaranteeSide | null, words: GuaranteeWords): string =>
  each(real.ladders, (l) =>
    ladder(
      l,
      exercise?.ladders.find((e) => e.id === l.id),
      words,
    ),
  );
