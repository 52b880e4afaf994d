import { useEffect, useRef, useState } from "react";
import { packReport, REPORT_FORM, type ReportHead, unpackReport } from "../../src/observation/sealed-report.ts";
import { exchangeBytes } from "../api/client.ts";
import { dropDraft, keepDraft, keptDraft } from "./device-store.ts";
import type { Cells, What } from "./read-cells.ts";
import { seal } from "./seal.ts";
import type { Ready } from "./use-report.ts";

const KEEP_AFTER_MS = 1_200;

/** What a form holds, without its files. */
export interface Filled {
  readonly what: What;
  readonly cells: Cells;
}

export const headOf = ({ id, author }: Ready, { what, cells }: Filled, files: readonly File[]): ReportHead => ({
  form: REPORT_FORM,
  mission: id,
  author,
  instance: `uuid:${crypto.randomUUID()}`,
  what,
  cells: Object.fromEntries(Object.entries(cells).filter(([, v]) => v.trim() !== "")),
  files: files.map((f) => ({ name: f.name.slice(-200), type: f.type.slice(0, 100), bytes: f.size })),
});

/** Opens what this device sealed, by the server, for the person who wrote it. @throws Refused */
export async function opened(
  mission: string,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Filled & { readonly files: readonly File[] }> {
  const plain = await exchangeBytes(`/missions/${encodeURIComponent(mission)}/reports/opened`, sealed);
  const read = unpackReport(plain);
  if ("error" in read) throw new Error(read.error);
  const head = read.head as ReportHead;
  const files = read.files.map((bytes, i) => {
    const { name = "", type = "" } = head.files[i] ?? {};
    return new File([new Uint8Array(bytes)], name, { type });
  });
  return { what: head.what, cells: head.cells, files };
}

/**
 * Keeps what is typed as a sealed draft a moment after it was typed. The device cannot read it back: `found` is a draft
 * from before, which the server opens.
 */
export function useDraft(ready: Ready, filled: Filled, touched: boolean) {
  const [found, setFound] = useState<Uint8Array<ArrayBuffer> | null>(null);
  const [kept, setKept] = useState(false);
  const mission = ready.id;
  // What was asked for last wins: sealing takes a moment, and an older draft must not come after a newer one.
  const turn = useRef(0);
  useEffect(() => {
    void keptDraft(mission).then(
      (draft) => setFound(draft?.sealed ?? null),
      () => undefined,
    );
  }, [mission]);
  useEffect(() => {
    if (!touched) return;
    const mine = ++turn.current;
    const timer = setTimeout(async () => {
      try {
        const sealed = await seal(packReport(headOf(ready, filled, []), []), { mission, point: ready.point });
        if (turn.current !== mine) return;
        await keepDraft(mission, sealed);
        setKept(true);
      } catch {
        // A browser that keeps nothing said so already (`Ready.kept`).
      }
    }, KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [ready, filled, touched, mission]);
  return {
    found,
    kept,
    /** Forgets the draft on this device, the one from before and the one of now. */
    drop: async () => {
      turn.current++;
      setFound(null);
      setKept(false);
      await dropDraft(mission).catch(() => undefined);
    },
  };
}
