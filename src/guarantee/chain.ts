import type { Agreement } from "../agreement/agreement.ts";
import type { Said } from "./entries.ts";
import type { Placed } from "./standing.ts";

/** One link back: a source of the agreement file, or an entry of the record. */
export type Link =
  | {
      readonly kind: "source";
      readonly id: string;
      readonly publisher: string;
      readonly title: string;
      readonly date: string;
      readonly speaker?: string;
      readonly via: readonly string[];
      readonly url?: string;
      readonly unseen: boolean;
    }
  | {
      readonly kind: "entry";
      readonly id: string;
      readonly stated: number;
      readonly reason: string;
      readonly chain: readonly string[];
    };

/** What a value rests on: its links, and how the source put it. */
export interface Backed {
  readonly links: readonly Link[];
  readonly words?: string;
  readonly voice?: string;
  readonly modality?: string;
}

interface Written {
  readonly sources?: readonly string[] | undefined;
  readonly words?: string | undefined;
  readonly voice?: string | undefined;
  readonly modality?: string | undefined;
}

/** The backing of a value of the file. */
export function backedBy(agreement: Agreement, value: Written): Backed {
  const links = (value.sources ?? []).flatMap((id): Link[] => {
    const s = agreement.sources.find((o) => o.id === id);
    if (!s) return [];
    const { publisher, title, date, speaker, via, url, unseen } = s;
    return [
      {
        kind: "source",
        id,
        publisher,
        title,
        date,
        via,
        unseen,
        ...(speaker !== undefined && { speaker }),
        ...(url !== undefined && { url }),
      },
    ];
  });
  return {
    links,
    ...(value.words !== undefined && { words: value.words }),
    ...(value.voice !== undefined && { voice: value.voice }),
    ...(value.modality !== undefined && { modality: value.modality }),
  };
}

/** The backing of a value that an entry brought. */
export const backedByEntry = (entry: Placed<unknown>, said?: Said): Backed => ({
  links: [{ kind: "entry", id: entry.id, stated: entry.stated, reason: entry.reason, chain: said?.chain ?? [] }],
  ...(said && { words: said.words, voice: said.voice, modality: said.modality }),
});
