import { basename } from "node:path";
import { catalogue, type Problem, problem } from "../problems.ts";

const WHY: Readonly<Record<string, string>> = {
  EISDIR: "is a folder; name a file",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
  ELOOP: "links lead in a circle",
  ENAMETOOLONG: "the name is too long",
};

/** Why a file that somebody named could not be read. */
export function unread(path: string, error: unknown): Problem {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return problem(catalogue.noSuchFile, { path });
  return problem(
    catalogue.notReadable,
    { why: WHY[code] ?? `cannot be read (${code})` },
    { file: basename(path) || path },
  );
}

/**
 * Text of a file or of stdin: UTF-8, with or without a byte-order mark.
 * @throws Problem format/encoding that says where it is not: a letter that is replaced in silence is another word
 */
export function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    let line = 1;
    let at = 0;
    const decoder = new TextDecoder("utf-8", { fatal: true });
    // Whole lines are whole letters: the first that does not decode is the one.
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, at)) {
      try {
        decoder.decode(bytes.subarray(at, end));
      } catch {
        break;
      }
      at = end + 1;
      line++;
    }
    throw problem(catalogue.badEncoding, { why: 'is not UTF-8; save it as "UTF-8"' }, { file, line });
  }
}
