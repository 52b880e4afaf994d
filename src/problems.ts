/**
 * The one catalogue of failures that a caller can meet. What a caller can act on is returned or thrown as a
 * `Problem`; anything else that is thrown is a mistake in our own code.
 */

/** Where a problem stands: base name of the file, and as much of line, column and field as is known (1-based). */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
}

/** One refused row or cell: what was wrong, and what was expected instead. Nothing is guessed for it. */
export interface Refusal {
  /** 1-based line of the file, or row of the sheet. */
  readonly line: number;
  /** Column heading, JSON path, or "" where the whole row is at fault. */
  readonly field: string;
  /** The rule broken, the value seen, and what to do. */
  readonly why: string;
}

interface Entry<D> {
  readonly code: string;
  /** HTTP status for routes. */
  readonly status: number;
  /** Exit code for the command line: 1 a file or agreement is at fault, 2 the call is. */
  readonly exit: 1 | 2;
  readonly say: (detail: D) => string;
}

/** A failure with its code and its sentence; `position` is printed before the sentence as file:line:column. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly exit: 1 | 2;
  readonly position: Position | undefined;
  constructor(code: string, status: number, exit: 1 | 2, message: string, position?: Position) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.exit = exit;
    this.position = position;
  }
  /** "file:line:column: message", with the parts that are known. */
  override toString(): string {
    const p = this.position;
    if (!p) return this.message;
    const at = [p.file, p.line, p.line === undefined ? undefined : p.column].filter((x) => x !== undefined).join(":");
    return `${at}: ${p.field ? `${p.field}: ` : ""}${this.message}`;
  }
}

const entry = <D>(code: string, status: number, exit: 1 | 2, say: (detail: D) => string): Entry<D> => ({
  code,
  status,
  exit,
  say,
});

