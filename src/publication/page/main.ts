import { filterBar } from "./filter-bar.ts";
import { listView } from "./list.ts";
import { mapView } from "./map.ts";
import { readRecord } from "./record.ts";
import { EVERYTHING, type Filter, filterOf, select } from "./selection.ts";
import { timelineView } from "./timeline.ts";

const record = readRecord();
let filter: Filter = filterOf(location.hash, record) ?? EVERYTHING;

const ask = (next: Filter): void => {
  filter = next;
  const selection = select(record, next);
  for (const view of views) view.show(selection);
};
const open = (id: string): void => {
  location.hash = `incident=${id}`;
};
const views = [
  filterBar(record, ask),
  timelineView(record, (from, until) => ask({ ...filter, from, until, pick: null })),
  mapView(record, (pick) => ask({ ...filter, pick })),
  listView(record, open),
];

/** A figure of the page was followed: show its rows, and bring them into sight. */
const follow = (): void => {
  const asked = filterOf(location.hash, record);
  if (!asked) return;
  ask(asked);
  document.getElementById("explore")?.scrollIntoView();
  document.querySelector<HTMLElement>("#list .open")?.focus({ preventScroll: true });
};
window.addEventListener("hashchange", follow);
document.addEventListener("click", (event) => {
  // The same figure followed twice changes no address, so no hashchange comes.
  const target = event.target instanceof Element ? event.target.closest("a") : null;
  if (target?.getAttribute("href") === location.hash) follow();
});
ask(filter);
if (filter !== EVERYTHING) follow();
