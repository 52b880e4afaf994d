import { TOKEN_SCOPES } from "../../src/access/roles.ts";
import type { Route } from "../../src/server/route.ts";
import { hashOf } from "../../src/server/secrets.ts";
import type { Identity } from "../../src/store/identity.ts";
import { millis } from "../../src/units.ts";
import { type Caller, HOST, NOW, type World } from "./matrix-world.ts";

const secretOf = (name: string, kind: string): string => `${kind}-${name.replaceAll(" ", "-")}`.padEnd(43, "x");

/** Gives each caller an account, a session, and a token with every scope that one can have. @returns their ids, by name */
export async function addPeople(identity: Identity, callers: readonly Caller[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { name, part } of callers) {
    if (!part) continue;
    const { id } = await identity.addPerson({ login: name, name, operator: false }, millis(0));
    ids.set(name, id);
    await identity.setMembership("m", id, part);
    const until = millis(NOW + 3_600_000);
    const session = { person: id, created: millis(NOW - 1), seen: millis(NOW - 1), until, strong: true };
    await identity.addSession({ ...session, hash: hashOf(secretOf(name, "s")) });
    const token = { id: `t-${name}`, hash: hashOf(secretOf(name, "t")), person: id, mission: "m", name };
    await identity.addToken({ ...token, scopes: TOKEN_SCOPES, created: millis(0), until: millis(9e12) });
  }
  return ids;
}

/** What makes a request the caller's: their session, or their token. */
export function headersOf(
  { name, part }: Caller,
  route: Pick<Route, "tokensOnly">,
  token = false,
): Record<string, string> {
  if (!part) return {};
  return route.tokensOnly || token
    ? { Authorization: `Bearer ${secretOf(name, "t")}` }
    : { Cookie: `trucekeeper_session=${secretOf(name, "s")}`, Origin: HOST };
}

export interface Told {
  readonly status: number;
  readonly body: string;
  readonly headers: readonly (readonly [string, string])[];
}

export async function ask(world: World, address: string, init: RequestInit): Promise<Told> {
  const stop = new AbortController();
  const answer = await world.app.request(`${HOST}${address}`, { ...init, signal: stop.signal });
  // The two worlds are asked one after the other.
  const headers = [...answer.headers].filter(([name]) => name !== "date");
  const { status } = answer;
  if (!answer.headers.get("Content-Type")?.startsWith("text/event-stream"))
    return { status, headers, body: Buffer.from(await answer.arrayBuffer()).toString("latin1") };
  // Of events the first says what the caller sees; the stream itself has no end.
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  stop.abort();
  return { status, headers, body: Buffer.from(value ?? []).toString("latin1") };
}
