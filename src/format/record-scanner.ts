import { LIMITS } from "./reader.ts";

/** One record of a text table, on the line where it starts; `fault` where its quotes are broken. */
export interface ScannedRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault?: string;
}

/** What stops a scan for good. */
export type ScanStop =
  | { readonly kind: "open-quote"; readonly line: number; readonly column: number }
  | { readonly kind: "too-long"; readonly line: number };

const MID_QUOTE =
  'a quote (") stands in the middle of a cell that is not in quotes; put the cell in quotes and double the quote inside';
const AFTER_QUOTE = 'text follows the closing quote (") of a cell; double a quote that is part of the text';

/**
 * Cuts text into records: RFC 4180 with any delimiter, LF, CRLF or (old spreadsheets) CR, line breaks inside quotes.
 * Broken quotes spoil their own record only: it ends with its line. Comment lines are taken out before their quotes
 * are looked at. A record that the text so far does not finish is kept and scanned again with what follows.
 */
export class RecordScanner {
  /** Comment lines left out so far. */
  comments = 0;
  stop: ScanStop | undefined;
  private rest = "";
  private line = 1;
  private readonly delimiter: string;
  private readonly newline: "\n" | "\r";
  private readonly comment: string | undefined;

  constructor(delimiter: string, newline: "\n" | "\r", comment: string | undefined) {
    this.delimiter = delimiter;
    this.newline = newline;
    this.comment = comment;
  }

  /** Records that `text` completes; `last` says that no more follows. Ends early where `stop` is set. */
  *push(text: string, last: boolean): Generator<ScannedRecord, void> {
    const buffer = this.rest + text;
    const { newline, delimiter, comment } = this;
    let at = 0;
    // Where each of them stands next, as far as it was looked for.
    let [lineEnd, cellEnd, quote] = [-1, -1, -1];
    const find = (sought: string, from: number): number => {
      const index = buffer.indexOf(sought, from);
      return index < 0 ? buffer.length : index;
    };

    while (at < buffer.length) {
      if (comment !== undefined && buffer.startsWith(comment, at)) {
        if (lineEnd < at) lineEnd = find(newline, at);
        if (lineEnd === buffer.length && !last) break;
        this.comments++;
        this.line++;
        at = lineEnd + 1;
        continue;
      }
      const start = at;
      const cells: string[] = [];
      let lines = 1;
      let fault: string | undefined;
      let complete = false;
      let open = -1;
      while (!complete) {
        let cell = "";
        const quoted = buffer[at] === '"';
        if (quoted) {
          open = at++;
          for (;;) {
            if (quote < at) quote = find('"', at);
            cell += buffer.slice(at, quote);
            at = quote + 1;
            if (quote >= buffer.length) break;
            if (buffer[at] !== '"') {
              open = -1;
              break;
            }
            cell += '"';
            at++;
          }
          // A quote at the very end may be the first half of a doubled one.
          if (open >= 0 || (at >= buffer.length && !last)) break;
          for (let i = cell.indexOf(newline); i >= 0; i = cell.indexOf(newline, i + 1)) lines++;
        }
        if (lineEnd < at) lineEnd = find(newline, at);
        if (cellEnd < at) cellEnd = find(delimiter, at);
        const eol = lineEnd;
        const cut = Math.min(eol, cellEnd);
        if (cut === buffer.length && !last) break;
        let tail = buffer.slice(at, cut);
        if (cut === eol && newline === "\n" && tail.endsWith("\r")) tail = tail.slice(0, -1);
        if (!quoted) {
          if (quote < at) quote = find('"', at);
          if (quote < cut) fault ??= MID_QUOTE;
        }
        if (quoted && tail !== "") fault ??= AFTER_QUOTE;
        cells.push(quoted ? cell : tail);
        at = cut + 1;
        complete = cut === eol;
        if (fault) {
          at = eol + 1;
          complete = eol < buffer.length || last;
          break;
        }
      }
      if (tooLong(buffer, start, complete ? at : buffer.length)) {
        this.stop = { kind: "too-long", line: this.line };
        return;
      }
      if (!complete) {
        if (last && open >= 0) {
          const before = buffer.slice(start, open).split(newline);
          const column = (before[before.length - 1] ?? "").length + 1;
          this.stop = { kind: "open-quote", line: this.line + before.length - 1, column };
          return;
        }
        at = start;
        break;
      }
      yield fault === undefined ? { line: this.line, cells } : { line: this.line, cells, fault };
      this.line += lines;
    }
    this.rest = buffer.slice(at);
  }
}

function tooLong(text: string, from: number, until: number): boolean {
  const length = until - from;
  if (length * 3 <= LIMITS.lineBytes) return false;
  return length > LIMITS.lineBytes || new TextEncoder().encode(text.slice(from, until)).length > LIMITS.lineBytes;
}
