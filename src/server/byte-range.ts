/** Bytes `[from, until)` of something. */
export interface ByteRange {
  readonly from: number;
  readonly until: number;
}

/**
 * What a Range header asks of so many bytes (RFC 9110, 14.2): one stretch; undefined where all is to be sent, as for
 * several stretches, another unit and what cannot be read; "none" where the stretch lies beyond the end.
 */
export function byteRange(header: string | undefined, bytes: number): ByteRange | "none" | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? "none" : { from: bytes - length, until: bytes };
  }
  const from = Number(first);
  const until = last === "" ? bytes : Math.min(Number(last) + 1, bytes);
  if (last !== "" && Number(last) < from) return undefined;
  return from >= bytes ? "none" : { from, until };
}
