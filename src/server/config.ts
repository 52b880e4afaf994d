/** What a server is set to. Every limit has a name, so that the error that it causes can say it. */
export interface Config {
  /** The address that browsers know, such as https://truce.example.org; null: whatever Host says. */
  readonly origin: string | null;
  /** Whether cookies are for HTTPS only. */
  readonly secure: boolean;
  /** Whether X-Forwarded-For is to be believed: only behind a proxy of one's own. */
  readonly proxied: boolean;
  readonly limits: {
    readonly bodyBytes: number;
    readonly depth: number;
    readonly urlBytes: number;
    /** Requests that are answered at one time; those beyond get 503 with Retry-After. */
    readonly atOnce: number;
    /** Of one caller or place, in a minute. */
    readonly perMinute: number;
    /** Attempts to sign in from one place, in a minute. */
    readonly signInsPerMinute: number;
    readonly requestMs: number;
  };
}

/** @param settings of the environment: ORIGIN, TRUST_PROXY */
export function configOf(settings: Readonly<Record<string, string | undefined>>): Config {
  const origin = settings["ORIGIN"] || null;
  return {
    origin,
    secure: origin?.startsWith("https:") ?? false,
    proxied: settings["TRUST_PROXY"] === "1",
    limits: {
      bodyBytes: 1_048_576,
      depth: 32,
      urlBytes: 8_192,
      atOnce: 200,
      perMinute: 1_200,
      signInsPerMinute: 30,
      requestMs: 30_000,
    },
  };
}