export const catalogue = {
  usage: entry("cli/usage", 400, 2, (d: { why: string }) => d.why),
  noSuchFile: entry("file/none", 404, 1, (d: { path: string }) => `no such file: ${d.path}`),
  notReadable: entry("file/not-readable", 422, 1, (d: { why: string }) => d.why),
  unknownFormat: entry(
    "format/unknown",
    422,
    1,
    (d: { seen: string; known: string }) => `unknown format: saw ${d.seen}; expected one of ${d.known}`,
  ),
  badEncoding: entry("format/encoding", 422, 1, (d: { why: string }) => d.why),
  badHeader: entry("format/header", 422, 1, (d: { why: string }) => d.why),
  badFile: entry("format/file", 422, 1, (d: { why: string }) => d.why),
  limit: entry(
    "format/limit",
    413,
    1,
    (d: { what: string; limit: string; seen: string }) => `${d.what}: the limit is ${d.limit}, this has ${d.seen}`,
  ),
  agreement: entry("agreement/invalid", 422, 1, (d: { why: string }) => d.why),
  noSuchReading: entry(
    "agreement/no-such-reading",
    404,
    2,
    (d: { reading: string; known: string }) => `no reading "${d.reading}"; this agreement has ${d.known}`,
  ),
  noSuchClause: entry(
    "agreement/no-such-clause",
    404,
    2,
    (d: { clause: string; known: string }) => `no clause "${d.clause}" that is assessed; this agreement has ${d.known}`,
  ),
  malformed: entry("log/malformed", 422, 1, (d: { why: string }) => d.why),
  entry: entry("record/entry", 422, 1, (d: { kind: string; why: string }) => `entry of kind "${d.kind}": ${d.why}`),
  noSuchAccount: entry("account/none", 404, 1, (d: { login: string }) => `no account "${d.login}"`),
  noSuchEntry: entry("record/no-such-entry", 404, 1, (d: { why: string }) => d.why),
  noSuchMission: entry(
    "record/no-such-mission",
    404,
    1,
    (d: { mission: string }) => `no mission "${d.mission}" here; \`import\` makes one`,
  ),
  exerciseCrossed: entry("record/exercise-crossed", 409, 1, (d: { why: string }) => d.why),
  store: entry("store/refused", 503, 1, (d: { why: string; todo: string }) => `${d.why}. ${d.todo}`),
  storeFull: entry(
    "store/full",
    507,
    1,
    (d: { why: string }) =>
      `${d.why}. Nothing of it was kept; all that was acknowledged before is there. Make room and try again.`,
  ),
  keyReused: entry(
    "store/key-reused",
    422,
    1,
    (d: { key: string }) =>
      `the Idempotency-Key "${d.key}" was used for another request: take a new one for each request, and the same only to repeat it`,
  ),
  absent: entry("http/absent", 404, 1, () => "Nothing that you may read is here."),
  noPage: entry("http/no-page", 404, 1, (d: { path: string }) => `Nothing is served at ${d.path}.`),
  unreadable: entry("http/unreadable", 400, 2, (d: { why: string }) => d.why),
  badRequest: entry("http/bad-request", 400, 2, (d: { why: string }) => d.why),
  badRange: entry(
    "http/bad-range",
    416,
    2,
    (d: { bytes: number }) => `Range: nothing of it is there; the file has ${d.bytes} bytes.`,
  ),
  signInNeeded: entry("http/sign-in", 401, 2, () => "Sign in, or send a token as Authorization: Bearer."),
  signInFailed: entry(
    "identity/sign-in",
    401,
    2,
    () => "Login, password or second factor is wrong, or the account is not in use.",
  ),
  signInAgain: entry(
    "identity/sign-in-again",
    403,
    2,
    (d: { minutes: number }) => `Sign in again first: this is for sessions younger than ${d.minutes} minutes.`,
  ),
  secondFactorNeeded: entry(
    "identity/second-factor-needed",
    403,
    2,
    () =>
      "This installation asks for a second factor or a passkey here: add one to your account, then sign in with it.",
  ),
  weakPassword: entry("identity/weak-password", 422, 2, (d: { why: string }) => d.why),
  identityTaken: entry(
    "identity/taken",
    409,
    2,
    () => "This passkey or outside account belongs to an account already.",
  ),
  notPermitted: entry("http/not-permitted", 403, 2, (d: { why: string }) => d.why),
  notAcceptedHere: entry("http/method", 405, 2, (d: { allowed: string }) => `This address takes ${d.allowed}.`),
  tooDeep: entry(
    "http/too-deep",
    400,
    2,
    (d: { limit: number }) => `The body is nested deeper than ${d.limit} levels.`,
  ),
  tooMany: entry(
    "http/too-many",
    429,
    2,
    (d: { seconds: number }) => `Too many requests; ask again in ${d.seconds} s.`,
  ),
  tooLate: entry("http/too-late", 408, 2, () => "The request took too long to arrive."),
  longHeaders: entry("http/long-headers", 431, 2, () => "The headers are longer than 16 KiB."),
  notFetched: entry(
    "http/not-fetched",
    502,
    1,
    (d: { host: string; why: string }) => `${d.host} was not asked: ${d.why}.`,
  ),
  busy: entry("http/busy", 503, 1, (d: { why: string }) => `${d.why}; ask again shortly.`),
  tookTooLong: entry("http/time", 503, 1, (d: { seconds: number }) => `No answer within ${d.seconds} s.`),
  conflict: entry("http/conflict", 409, 2, (d: { why: string }) => d.why),
  ownReport: entry(
    "decision/own-report",
    403,
    2,
    () => "Who reported does not verify: another person has to decide on this.",
  ),
  internal: entry("http/internal", 500, 1, () => "The server failed to answer; its log says why."),
  loginTaken: entry("identity/login-taken", 409, 1, (d: { login: string }) => `the login "${d.login}" is taken`),
  fenced: entry(
    "store/fenced",
    409,
    1,
    (d: { mission: string }) => `mission "${d.mission}": another process has taken over its derivation`,
  ),
} as const;

/** Makes a Problem from its catalogue entry, its detail, and where it stands. */
export function problem<D>(entry: Entry<D>, detail: D, position?: Position): Problem {
  return new Problem(entry.code, entry.status, entry.exit, entry.say(detail), position);
}
