import { fromBase64, toBase64 } from "../../src/log/bytes.ts";

/** A report that only the server can open, and the mission that it is for. */
export interface SealedReport {
  readonly mission: string;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

const FIRST = "trucekeeper-sealed-reports 1";

/**
 * Reports that wait, as a file that any browser takes in again: they stay sealed, so that the file tells no more than the
 * device does. A line says how many there are; then a line for each, the mission's id and the sealed bytes in base64.
 */
export const queueFile = (reports: readonly SealedReport[]): string =>
  `${FIRST} ${reports.length}\n${reports.map((r) => `${encodeURIComponent(r.mission)} ${toBase64(r.sealed)}\n`).join("")}`;

/** What a file of waiting reports holds, or null where it is none or not whole: half a file is never taken in silence. */
export function readQueueFile(text: string): readonly SealedReport[] | null {
  const [first = "", ...lines] = text.replaceAll("\r\n", "\n").split("\n");
  const whole = first === `${FIRST} ${lines.length - 1}` && lines.pop() === "";
  if (!whole) return null;
  try {
    return lines.map((line) => {
      const [mission = "", sealed = ""] = line.split(" ");
      return { mission: decodeURIComponent(mission), sealed: new Uint8Array(fromBase64(sealed)) };
    });
  } catch {
    return null;
  }
}
