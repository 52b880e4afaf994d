import { factWords } from "../wording.ts";
import { el } from "./dom.ts";
import { howWell, type PageRecord, resultId, resultLetter, resultWords } from "./record.ts";

const OUTCOME = ["no", "yes", "cannot tell"] as const;
const PART = [
  "",
  "contradicts the others",
  "the same source again",
  "a party’s claim: shown beside, adds nothing",
] as const;

/** Everything about one incident: its observations, why they are one, and what each clause says of it, with reasons. */
export function incidentView(record: PageRecord, i: number, open: (id: string) => void): HTMLElement {
  const { incidents } = record.data;
  const members = incidents.members[i] as number;
  const line = (name: string, ...value: (string | Node)[]): readonly HTMLElement[] => [
    el("dt", {}, name),
    el("dd", {}, ...value),
  ];
  const heard = record.text(incidents.heard[i]);
  const evidence = record.text(incidents.evidence[i]);
  const alternative = record.text(incidents.alternative[i]);
  const alleged = record.text(incidents.alleged[i]);
  return el(
    "div",
    { class: "incident" },
    el(
      "dl",
      {},
      ...line(
        "Incident",
        el("span", { class: "hash" }, record.id(i)),
        incidents.claimed[i] === "1" ? " rests on party claims alone; in no recorded figure" : "",
      ),
      ...line(
        "Time",
        record.when(incidents.from[i] as number, incidents.length_s[i] as number),
        incidents.window[i] === "1" ? ": at some moment in it" : ": perceived throughout",
      ),
      ...line("Place", `${record.placeText(i)}: ${howWell(record, incidents.place[i] as number)}`),
      ...(heard ? line("As heard", heard) : []),
      ...(heard ? line("As fused", record.text(incidents.fused[i])) : []),
      ...line("Who did it", "no decision of attribution", alleged ? `; ${alleged} (an allegation, not a finding)` : ""),
      ...line("Kind of act", record.actsText(i), " ", el("span", { class: "hash" }, record.acts(i).join(" | "))),
      ...(incidents.machine[i] === "1" ? line("Label", "put by a machine only") : []),
    ),
    el("h3", {}, "Under each clause"),
    ...verdicts(record, i),
    el("h3", {}, members === 1 ? "Its one observation" : `Its ${members} observations`),
    ...observations(record, i),
    ...(members > 1
      ? [
          el("h3", {}, "Why these are one incident"),
          evidence ? list(evidence) : el("p", {}, "A claim is linked; nothing was joined."),
        ]
      : []),
    ...(alternative ? [el("h3", {}, "Nearest alternative, not taken"), other(alternative, open)] : []),
  );
}

const list = (text: string): HTMLElement => el("ul", {}, ...text.split("\n").map((t) => el("li", {}, t)));

function other(text: string, open: (id: string) => void): HTMLElement {
  const [id = "", gain = "", ...parts] = text.split("\n");
  return el(
    "div",
    {},
    el(
      "p",
      {},
      "Joining it with ",
      el("button", { type: "button", class: "chip", click: () => open(id) }, id),
      ` would change the evidence by ${gain.replace("-", "−")}:`,
    ),
    list(parts.join("\n")),
  );
}

function verdicts(record: PageRecord, i: number): HTMLElement[] {
  const { data } = record;
  const out: HTMLElement[] = [];
  let trace = record.firstTrace[i] as number;
  data.readings.forEach((reading, r) => {
    let silent = 0;
    data.clauses.forEach((clause, c) => {
      const code = record.code(i, r, c);
      if (code >= 4) {
        if (code === 4) silent++;
        return;
      }
      const t = data.traces[data.incidents.traces[trace++] as number];
      const [words = "", ifTrue = "", ifFalse = ""] = record.text(t?.decides).split("\n");
      const fact = record.text(t?.fact);
      const said = (t?.steps ?? []).map((n) => record.text(data.steps[n]?.[2]));
      const plain = (id: string): string =>
        id === "not-contrary"
          ? "not contrary"
          : id === "not-applicable"
            ? "does not apply"
            : id === "indeterminate"
              ? "cannot be told"
              : id;
      out.push(
        el(
          "div",
          { class: "verdict" },
          el(
            "p",
            {},
            el("span", { class: `sign ${resultId(code)}`, "aria-hidden": "true" }, resultLetter(code)),
            el("b", {}, resultWords(code)),
            ` · ${clause.title || clause.id}`,
            data.readings.length > 1 ? el("span", { class: "ref" }, ` · reading ${reading.words}`) : "",
          ),
          el(
            "ul",
            { class: "trace" },
            ...(t?.steps ?? []).map((n) => {
              const [, outcome, says] = data.steps[n] as readonly [number, number, number];
              return el(
                "li",
                {},
                el("span", { class: "is" }, OUTCOME[outcome] ?? ""),
                el("span", {}, record.text(says)),
              );
            }),
          ),
          fact
            ? el(
                "p",
                {},
                el("b", {}, "What would decide it: "),
                `${factWords(fact)}. If that test is met: ${plain(ifTrue)}; if not: ${plain(ifFalse)}.${said.includes(words) ? "" : ` ${words}.`}`,
              )
            : "",
          t?.actor ? el("p", {}, record.text(t.actor)) : "",
        ),
      );
    });
    if (silent > 0)
      out.push(
        el(
          "details",
          { class: "quiet" },
          el(
            "summary",
            {},
            `${silent === 1 ? "1 clause does" : `${silent} clauses do`} not apply${data.readings.length > 1 ? `, reading ${reading.words}` : ""}`,
          ),
          el("p", {}, record.text(data.incidents.because[i * data.readings.length + r])),
        ),
      );
  });
  return out.length > 0 ? out : [el("p", { class: "quiet" }, "Not assessed.")];
}

function observations(record: PageRecord, i: number): HTMLElement[] {
  const o = record.data.observations;
  const out: HTMLElement[] = [];
  for (let n = record.firstObservation[i] as number; n < (record.firstObservation[i + 1] as number); n++) {
    const part = Number(o.part[n]);
    const name = record.text(o.name[n]);
    out.push(
      el(
        "div",
        { class: part === 3 ? "obs claim" : "obs" },
        el(
          "p",
          { class: "head" },
          record.text(o.source[n]),
          " ",
          el("span", { class: "ref" }, record.text(o.kind[n])),
          PART[part] ? el("span", { class: "claimtag" }, PART[part]) : "",
        ),
        el(
          "p",
          {},
          `“${record.text(o.stated[n])}” (${record.text(o.zone[n])}): ${record.when(o.from[n] as number, o.length_s[n] as number)}`,
        ),
        el("p", {}, `${name || "no place name"}: ${howWell(record, o.place[n] as number)}`),
        el("p", {}, `${record.text(o.count[n])}: ${record.text(o.what[n])}`),
        el(
          "p",
          { class: "quiet" },
          [
            o.alleged[n] ? `${record.text(o.alleged[n])} (an allegation, not a finding)` : "",
            record.text(o.more[n]),
            record.text(o.marking[n]),
            "",
          ]
            .filter((t, k) => t !== "" || k === 3)
            .join("; "),
          el("span", { class: "hash" }, o.ids.slice(n * 16, n * 16 + 16).trimEnd()),
        ),
      ),
    );
  }
  return out;
}
