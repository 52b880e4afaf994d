import type {
  CompiledAgreement,
  CompiledClause,
  CompiledException,
  CompiledNotice,
  CompiledReading,
} from "../agreement/compile.ts";
import { and, or, type Truth } from "../certainty.ts";
import { ACTIVITIES, type Activity } from "../observation/observation.ts";
import { ACTS, type ActId } from "../observation/taxonomy.ts";
import { formatInstant } from "../time/day.ts";
import { during } from "../time/interval.ts";
import { actTest } from "./act-test.ts";
import type { Context, Question } from "./context.ts";
import { duringHours, sayHours } from "./hours.ts";
import { duringUncertain, type UncertainWindow, windowBetween } from "./moments.ts";
import type { RecordKnown } from "./record-known.ts";
import { insideOf } from "./scope-tests.ts";
import { anyOf, pick, sayTime, sayWindow } from "./wording.ts";

/** Exempt only where the exception was invoked and a decision accepts it; invoked alone leaves it open. */
function askSelfDefence(clause: string, e: Extract<CompiledException, { kind: "self-defence" }>): Question {
  const invoked = (c: Context) => c.invocations.filter((i) => i.clause === clause && i.exception === e.id);
  const decided = (c: Context) => invoked(c).flatMap((i) => i.decided ?? []);
  return {
    test: `except.${e.id}`,
    over: { always: false },
    ask: (c) => {
      if (invoked(c).length === 0) return false;
      const decisions = decided(c);
      if (decisions.length === 0) return "unknown";
      return decisions.every((d) => d.holds) ? true : decisions.some((d) => d.holds) ? "unknown" : false;
    },
    fact: () => "invocation",
    say: (c, outcome) => {
      if (invoked(c).length === 0) return `self-defence (${e.id}): not invoked`;
      const by = anyOf([...new Set(invoked(c).map((i) => i.by))], "and");
      const decisions = anyOf([...new Set(decided(c).map((d) => d.decision))], "and");
      const reach = e.disputed ? "; the parties dispute how far it reaches" : "";
      return decided(c).length === 0
        ? `self-defence (${e.id}): invoked by ${by}, not decided${reach}`
        : `self-defence (${e.id}): invoked by ${by}; decision ${decisions}: ${pick(outcome, "it holds", "it does not hold", "decisions contradict each other")}`;
    },
  };
}

function activityIs(seen: readonly Activity[], listed: readonly Activity[]): Truth {
  const covered = seen.filter((a) => listed.includes(a)).length;
  // Nobody says that it was one: the exception is not claimed by leaving the activity open.
  if (covered === 0) return false;
  return covered === seen.length ? true : "unknown";
}

const askActivity = (e: Extract<CompiledException, { kind: "activity" }>): Question => ({
  test: `except.${e.id}`,
  over: { set: "activities" },
  ask: ({ facts }) => activityIs(facts.activities, e.activities),
  fact: () => "activity",
  say: ({ facts }, outcome) =>
    `activity (${e.id}): exempt is ${anyOf(e.activities)}; sources give ${anyOf(facts.activities, "and")}: ${pick(outcome, "exempt", facts.activities.every((a) => a === "unknown") ? "no source says that it was one" : "not exempt", "sources differ")}`,
});

/** Whether the incident was the activity that the notice announced. An activity that was not seen stays open. */
function noticedActivity(c: Context, activity: string): Truth {
  if (activity === "localised-ceasefire") return true;
  const listed = ACTIVITIES.find((a) => a === activity);
  if (listed) {
    const seen = c.facts.activities;
    if (seen.length > 0 && seen.every((a) => a === listed)) return true;
    return seen.length === 0 || seen.includes(listed) || seen.includes("unknown") ? "unknown" : false;
  }
  const act = ACTS.find((a): a is ActId => a === activity);
  return act ? actTest(c.facts.acts, c.facts.labelBasis, [act]) : "unknown";
}

function noticeCovers(c: Context, n: CompiledNotice, level: number): Truth {
  if (!n.inTime) return false;
  const time = during(c.facts.time, n.window);
  if (time === false) return false;
  return and([time, n.zone ? insideOf(c, n.zone, level) : true, noticedActivity(c, n.notice.activity)]);
}

const askNotice = (e: Extract<CompiledException, { kind: "notice" }>, level: number): Question => {
  const name = e.local ? "localised ceasefire" : "prior notice";
  return {
    test: `except.${e.id}`,
    over: { onlyDuring: e.notices.filter((n) => n.inTime).map((n) => n.window) },
    ask: (c) => or(e.notices.map((n) => noticeCovers(c, n, level))),
    fact: () => (e.local ? "localised-ceasefire" : "notice"),
    say: (c, outcome) => {
      if (e.notices.length === 0) return `${name} (${e.id}): none was given`;
      const near = e.notices.find(
        (n) => noticeCovers(c, n, level) === outcome && (outcome !== false || during(c.facts.time, n.window) !== false),
      );
      if (!near) return `${name} (${e.id}): none covers what happened ${sayTime(c.facts.time, c.clock)}`;
      const what = `${name} (${e.id}): ${near.notice.id} by ${near.notice.by}, ${near.notice.activity}, ${sayWindow(near.window, c.clock)}`;
      if (!near.inTime)
        return `${what}: given ${formatInstant(near.notice.given, c.clock, "minute")}, too late for the lead time; it does not exempt`;
      return `${what}: ${pick(outcome, "covers it", "does not cover it", "cannot tell whether it covers it")}`;
    },
  };
};

/** Only for these acts, at these hours, from and until these moments: an exception narrowed by its own words. */
function narrowed(e: CompiledException, own: Question, window: UncertainWindow | undefined): Question {
  const { hours } = e;
  if (e.acts.length === 0 && !hours && !window) return own;
  const parts: { readonly ask: (c: Context) => Truth; readonly fact: string; readonly words: string }[] = [];
  if (window)
    parts.push({
      ask: (c) => duringUncertain(c.facts.time, window),
      fact: window.open ? "event" : "time",
      words: "its own time",
    });
  if (hours)
    parts.push({ ask: (c) => duringHours(c.facts.time, hours), fact: "time", words: `daily from ${sayHours(hours)}` });
  if (e.acts.length > 0)
    parts.push({
      ask: (c) => actTest(c.facts.acts, c.facts.labelBasis, e.acts),
      fact: "act",
      words: `for ${anyOf(e.acts)} alone`,
    });
  const { over, ...rest } = own;
  return {
    ...rest,
    ...(over && "always" in over && over.always === false && { over }),
    ask: (c) => and([own.ask(c), ...parts.map((p) => p.ask(c))]),
    fact: (c) =>
      own.ask(c) === "unknown" ? own.fact(c) : (parts.find((p) => p.ask(c) === "unknown")?.fact ?? own.fact(c)),
    say: (c, outcome) =>
      `${own.say(c, own.ask(c))}; it reaches only ${anyOf(
        parts.map((p) => p.words),
        "and",
      )}: ${pick(outcome, "exempt", "not exempt", "cannot tell")}`,
  };
}

/** The exceptions of a clause under a reading, in the order of the file. */
export const exceptionQuestions = (
  compiled: CompiledAgreement,
  clause: CompiledClause,
  reading: CompiledReading,
  record?: RecordKnown,
): Question[] =>
  clause.exceptions.map((e) => {
    const own =
      e.kind === "self-defence"
        ? askSelfDefence(clause.clause.id, e)
        : e.kind === "activity"
          ? askActivity(e)
          : askNotice(e, clause.level);
    return narrowed(e, own, windowBetween(compiled, e.starts, e.ends, reading.reading, record));
  });
