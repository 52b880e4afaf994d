import { createServer, type Server } from "node:http";
import Provider from "oidc-provider";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AccountServer, openAccountServer, portToBe, Visitor } from "./account-server.ts";

/** Who the provider says that somebody is, and by which means it asked. */
let subject = "sub-1";
let amr: string[] | undefined;
let server: AccountServer;
let issuer: string;
let outside: Server;

beforeAll(async () => {
  const port = await portToBe();
  const providerPort = await portToBe();
  issuer = `http://localhost:${providerPort}`;
  const url = `http://localhost:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "trucekeeper",
        client_secret: "a secret of two",
        redirect_uris: [`${url}/api/v1/sign-in/oidc/callback`],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ["for a test"] },
    conformIdTokenClaims: false,
    ttl: Object.fromEntries(["Interaction", "Grant", "Session", "AccessToken", "IdToken"].map((kind) => [kind, 600])),
    claims: { openid: ["sub", "amr"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => "/interact" },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...(amr && { amr }) }),
    }),
  });
  const answer = provider.callback();
  outside = createServer((request, response) => {
    if (request.url !== "/interact") return answer(request, response);
    void (async () => {
      const { prompt, params } = await provider.interactionDetails(request, response);
      const grant = new provider.Grant({ accountId: subject, clientId: params.client_id });
      grant.addOIDCScope("openid");
      const result =
        prompt.name === "login"
          ? { login: { accountId: subject, ...(amr && { amr }) }, consent: { grantId: await grant.save() } }
          : { consent: { grantId: await grant.save() } };
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    })();
  });
  await new Promise<void>((done) => outside.listen(providerPort, "127.0.0.1", () => done()));
  const settings = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: "trucekeeper", OIDC_CLIENT_SECRET: "a secret of two" };
  server = await openAccountServer({ ...settings, OIDC_NAME: "the mission's directory", ORIGIN: url }, port);
}, 60_000);
afterAll(async () => {
  await server?.close();
  outside?.closeAllConnections();
  await new Promise((done) => outside?.close(done));
});

/** Goes to the provider and through its pages, as a browser that has its own cookies there. @returns the address that it sends back to */
async function throughProvider(to: string): Promise<string> {
  const there = new Visitor(issuer);
  let at = to;
  for (let steps = 0; steps < 10; steps++) {
    if (at.startsWith(server.url)) return at;
    const { status, headers } = await there.ask("GET", at);
    expect([status, headers.get("Location")]).toEqual([expect.any(Number), expect.any(String)]);
    at = new URL(headers.get("Location") as string, at).href;
  }
  throw new Error(`the provider leads nowhere: ${at}`);
}
const onward = (page: string): string => /url=([^"]+)/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? page;

const signedIn = async (login: string) => {
  server.pass(20 * 60_000);
  const person = await server.person(login);
  const visitor = server.visitor();
  await visitor.signIn(login);
  return { visitor, person };
};
const joined = async (login: string, as: string) => {
  const { visitor, person } = await signedIn(login);
  subject = as;
  amr = undefined;
  const { to } = (await visitor.post("/account/oidc")).body;
  const back = await throughProvider(to);
  expect(onward((await visitor.ask("GET", back)).body)).toBe("/app/account");
  return { visitor, person };
};

describe("signing in at an outside provider", () => {
  test("an account is joined by its owner, then signs in there, and can be parted", async () => {
    const { visitor } = await joined("o1", "sub-o1");
    expect((await visitor.get("/account")).body.oidc).toEqual({ name: "the mission's directory", joined: true });
    expect((await visitor.get("/sign-in/ways")).body).toEqual({ oidc: { name: "the mission's directory" } });
    const other = server.visitor();
    const { to } = (await other.post("/sign-in/oidc", { back: "/m?result=contrary" })).body;
    expect(to).toMatch(/code_challenge_method=S256/);
    const page = await other.ask("GET", await throughProvider(to));
    expect(onward(page.body)).toBe("/app/m?result=contrary");
    expect((await other.get("/account")).body).toMatchObject({ login: "o1", strong: false });
    expect((await other.ask("DELETE", "/account/oidc")).body).toEqual({ done: true });
    const third = server.visitor();
    const again = await throughProvider((await third.post("/sign-in/oidc")).body.to);
    expect(onward((await third.ask("GET", again)).body)).toBe("/app/sign-in#fault=nobody");
    expect((await third.get("/account")).status).toBe(401);
  });

  test("somebody whom no account is joined to gets none, and one identity joins one account", async () => {
    await joined("o2", "sub-o2");
    const people = (await server.identity.people()).length;
    subject = "sub-unknown";
    const visitor = server.visitor();
    const back = await throughProvider((await visitor.post("/sign-in/oidc")).body.to);
    expect(onward((await visitor.ask("GET", back)).body)).toBe("/app/sign-in#fault=nobody");
    expect((await server.identity.people()).length).toBe(people);
    const { visitor: other } = await signedIn("o2-other");
    subject = "sub-o2";
    const taken = await throughProvider((await other.post("/account/oidc")).body.to);
    expect(onward((await other.ask("GET", taken)).body)).toBe("/app/account#fault=taken");
  });

  test("an answer works once, in the browser that asked, in its time, and with its state unchanged", async () => {
    await joined("o3", "sub-o3");
    const visitor = server.visitor();
    const fault = "/app/sign-in#fault=provider";
    const go = async (by: Visitor, at: string) => onward((await by.ask("GET", at)).body);
    const ask = async () => throughProvider((await visitor.post("/sign-in/oidc")).body.to);
    // Somebody else's answer slipped into this browser would sign its owner in as another.
    expect(await go(server.visitor(), await ask())).toBe(fault);
    const changed = new URL(await ask());
    changed.searchParams.set("state", "x".repeat(43));
    expect(await go(visitor, changed.href)).toBe(fault);
    const late = await ask();
    server.pass(10 * 60_000);
    expect(await go(visitor, late)).toBe(fault);
    const back = await ask();
    const kept = new Map(visitor.cookies);
    expect(await go(visitor, back)).toBe("/app/");
    const replay = server.visitor();
    for (const [k, v] of kept) replay.cookies.set(k, v);
    expect(await go(replay, back)).toBe(fault);
    const code = new URL(await ask());
    code.searchParams.set("code", "made-up");
    expect(await go(visitor, code.href)).toBe(fault);
    expect(await go(visitor, `${server.url}/api/v1/sign-in/oidc/callback?error=access_denied`)).toBe(fault);
  });

  test("a closed account stays closed; our own second factor is asked for unless the provider asked for one", async () => {
    const { person, visitor } = await joined("o4", "sub-o4");
    const { ticket, secret } = (await visitor.post("/account/second-factor")).body;
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.now() });
    await visitor.ask("PUT", "/account/second-factor", { ticket, code: code() });
    server.pass(60_000);
    const enter = async () => {
      const by = server.visitor();
      const back = await throughProvider((await by.post("/sign-in/oidc", { back: "/m" })).body.to);
      return { by, to: onward((await by.ask("GET", back)).body) };
    };
    const weak = await enter();
    const shown = /^\/app\/sign-in\?back=%2Fm#ticket=([\w-]+)$/.exec(weak.to)?.[1];
    expect((await weak.by.get("/account")).status).toBe(401);
    expect((await weak.by.post("/sign-in/second-factor", { ticket: shown, code: code() })).status).toBe(200);
    amr = ["pwd", "mfa"];
    const strong = await enter();
    expect(strong.to).toBe("/app/m");
    expect((await strong.by.get("/account")).body.strong).toBe(true);
    await server.identity.setDisabled(person.id, true);
    expect((await enter()).to).toBe("/app/sign-in#fault=nobody");
  });

  test("nobody is sent on to another site, and without the setting there is no such way", async () => {
    const visitor = server.visitor();
    for (const back of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
      '/"><script>',
    ])
      expect([back, (await visitor.post("/sign-in/oidc", { back })).status]).toEqual([back, 400]);
    const without = await openAccountServer();
    try {
      expect((await without.visitor().get("/sign-in/ways")).body).toEqual({ oidc: null });
      expect((await without.visitor().post("/sign-in/oidc")).status).toBe(404);
      expect((await without.visitor().get("/sign-in/oidc/callback?code=x&state=y")).status).toBe(404);
    } finally {
      await without.close();
    }
  });

  test("a provider that does not answer is said so, and is asked again later", async () => {
    const absent = await openAccountServer({ OIDC_ISSUER: "http://localhost:1", OIDC_CLIENT_ID: "x" });
    try {
      const answer = await absent.visitor().post("/sign-in/oidc");
      expect([answer.status, answer.body.code, answer.headers.get("Retry-After")]).toEqual([503, "http/busy", "2"]);
    } finally {
      await absent.close();
    }
  });
});
