import type { z } from "zod";
import type { Audience } from "../access/audience.ts";
import type { Permission } from "../access/roles.ts";
import type { Identity } from "../store/identity.ts";
import type { Mission, Once, Store } from "../store/store.ts";
import type { Millis } from "../units.ts";
import type { Agreements } from "./agreement-in-force.ts";
import type { Caller, Standing } from "./caller.ts";
import type { Config } from "./config.ts";
import type { Reads } from "./reads.ts";

/**
 * Who may call a route. A `Permission` is one in the mission that the path names; the frame looks the mission up and
 * answers "absent" to whoever may not read it. The others need no mission.
 */
export type Needed = Permission | "anyone" | "signed-in" | "operator";

/** First segments of the addresses of the standard entrances (design.md section 6). */
export const ENTRANCES = ["ogc", "tiles", "openrosa", "feeds", "live", "log", "cot"] as const;
export type Entrance = (typeof ENTRANCES)[number];

/** Where a route is asked: under /api/v1, or as its path says where that is a standard entrance. */
export const addressOf = (path: string): string =>
  ENTRANCES.some((e) => path === `/${e}` || path.startsWith(`/${e}/`)) ? path : `/api/v1${path}`;

/** What the routes of one server work on. */
export interface Parts {
  readonly store: Store;
  readonly identity: Identity;
  readonly config: Config;
  readonly reads: Reads;
  readonly agreements: Agreements;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => Millis;
  /** Told after entries were appended to a mission. */
  readonly appended: (mission: string) => void;
}

/** What a handler gets: everything parsed, everyone known, nothing of HTTP. */
export interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly parts: Parts;
  readonly caller: Caller;
  readonly now: Millis;
  /** Where the request came from, for limits and the account of sign-ins: a keyed hash, not an address. */
  readonly source: string;
  /** For what is not JSON: a multipart body, a cut connection, and the address that links begin with. */
  readonly request: Request;
  /** Request headers, for the few that need one (a cookie, Last-Event-ID). */
  readonly header: (name: string) => string | undefined;
}

/** And of a route in a mission: which one, and as whom. */
export interface InMission {
  readonly mission: Mission;
  readonly standing: Standing;
  readonly audience: Audience;
  /** For writes with an Idempotency-Key: give it to `store.append`. */
  readonly once: Once | undefined;
}

/** An answer that is not plain JSON of the schema, or needs headers. */
export class Reply<A> {
  readonly value: A;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly status: number | undefined;
  constructor(value: A, headers: Readonly<Record<string, string | readonly string[]>> = {}, status?: number) {
    this.value = value;
    this.headers = headers;
    this.status = status;
  }
}

type Method = "get" | "post" | "put" | "delete";
type Of<S> = S extends z.ZodType ? z.output<S> : undefined;
type Context<N extends Needed, P, Q, B> = N extends Permission ? Asked<P, Q, B> & InMission : Asked<P, Q, B>;

/** What a route is. Without `permission` it does not compile (route-types.test.ts holds that). */
export interface RouteOf<
  N extends Needed,
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  A extends z.ZodType | "bytes",
> {
  readonly method: Method;
  /**
   * "/missions/{mission}/incidents": of a route with a mission's permission it begins with /missions/{mission}, or with
   * the entrance and {mission} where it is one of the standard entrances, which stand outside /api/v1.
   */
  readonly path: N extends Permission
    ? `/missions/{mission}${string}` | `/${Entrance}/{mission}/${string}` | `/${Entrance}/{mission}`
    : `/${string}`;
  readonly permission: N;
  /** One sentence for the API reference. */
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  /** JSON of at most `config.limits.bodyBytes`. */
  readonly body?: B;
  /** A schema of JSON, or "bytes": the handler then answers a `Response` of its own. */
  readonly answer: A;
  readonly status?: number;
  /** Whether sessions only may call it, whatever scopes a token has. */
  readonly peopleOnly?: boolean;
  /** Whether a device's token only may call it, never a cookie: others are asked for one by 401. */
  readonly tokensOnly?: boolean;
  readonly handle: (
    asked: Context<N, Of<P>, Of<Q>, Of<B>>,
  ) => Promise<A extends z.ZodType ? z.input<A> | Reply<z.input<A>> : Response>;
}

/** A route whose types are checked; the frame mounts it, limits it and documents it. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly permission: Needed;
  readonly summary: string;
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  readonly answer: z.ZodType | "bytes";
  readonly status?: number;
  readonly peopleOnly?: boolean;
  readonly tokensOnly?: boolean;
  readonly handle: (asked: never) => Promise<unknown>;
}

/** Defines a route: who may call it, what it takes and what it answers, and the one thing it does. */
export const route = <
  N extends Needed,
  A extends z.ZodType | "bytes",
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  definition: RouteOf<N, P, Q, B, A>,
): Route => definition as unknown as Route;
