import type { CommitmentState, DeliveryStanding } from "../guarantee/commitment.ts";
import type { ContingentState, PlacementState } from "../guarantee/contingent.ts";
import type { GuaranteeState } from "../guarantee/guarantees.ts";
import type { ExpectationState, PositionState, QuestionState } from "../guarantee/question.ts";
import { byCodePoint } from "../units.ts";
import { chain, type GuaranteeWords, moment, plainWord, stack, whenText } from "./guarantees-chain.ts";
import { ladders, refusals } from "./guarantees-ladder.ts";
import { each, esc } from "./html.ts";
import { grouped } from "./wording.ts";
import { zoneOf } from "./zone-offsets.ts";

/** The guarantees, with the names that their ids stand for. */
export interface NamedGuarantees {
  readonly state: GuaranteeState;
  /** Names of parties, third parties and bodies by id. */
  readonly names: Readonly<Record<string, string>>;
}

const quiet = (text: string): string => `<span class="quiet">${esc(text)}</span>`;
const noted = (note: string | null | undefined): string => (note ? `<br>${quiet(note)}` : "");

/** What stands behind a delivery, in words. */
const DELIVERED: Readonly<Record<DeliveryStanding, string>> = {
  claimed: ", without proof",
  "proof-handed-in": ", proof not looked at yet",
  confirmed: "",
  "not-confirmed": ", not confirmed",
  contradicted: ", findings contradict each other",
};

function commitment(c: CommitmentState, words: GuaranteeWords): readonly string[] {
  const given = c.deliveries.map((d) => `${d.what} (${d.share}${DELIVERED[d.standing]})`);
  return [
    `<b>${esc(c.asWorded)}</b>${c.backed.words === undefined ? "" : `<br>“${esc(c.backed.words)}”`}${noted(c.note)}`,
    esc(c.kinds.map(plainWord).join(", ")),
    `${esc(plainWord(c.trigger.on))}${noted(c.trigger.asWorded)}${c.activation === null ? "" : `<br>${quiet(`binds when: ${c.activation}`)}`}${c.void === null ? "" : `<br>${quiet(`void when: ${c.void}`)}`}`,
    `<b>${esc(plainWord(c.modality))}</b><br>${quiet(`binding: ${plainWord(c.binding)}`)}`,
    `<b>${esc(plainWord(c.state))}</b>${c.claims.length === 0 ? "" : `<br>${quiet(`trigger claimed by ${c.claims.map((k) => words.name(k.by)).join(", ")}`)}`}${c.calledIn === null ? "" : `<br>${quiet(`called in ${moment(c.calledIn.at, words)} by ${words.name(c.calledIn.body)}`)}`}${given.length === 0 ? "" : `<br>${quiet(given.join("; "))}`}`,
    `${chain(c.backed, words)}${each(c.wordings, (w) => `<div>${esc(w.says)}${chain(w.backed, words)}</div>`)}${refusals(c.refused)}`,
  ];
}

const COMMITMENT_HEADS = ["As worded", "Our kind", "Trigger", "How firm", "State", "Chain of sources"];

/** Commitments by guarantor; one that several promise together stands under all of them at once. */
function board(list: readonly CommitmentState[], words: GuaranteeWords): string {
  const byGuarantor = new Map<string, CommitmentState[]>();
  for (const c of list) {
    const key = c.guarantors.map(words.name).join(", ");
    byGuarantor.set(key, [...(byGuarantor.get(key) ?? []), c]);
  }
  return each(
    [...byGuarantor].sort(([a], [b]) => byCodePoint(a, b)),
    ([who, own]) =>
      `<h3>${esc(who)}</h3>${stack(
        COMMITMENT_HEADS,
        own.map((c) => commitment(c, words)),
      )}`,
  );
}

function distances(p: PlacementState): string {
  if (p.distances.length === 0) return quiet("no line is drawn");
  return p.distances
    .map((d) =>
      d.metres === null
        ? quiet(`not drawn: no distance from ${d.name}`)
        : `${esc(grouped(Math.round(d.metres / 100) / 10))} km from ${esc(d.name)}`,
    )
    .join("<br>");
}

