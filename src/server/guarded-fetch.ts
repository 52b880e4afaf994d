import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isIP } from "node:net";
import { catalogue, Problem, problem } from "../problems.ts";
import { isInside } from "./inside-address.ts";

/** What is asked; no more than the server ever needs of another. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** How far a fetch may go. */
export interface Guard {
  /** Hosts as an operator named them in the settings ("login.example.org", "[::1]"): they alone may be inside, and on any port. */
  readonly named?: readonly string[];
  /** Whether a named host may be asked without TLS. */
  readonly plain?: boolean;
  readonly maxBytes?: number;
  /** For everything together: name, connection, redirects and body. */
  readonly timeoutMs?: number;
  /** Redirects that are followed; every step is looked at like the first address. With 0 the redirect is the answer. */
  readonly redirects?: number;
  /** Only tests set these two. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly refuse?: (address: string) => boolean;
}

const MAX_BYTES = 1_048_576;
const TIMEOUT_MS = 10_000;
const CONNECTS_NOT = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const allOf = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true, verbatim: true })).map((a) => a.address);

/**
 * The only way in which the server asks an address that it was given. A name is looked up once, all of its addresses
 * must be outside, and the connection goes to one of those very addresses, whatever the name says a moment later.
 * @throws Problem http/not-fetched, which says why and never what was found inside
 */
export async function guardedFetch(address: string | URL, ask: Ask = {}, guard: Guard = {}): Promise<Response> {
  const signal = AbortSignal.timeout(guard.timeoutMs ?? TIMEOUT_MS);
  let url = new URL(address);
  let { headers = {}, method = "GET", body } = ask;
  for (let left = guard.redirects ?? 0; ; left--) {
    const answer = await one(url, { headers, method, ...(body !== undefined && { body }) }, guard, signal);
    const location = answer.headers.get("Location");
    if (!REDIRECTS.has(answer.status) || location === null || (guard.redirects ?? 0) === 0) return answer;
    if (left === 0) throw refusal(url, `it redirects more than ${guard.redirects} times`);
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
    if (!next) throw refusal(url, "it redirects to what is not an address");
    if (next.host !== url.host) headers = withoutSecrets(headers);
    if (answer.status === 303 || (answer.status < 303 && method === "POST")) [method, body] = ["GET", undefined];
    url = next;
  }
}

const refusal = (url: URL, why: string) => problem(catalogue.notFetched, { host: url.hostname, why });

const withoutSecrets = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([k]) => !/^(authorization|cookie)$/i.test(k)));

/** Addresses that may be connected to for a URL. @throws Problem http/not-fetched */
async function pinned(url: URL, guard: Guard): Promise<readonly string[]> {
  const named = guard.named?.includes(url.hostname) ?? false;
  if (url.protocol !== "https:" && !(url.protocol === "http:" && named && guard.plain))
    throw refusal(url, "only https is fetched");
  if (url.username !== "" || url.password !== "")
    throw refusal(url, "an address with a name or password in it is not fetched");
  if (!named && url.port !== "") throw refusal(url, "only the usual port is fetched");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) ? [host] : await (guard.resolve ?? allOf)(host).catch(() => []);
  if (found.length === 0) throw refusal(url, "its name is not known");
  // One inside address is enough: which of them is taken would be a matter of luck.
  if (!named && found.some(guard.refuse ?? isInside))
    throw refusal(url, "it leads inside, where the server is sent by nobody");
  return found;
}

async function one(url: URL, ask: Ask, guard: Guard, signal: AbortSignal): Promise<Response> {
  const addresses = await Promise.race([pinned(url, guard), aborted(url, signal)]);
  let failed: unknown;
  for (const ip of addresses)
    try {
      return await connect(url, ip, ask, guard.maxBytes ?? MAX_BYTES, signal);
    } catch (error) {
      failed = error;
      if (!CONNECTS_NOT.has((error as NodeJS.ErrnoException).code ?? "")) break;
    }
  if (failed instanceof Problem) throw failed;
  throw refusal(url, signal.aborted ? "it took too long" : "it did not answer");
}

const aborted = (url: URL, signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(refusal(url, "it took too long")), { once: true });
  });

function connect(url: URL, ip: string, ask: Ask, maxBytes: number, signal: AbortSignal): Promise<Response> {
  const tls = url.protocol === "https:";
  const name = url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((done, failed) => {
    const options = {
      host: ip,
      port: url.port === "" ? (tls ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method: ask.method ?? "GET",
      headers: { ...ask.headers, Host: url.host, "Accept-Encoding": "identity", Connection: "close" },
      agent: false as const,
      maxHeaderSize: 16_384,
      signal,
      // The certificate is checked against the name that was asked for, not the address.
      ...(tls && !isIP(name) && { servername: name }),
    };
    const request = (tls ? tlsRequest : plainRequest)(options, (answer) => {
      read(answer, url, maxBytes).then(done, failed);
    });
    request.on("error", failed);
    request.end(ask.body);
  });
}

async function read(answer: IncomingMessage, url: URL, maxBytes: number): Promise<Response> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size > maxBytes) {
      answer.destroy();
      throw refusal(url, `its answer is longer than ${maxBytes} bytes`);
    }
    parts.push(part);
  }
  const headers = new Headers();
  for (const [key, value] of Object.entries(answer.headers))
    for (const v of [value].flat()) if (v !== undefined) headers.append(key, v);
  const status = answer.statusCode ?? 502;
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : Buffer.concat(parts), { status: status < 200 ? 502 : status, headers });
}
