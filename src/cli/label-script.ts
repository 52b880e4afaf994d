/**
 * What the labelling page does, as the browser runs it: shows pair after pair, keeps the labels in the browser, hands
 * them out as CSV. Its texts reach the page as text alone.
 */
export const LABEL_SCRIPT = String.raw`"use strict";
const { set, pairs, reports } = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const LABELS = ["same", "different", "cannot-tell"];
const kept = "trucekeeper-label-" + set;
let state = { labeller: "", at: 0, labels: {} };
let storage = true;
try {
  const before = JSON.parse(localStorage.getItem(kept));
  if (before && typeof before.labels === "object") state = { ...state, ...before };
  localStorage.setItem(kept, JSON.stringify(state));
} catch {
  storage = false;
}
$("lost").hidden = storage;
const keep = () => {
  if (storage) localStorage.setItem(kept, JSON.stringify(state));
};
const NAME = /^[A-Za-z0-9_-]{1,32}$/;
const node = (tag, text, of) => {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (of) e.className = of;
  return e;
};
function fill(place, letter, report) {
  place.replaceChildren(node("h2", "Report " + letter));
  const facts = node("dl");
  for (const [name, value] of report.facts) facts.append(node("dt", name), node("dd", value));
  place.append(facts);
  if (report.row.length === 0) return;
  place.append(node("h3", "As it stands in the file"));
  const row = node("dl", undefined, "row");
  for (const [name, value] of report.row) row.append(node("dt", name), node("dd", value));
  place.append(row);
}
function show() {
  const pair = pairs[state.at];
  const done = pairs.filter((p) => state.labels[p.id]).length;
  $("position").textContent = "Pair " + (state.at + 1) + " of " + pairs.length;
  $("done").textContent = done + " labelled" + (done === pairs.length ? ": all are" : "");
  $("bar").value = done;
  fill($("a"), "A", reports[pair.a]);
  fill($("b"), "B", reports[pair.b]);
  $("apart").textContent = pair.apart;
  $("drawing").innerHTML = pair.drawing;
  for (const label of LABELS) $(label).setAttribute("aria-pressed", String(state.labels[pair.id] === label));
  $("back").disabled = state.at === 0;
  $("next").disabled = state.at === pairs.length - 1;
  const named = NAME.test(state.labeller);
  for (const label of LABELS) $(label).disabled = !named;
  $("download").disabled = !named || done === 0;
  $("name-hint").hidden = named;
}
function go(to) {
  state.at = Math.max(0, Math.min(pairs.length - 1, to));
  keep();
  show();
  window.scrollTo(0, 0);
}
function label(answer) {
  if (!NAME.test(state.labeller)) return $("labeller").focus();
  const pair = pairs[state.at];
  state.labels[pair.id] = answer;
  $("said").textContent = answer.replace("-", " ");
  let next = state.at + 1;
  while (next < pairs.length && state.labels[pairs[next].id]) next++;
  go(next < pairs.length ? next : state.at);
}
for (const answer of LABELS) $(answer).addEventListener("click", () => label(answer));
$("back").addEventListener("click", () => go(state.at - 1));
$("next").addEventListener("click", () => go(state.at + 1));
$("first").addEventListener("click", () => {
  const open = pairs.findIndex((p) => !state.labels[p.id]);
  go(open < 0 ? 0 : open);
});
$("labeller").value = state.labeller;
$("labeller").addEventListener("input", (event) => {
  state.labeller = event.target.value.trim();
  keep();
  show();
});
$("download").addEventListener("click", () => {
  const lines = ["set,pair,label,labeller"];
  for (const p of pairs) if (state.labels[p.id]) lines.push([set, p.id, state.labels[p.id], state.labeller].join(","));
  const a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" }));
  a.download = "labels-" + state.labeller + ".csv";
  a.click();
  URL.revokeObjectURL(a.href);
});
const KEYS = { s: "same", 1: "same", d: "different", 2: "different", c: "cannot-tell", 3: "cannot-tell" };
document.addEventListener("keydown", (event) => {
  if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
  const answer = KEYS[event.key.toLowerCase()];
  if (answer) label(answer);
  else if (event.key === "ArrowLeft") go(state.at - 1);
  else if (event.key === "ArrowRight") go(state.at + 1);
  else return;
  event.preventDefault();
});
$("how").open = Object.keys(state.labels).length === 0;
show();
`;