function contingent(c: ContingentState, words: GuaranteeWords): string {
  const parts = [
    [
      "Strength claimed, in persons",
      stack(
        ["At least", "At most", "As claimed", "Chain of sources"],
        c.strengths.map((s) => [
          `<b>${esc(grouped(s.min))}</b>`,
          `<b>${esc(grouped(s.max))}</b>`,
          `${s.about ? "about; " : ""}${esc(s.when ?? "no time stated")}${noted(s.note)}`,
          chain(s.backed, words),
        ]),
      ),
    ],
    [
      "Where",
      stack(
        ["Kind of place", "As stated", "By", "Plain distance", "Constraints", "Chain of sources"],
        c.placements.map((p) => [
          `<b>${esc(plainWord(p.at))}</b>`,
          esc(p.says),
          esc(p.by === null ? "not stated" : words.name(p.by)),
          distances(p),
          p.constraints.length === 0
            ? quiet("none stated")
            : p.constraints
                .map((k) => `<b>${esc(plainWord(k.result))}</b>: ${esc(k.says)} ${quiet(k.why)}`)
                .join("<br>"),
          chain(p.backed, words),
        ]),
      ),
    ],
    [
      "Tasks",
      stack(
        ["Task", "The text", "As worded", "Chain of sources"],
        c.tasks.map((t) => [
          `<b>${esc(plainWord(t.task))}</b>`,
          t.stance === "open" ? "leaves it open" : t.stance === "included" ? "includes it" : "excludes it",
          esc(t.asWorded ?? ""),
          chain(t.backed, words),
        ]),
      ),
    ],
    [
      "Use of force",
      stack(
        ["Rule", "As stated", "Chain of sources"],
        c.useOfForce.map((u) => [`<b>${esc(plainWord(u.rule))}</b>`, esc(u.says), chain(u.backed, words)]),
      ),
    ],
    [
      "Contributors",
      stack(
        ["Who", "Offers", "Caveat", "Chain of sources"],
        c.contributors.map((k) => [
          `<b>${esc(words.name(k.who))}</b>`,
          esc(k.offers ?? "not stated"),
          esc(k.caveat ?? "none stated"),
          chain(k.backed, words),
        ]),
      ),
    ],
  ] as const;
  return `<h3>${esc(c.name)}</h3>${c.note === null ? "" : `<p>${esc(c.note)}</p>`}${each(parts, ([head, body]) => (body === "" ? "" : `<h4>${head}</h4>${body}`))}`;
}

const positions = (list: readonly PositionState[], words: GuaranteeWords): string =>
  stack(
    ["Who", "What is held", "Stance, our word", "On", "When", "Chain of sources"],
    list.map((p) => [
      `<b>${esc(words.name(p.holder))}</b>`,
      `${esc(p.says)}${noted(p.note)}`,
      esc(p.stance ?? "not given"),
      esc(p.on.join(", ")),
      esc(whenText(p.when, words)),
      chain(p.backed, words),
    ]),
  );

const question = (q: QuestionState, words: GuaranteeWords): string =>
  `<h3>${esc(q.asks)} <span class="ref">${q.settled === null ? "open" : `settled by ${esc(q.settled.text)}: ${esc(q.settled.value)}`}</span></h3>${q.note === null ? "" : `<p class="quiet">${esc(q.note)}</p>`}${
    q.values.length === 0
      ? "<p>No value is named.</p>"
      : stack(
          ["Value", "Least – most", "By", "Chain of sources"],
          q.values.map((v) => [
            `<b>${esc(v.says)}</b>${noted(v.note)}`,
            v.min === null && v.max === null
              ? quiet("no figure")
              : `${v.min === null ? "?" : esc(grouped(v.min))} – ${v.max === null ? "?" : esc(grouped(v.max))} ${esc(q.unit ?? "")}`,
            esc(v.by ?? "not stated"),
            chain(v.backed, words),
          ]),
        )
  }${refusals(q.refused)}`;

