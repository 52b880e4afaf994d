import type { Backed, Link } from "../guarantee/chain.ts";
import { formatInstant } from "../time/day.ts";
import type { Zone } from "../time/zone.ts";
import { millis } from "../units.ts";
import { each, esc, link } from "./html.ts";

/** What the parts of the page on guarantees share. */
export interface GuaranteeWords {
  /** Name of a party, third party or body by its id; words that are no id stay as they are. */
  readonly name: (id: string) => string;
  readonly zone: Zone;
}

/** An instant on the mission's clocks. */
export const moment = (ms: number, words: GuaranteeWords): string => formatInstant(millis(ms), words.zone, "minute");

/** A date as the file has it, an instant on the mission's clocks, or that it is not stated. */
export const whenText = (when: string | number | null, words: GuaranteeWords): string =>
  when === null ? "date not stated" : typeof when === "string" ? when : moment(when, words);

/** Speaker, outlet, outlet: everyone through whom it reached us, first to last. */
export function chainText(l: Link): string {
  if (l.kind === "entry") return [...l.chain, `entry ${l.id.slice(0, 12)}`].join(" → ");
  const links = [
    ...(l.speaker === undefined ? [] : [l.speaker]),
    ...(l.via.includes(l.publisher) ? [] : [l.publisher]),
  ];
  return [...links, ...l.via].join(" → ");
}

const VOICE: Readonly<Record<string, string>> = {
  quote: "quoted",
  paraphrase: "paraphrased",
  outlet: "the outlet's own words",
  document: "from the document",
};

const source = (l: Link, words: GuaranteeWords): string =>
  l.kind === "entry"
    ? `<li>${esc(chainText(l))}, stated ${esc(moment(l.stated, words))}. Reason given: ${esc(l.reason || "none")}</li>`
    : `<li><b>${esc(chainText(l))}</b><br>${link(l.url, l.title)}, ${esc(l.date)}${l.unseen ? " · not seen by us" : ""}</li>`;

/** The chain of sources that a value opens: who said it to whom, in whose voice, how firmly. */
export function chain(backed: Backed, words: GuaranteeWords): string {
  if (backed.links.length === 0) return `<span class="quiet">no source</span>`;
  const [first] = backed.links;
  const more = backed.links.length - 1;
  const voice = backed.voice === undefined ? "" : (VOICE[backed.voice] ?? backed.voice);
  return `<details class="chain"><summary>${esc(first ? chainText(first) : "")}${more > 0 ? ` <span class="quiet">and ${more} more</span>` : ""}</summary><ul>${each(backed.links, (l) => source(l, words))}</ul>${backed.words === undefined ? "" : `<p>Words as given: “${esc(backed.words)}”</p>`}<p class="quiet">${esc([voice, backed.modality === undefined ? "" : `firmness: ${backed.modality}`].filter(Boolean).join(" · ") || "voice and firmness not stated")}</p></details>`;
}

/** A token of the data as words. */
export const plainWord = (token: string): string => token.replaceAll("-", " ");

/** A table whose rows become blocks on a narrow page. */
export const stack = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ""
    : `<table class="stack"><thead><tr>${each(heads, (h) => `<th scope="col">${esc(h)}</th>`)}</tr></thead><tbody>${each(rows, (r) => `<tr>${each(r, (cell, i) => `<td data-label="${esc(heads[i] ?? "")}"><div>${cell}</div></td>`)}</tr>`)}</tbody></table>`;
