import { catalogue, Problem, problem } from "../problems.ts";

/** A refusal that says what is wrong and what to do about it. */
export const refused = (why: string, todo: string): Problem => problem(catalogue.store, { why, todo });

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";

/** What a database or disk reported, as a failure that a caller can act on; anything else as it is. */
export function failureOf(error: unknown, what: string): unknown {
  if (error instanceof Problem) return error;
  const code = codeOf(error);
  const failure = known(code, error, what);
  return failure ? Object.assign(failure, { cause: error }) : error;
}

function known(code: string, error: unknown, what: string): Problem | undefined {
  const said = error instanceof Error ? error.message : String(error);
  // PostgreSQL 53100: disk full. SQLite says so itself, or passes on a write that failed.
  if (
    code === "SQLITE_FULL" ||
    code === "SQLITE_IOERR_WRITE" ||
    code === "ENOSPC" ||
    code === "EDQUOT" ||
    code === "53100"
  )
    return problem(catalogue.storeFull, { why: `${what}: no room on the disk (${said})` });
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB")
    return refused(
      `${what} is damaged (${said})`,
      "Nothing was changed. Stop, copy the folder as it is, and restore the last backup into a new folder",
    );
  if (code.startsWith("SQLITE_IOERR") || code === "SQLITE_READONLY" || code === "SQLITE_CANTOPEN" || code === "EACCES")
    return refused(`${what} cannot be read or written (${said})`, "Check the disk and the folder's permissions");
  if (/^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|57P0[1-3]|08\w{3})$/.test(code))
    return refused(`PostgreSQL cannot be reached (${said})`, "Check that it runs and that DATABASE_URL is right");
  if (code === "28P01" || code === "28000" || code === "3D000")
    return refused(`PostgreSQL refused (${said})`, "Check user, password and database in DATABASE_URL");
  return undefined;
}