const expectation = (e: ExpectationState, words: GuaranteeWords): readonly string[] => [
  `${esc(e.expects)}${e.by === null ? "" : `<br>${quiet(words.name(e.by))}`}${chain(e.backed, words)}`,
  e.outcomes.length === 0
    ? quiet("not stated")
    : each(e.outcomes, (o) => `<div>${esc(o.says)}, ${esc(whenText(o.when, words))}${chain(o.backed, words)}</div>`),
];

const texts = (state: GuaranteeState, words: GuaranteeWords): string => {
  const title = (id: string): string => state.texts.find((t) => t.id === id)?.title ?? id;
  return `${stack(
    ["Text", "Status", "Signed by", "Still needs", "Chain of sources"],
    state.texts.map((t) => [
      `<b>${esc(t.title)}</b>${t.unseen ? `<br>${quiet("text unseen")}` : ""}${noted(t.note)}`,
      `${esc(plainWord(t.status))}${t.date === undefined ? "" : `, ${esc(t.date)}`}`,
      esc((t.signedBy ?? []).map(words.name).join(", ") || "not stated"),
      esc(t.needs ?? "nothing stated"),
      chain(t.backed, words),
    ]),
  )}${
    state.relations.length === 0
      ? ""
      : `<h3>How the texts stand to each other</h3>${stack(
          ["Relation", "Asserted by", "Chain of sources"],
          state.relations.map((r) => [
            `${esc(title(r.from))} · <b>${esc(plainWord(r.relation))}</b> · ${esc(title(r.to))}${noted(r.note)}`,
            r.assertedBy.length === 0 ? "<b>nobody</b>; it is not a fact" : esc(r.assertedBy.join(", ")),
            chain(r.backed, words),
          ]),
        )}`
  }`;
};

const determinations = (state: GuaranteeState, words: GuaranteeWords): string => {
  const decided = [
    ...state.real.determinations.map((d) => ({ ...d, exercise: false })),
    ...(state.exercise?.determinations ?? []).map((d) => ({ ...d, exercise: true })),
  ];
  return `${stack(
    ["Determination", "Body", "Standard", "What is determined", "Chain of sources"],
    state.determinations.map((d) => [
      `<b>${esc(d.kind)}</b>`,
      esc(d.body === undefined ? "unseen" : words.name(d.body)),
      esc(d.standard ?? "unseen"),
      `${esc(d.says)}${noted(d.note)}`,
      chain(d.backed, words),
    ]),
  )}${
    decided.length === 0
      ? "<p>None has been made: no decision is recorded.</p>"
      : stack(
          ["Made", "Body", "Standard", "Text"],
          decided.map((d) => [
            `${d.exercise ? '<b class="exercise-word">EXERCISE</b> ' : ""}<b>${esc(d.determination)}</b>, ${esc(moment(d.stated, words))}`,
            esc(words.name(d.body)),
            esc(d.standard),
            esc(d.text),
          ]),
        )
  }`;
};

const meetings = (state: GuaranteeState, words: GuaranteeWords): string =>
  stack(
    ["Meeting", "State", "Who", "Chain of sources"],
    state.meetings.map((m) => [
      `<b>${esc(m.title)}</b>, ${esc(m.date ?? "date not stated")}${noted(m.subject)}`,
      esc(m.state),
      (m.participants ?? []).map((p) => `${esc(p.who)} ${quiet(p.state)}`).join("<br>"),
      chain(m.backed, words),
    ]),
  );

const part = (id: string, head: string, lead: string, body: string): string =>
  body === "" ? "" : `<section id="${id}"><h2>${head}</h2><p class="quiet">${lead}</p>${body}</section>`;

