import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import type pg from "pg";

/** One value as COPY reads it. Bytes are hexadecimal, what is null `\N`. */
function fieldOf(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return escaped(value);
  if (value instanceof Uint8Array)
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex")}`;
  return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text with what COPY takes for the end of a field or row written otherwise. */
function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (c) => ESCAPES[c] as string) : text;
}

/** Rows as the text that `copy … from stdin` reads: fields between tabs, one row a line. */
export function copyText(rows: readonly (readonly unknown[])[]): string {
  let text = "";
  for (const row of rows) {
    for (const [i, value] of row.entries()) text += i === 0 ? fieldOf(value) : `\t${fieldOf(value)}`;
    text += "\n";
  }
  return text;
}

/** What of pg's connection sends rows. Its own types leave it out. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
}

/** A statement that hands over its rows when the database asks for them: a query class of one's own, as pg calls it. */
class CopyIn implements pg.Submittable {
  private readonly statement: string;
  private readonly text: string;
  private readonly done: (error: Error | null) => void;

  constructor(statement: string, text: string, done: (error: Error | null) => void) {
    this.statement = statement;
    this.text = text;
    this.done = done;
  }

  submit(connection: pg.Connection): void {
    connection.query(this.statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.text));
    connection.endCopyFrom();
  }

  /** The first end counts: after an error the database is ready again as well. */
  handleError(error: Error): void {
    this.done(error);
  }

  handleReadyForQuery(): void {
    this.done(null);
  }

  handleCommandComplete(): void {
    // How many rows came is known.
  }
}

const copyIn = (client: pg.PoolClient, statement: string, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    client.query(new CopyIn(statement, text, (error) => (error ? reject(error) : resolve())));
  });

/** A pool's connections for kysely, which knows no COPY: where a statement is one, its only parameter is `copyText`. */
export function copyingPool(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const wrapped = (client: pg.PoolClient): PostgresPoolClient => {
    // One of the two forms of kysely's `query`: it has cursors only where it was given a class of them.
    const query = async (statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<unknown>> => {
      if (!statement.startsWith("copy "))
        return (await client.query(statement, [...parameters])) as unknown as PostgresQueryResult<unknown>;
      await copyIn(client, statement, parameters[0] as string);
      return { command: "INSERT", rowCount: 0, rows: [] };
    };
    return { query: query as unknown as PostgresPoolClient["query"], release: (destroy) => client.release(destroy) };
  };
  return {
    async connect() {
      const client = await pool.connect();
      const same = known.get(client) ?? wrapped(client);
      known.set(client, same);
      return same;
    },
    end: () => pool.end(),
  };
}
