/** What the server said no to, as RFC 9457 problem details. Status 0: the server did not answer. */
export class Refused extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** How long a server that is busy asks to wait. */
  readonly retryAfterMs: number;

  constructor(status: number, title: string, detail: string, retryAfterMs = 2_000) {
    super(detail);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Why something was refused, in the server's words; where it did not answer, `network`. */
export const refusalWords = (error: unknown, network: string): string =>
  error instanceof Refused && error.status !== 0 ? error.detail || error.title : network;

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** A path under /api/v1 with its query, keys in order: the same question is the same address. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const key of Object.keys(query).sort((a, b) => (a < b ? -1 : 1))) {
    const value = query[key];
    if (value === null || value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value]) search.append(key, String(one));
  }
  const text = search.toString();
  return `/api/v1${path}${text === "" ? "" : `?${text}`}`;
}

async function answer<T>(request: () => Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await request();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(0, "no answer", String(error));
  }
  const text = await response.text();
  let body: unknown;
  try {
    body = text === "" ? null : JSON.parse(text);
  } catch {
    throw new Refused(response.status, response.statusText, "The answer is not JSON.");
  }
  if (response.ok) return body as T;
  const problem = body as { title?: string; detail?: string } | null;
  const seconds = Number(response.headers.get("Retry-After")) || 2;
  const wait = Math.min(30, seconds) * 1_000;
  throw new Refused(response.status, problem?.title ?? response.statusText, problem?.detail ?? "", wait);
}

/** Asks the API. @throws Refused */
export const ask = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  answer(() => fetch(address(path, query), { headers: { Accept: "application/json" }, ...(signal && { signal }) }));

/**
 * Sends to the API, once however often it is tried: the key goes with every try.
 * @param key an Idempotency-Key; left out, a fresh one; null for a question that changes nothing
 * @throws Refused
 */
export const send = <T>(
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body: unknown,
  key?: string | null,
): Promise<T> =>
  answer(() =>
    fetch(address(path), {
      method,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        ...(key !== null && { "Idempotency-Key": key ?? crypto.randomUUID() }),
      },
      body: JSON.stringify(body),
    }),
  );

/** Sends bytes as they are; what they say tells the server whether they came before. @throws Refused */
export const sendBytes = <T>(path: string, body: Uint8Array<ArrayBuffer> | Blob, query: Query = {}): Promise<T> =>
  answer(() =>
    fetch(address(path, query), {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
      body,
    }),
  );

/** Sends bytes and is answered by bytes. @throws Refused */
export async function exchangeBytes(path: string, body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await fetch(address(path), { method: "POST", body });
  } catch (error) {
    throw new Refused(0, "no answer", String(error));
  }
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  const problem = (await response.json().catch(() => null)) as { title?: string; detail?: string } | null;
  throw new Refused(response.status, problem?.title ?? response.statusText, problem?.detail ?? "");
}