/** Style of these sections, added to the report's where there are guarantees. */
export const GUARANTEES_STYLE =
  `.chain{font-size:13px}.chain ul{padding-left:16px;margin:4px 0}.chain p{margin:2px 0}.chain summary{color:var(--muted)}
.ladder{border:1px solid var(--rule);border-radius:6px;padding:4px 18px 10px;margin:14px 0;background:var(--panel)}
.arming{font-weight:700;margin-right:6px}.exercise-only,.exercise-word{font-weight:800;letter-spacing:.08em;background:var(--ink);color:var(--paper);padding:1px 7px;border-radius:3px;font-size:12px;white-space:nowrap}
.run{border-left:3px solid var(--ink);padding:2px 0 2px 16px;margin:14px 0}.run h4{font-size:15px}
.run.exercise{border:3px dashed var(--ink);padding:10px 16px 10px 30px;background:repeating-linear-gradient(45deg,var(--rule),var(--rule) 6px,transparent 6px,transparent 12px) left/16px 100% no-repeat}
@media(max-width:760px){.ladder{padding:4px 12px 8px}table.stack td>div{min-width:0}}table.stack td>div{overflow-wrap:break-word}`.replaceAll(
    "\n",
    "",
  );

/**
 * The guarantees as sections of a page: commitments, determinations, ladders, contingents, positions, questions,
 * expectations, texts, meetings. Each value opens its chain of sources; nothing is averaged, summed or held against a
 * task. What is of an exercise says so on every row.
 * @param zone IANA name of the mission's zone
 */
export function guaranteeSections({ state, names }: NamedGuarantees, zone: string): string {
  const words: GuaranteeWords = {
    name: (id) => (Object.hasOwn(names, id) ? (names[id] ?? id) : id),
    zone: zoneOf(zone),
  };
  const { real, exercise } = state;
  const exercised =
    exercise === null
      ? ""
      : board(
          exercise.commitments.filter((c) => c.history.length > 0),
          words,
        );
  return [
    part(
      "commitments",
      "Who promised what",
      "As worded, beside our kind. A hope or a stance is not here; it stands under positions.",
      `${board(real.commitments, words)}${exercised === "" ? "" : `<div class="run exercise"><h3><b class="exercise-word">EXERCISE</b> Commitments in exercises</h3>${exercised}</div>`}`,
    ),
    part(
      "determinations",
      "Three determinations, apart",
      "A breach of a clause, renewed aggression, the activation of a commitment: people determine each; none follows from a count.",
      state.determinations.length + real.determinations.length === 0 ? "" : determinations(state, words),
    ),
    part(
      "ladder",
      "What is to follow, and by when",
      "A clock starts by a decision of two people on a determination. A step without an entry reads: no action recorded.",
      ladders(real, exercise, words),
    ),
    part(
      "contingents",
      "Forces that are to be sent",
      "Rival figures stand beside each other; no mean of them exists. Distances are plain geometry; what a force could do is not computed.",
      each(state.contingents, (c) => contingent(c, words)),
    ),
    part(
      "questions",
      "What no text settles",
      "Open points with their rival values.",
      each(real.questions, (q) => question(q, words)),
    ),
    part("positions", "Who holds what", "Stances, not commitments.", positions(real.positions, words)),
    part(
      "expectations",
      "What was expected, and what came",
      "Kept as pairs: an expectation never becomes a fact.",
      stack(
        ["Expected", "What came"],
        real.expectations.map((e) => expectation(e, words)),
      ),
    ),
    part(
      "texts",
      "Texts",
      "What is known of each, and who says how they belong together.",
      state.texts.length + state.relations.length === 0 ? "" : texts(state, words),
    ),
    part("meetings", "Meetings", "Held, planned, or seen in a picture.", meetings(state, words)),
    part(
      "without-effect",
      "What was entered and belongs nowhere",
      "Acts that name what the agreement does not have. Each stays in the record; none has an effect.",
      `${refusals(real.refused)}${exercise === null || exercise.refused.length === 0 ? "" : `<div class="run exercise"><h3><b class="exercise-word">EXERCISE</b></h3>${refusals(exercise.refused)}</div>`}`,
    ),
  ].join("");
}
