import { grouped } from "../wording.ts";
import { el, mount } from "./dom.ts";
import { incidentView } from "./incident.ts";
import { type PageRecord, resultId, resultLetter, resultWords } from "./record.ts";
import type { Selection } from "./selection.ts";

const PAGE = 40;

export interface ListView {
  readonly show: (selection: Selection) => void;
}

/** The list, a page at a time; each line opens its incident in place. A single incident is opened at once. */
export function listView(record: PageRecord, open: (id: string) => void): ListView {
  const root = mount("list");
  const rows = el("ol", { class: "rows", "aria-label": "Incidents" });
  const where = el("span", { "aria-live": "polite" });
  const back = el("button", { type: "button", click: () => turn(-1) }, "Previous");
  const on = el("button", { type: "button", click: () => turn(1) }, "Next");
  const order = el(
    "select",
    { change: () => selection && show(selection) },
    el("option", { value: "result" }, "strongest result first"),
    el("option", { value: "time" }, "by time"),
  );
  root.append(el("label", { class: "order" }, "Order ", order), rows, el("div", { class: "pager" }, back, where, on));
  let selection: Selection | undefined;
  let ordered: Uint32Array = new Uint32Array(0);
  let first = 0;

  function turn(by: number): void {
    first += by * PAGE;
    draw();
    root.scrollIntoView({ block: "start" });
    rows.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  }

  function row(i: number, code: number): HTMLElement {
    const { incidents } = record.data;
    const panel = el("div", { id: `incident-${i}`, hidden: true });
    const button = el(
      "button",
      { type: "button", class: "open", "aria-expanded": "false", "aria-controls": panel.id, click: () => toggle() },
      el("span", { class: `sign ${resultId(code)}`, "aria-hidden": "true" }, resultLetter(code)),
      el(
        "span",
        { class: "what" },
        record.actsText(i),
        " ",
        incidents.claimed[i] === "1" ? el("span", { class: "claimtag" }, "claim only") : "",
      ),
      el(
        "span",
        { class: "meta" },
        `${record.when(incidents.from[i] as number, incidents.length_s[i] as number)} · ${record.placeText(i)} · ${[resultWords(code), record.text(incidents.heard[i])].filter(Boolean).join(" · ")}`,
      ),
    );
    const toggle = (): void => {
      if (panel.childElementCount === 0) panel.append(incidentView(record, i, open));
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
    };
    if (selection?.incidents.length === 1) toggle();
    return el("li", { "data-id": record.id(i) }, button, panel);
  }

  function draw(): void {
    if (!selection) return;
    const { code } = selection;
    const incidents = ordered;
    first = Math.max(0, Math.min(first, Math.floor((incidents.length - 1) / PAGE) * PAGE));
    rows.replaceChildren(...[...incidents.subarray(first, first + PAGE)].map((i) => row(i, code[i] as number)));
    const last = Math.min(incidents.length, first + PAGE);
    where.textContent =
      incidents.length === 0
        ? "No incident fits."
        : `${grouped(first + 1)}–${grouped(last)} of ${grouped(incidents.length)}`;
    back.disabled = first === 0;
    on.disabled = last >= incidents.length;
    root.dataset.total = String(incidents.length);
  }

  function show(next: Selection): void {
    selection = next;
    // The selection comes in order of time, and sorting keeps that order among equals.
    ordered =
      order.value === "time"
        ? next.incidents
        : next.incidents.slice().sort((a, b) => (next.code[a] as number) - (next.code[b] as number));
    first = 0;
    draw();
  }
  return { show };
}
