/**
 * What the labelling page does, as the browser runs it: shows pair after pair, keeps the labels in the browser, hands
 * them out as CSV. Its texts reach the page as text alone.
 */
export const LABEL_SCRIPT = String.raw`"use strict";
const { set, pairs, reports } = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const LABELS = ["same", "different", "cannot-tell"];
// A page of fewer pairs of the same set, for a third person, keeps its own.
const kept = "trucekeeper-label-" + set + "-" + pairs.length;
let state = { labeller: "", at: 0, labels: {}, seconds: {} };
let since = Date.now();
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
  since = Date.now();
  state.at = Math.max(0, Math.min(pairs.length - 1, to));
  keep();
  show();
  window.scrollTo(0, 0);
}
function label(answer) {
  if (!NAME.test(state.labeller)) return $("labeller").focus();
  const pair = pairs[state.at];
  state.labels[pair.id] = answer;
  // Longer is a pause.
  const taken = Math.min(600, Math.round((Date.now() - since) / 1000));
  state.seconds[pair.id] = (state.seconds[pair.id] || 0) + taken;
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
  const lines = ["set,pair,label,labeller,seconds"];
  for (const { id } of pairs)
    if (state.labels[id]) lines.push([set, id, state.labels[id], state.labeller, state.seconds[id] ?? 0].join(","));
  const a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" }));
  a.download = "labels-" + state.labeller + ".csv";
  a.click();
  URL.revokeObjectURL(a.href);
});
/** Labels of a file that this page gave out: to go on in another browser. */
$("load").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  const rows = (await file.text()).split(/\r\n|\n/).map((line) => line.replaceAll('"', "").split(/[,;\t]/));
  const known = new Set(pairs.map((p) => p.id));
  const fit = rows.filter(([of, id, answer]) => of === set && known.has(id) && LABELS.includes(answer));
  const by = new Set(fit.map((row) => row[3]));
  const other = by.size !== 1 || (NAME.test(state.labeller) && !by.has(state.labeller));
  $("loaded").hidden = false;
  if (fit.length === 0) $("loaded").textContent = "No label in this file is of set " + set + ": take a file that this page gave out.";
  else if (other) $("loaded").textContent = "Its labels are by " + [...by].join(", ") + ", and this page is " + (state.labeller || "nobody") + "’s: nothing was taken over.";
  else {
    for (const [, id, answer, , seconds] of fit) {
      state.labels[id] = answer;
      state.seconds[id] = Number(seconds) || 0;
    }
    state.labeller = [...by][0];
    $("labeller").value = state.labeller;
    $("loaded").textContent = fit.length + " labels taken over.";
    keep();
    show();
  }
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
