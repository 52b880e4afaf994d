import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PEOPLE_ONLY } from "../../src/access/roles.ts";
import { type AccountServer, openAccountServer, PASSWORD, type Visitor } from "./account-server.ts";

const MINUTE = 60_000;
let server: AccountServer;
beforeAll(async () => {
  server = await openAccountServer();
}, 60_000);
afterAll(() => server.close());

const codeOf = (secret: string, at: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

/** Each test's clock begins in a window of its own, so that no failure or rate of another test counts in it. */
const signedIn = async (login: string): Promise<Visitor> => {
  server.pass(20 * MINUTE);
  await server.person(login);
  const visitor = server.visitor();
  expect((await visitor.signIn(login)).body).toEqual({ done: true });
  return visitor;
};
const outcomes = async (login: string): Promise<string[]> => {
  const person = await server.identity.personByLogin(login);
  return (await server.identity.events(50, person?.id)).map((e) => `${e.way}: ${e.outcome}`);
};

describe("sessions", () => {
  test("every sign-in is a new session, the one before it ends; cookies are out of reach of scripts and other sites", async () => {
    const visitor = await signedIn("s1");
    const before = visitor.cookies.get("trucekeeper_session");
    const again = await visitor.signIn("s1");
    expect(visitor.cookies.get("trucekeeper_session")).not.toBe(before);
    for (const line of again.headers.getSetCookie()) expect(line).toMatch(/; HttpOnly; SameSite=Strict; /);
    const old = server.visitor();
    old.cookies.set("trucekeeper_session", before as string);
    expect((await old.get("/account")).status).toBe(401);
    expect((await visitor.get("/account")).body.sessions).toHaveLength(1);
  });

  test("they are listed and ended one by one, by their owner only, and all at once", async () => {
    const here = await signedIn("s2");
    const there = server.visitor();
    await there.signIn("s2");
    const stranger = await signedIn("s2-other");
    await here.signIn("s2");
    const list = (await here.get("/account")).body.sessions as { id: string; here: boolean }[];
    expect(list.map((s) => s.here).sort()).toEqual([false, true]);
    const other = list.find((s) => !s.here)?.id;
    expect((await stranger.ask("DELETE", `/account/sessions/${other}`)).status).toBe(404);
    expect((await here.ask("DELETE", `/account/sessions/${other}`)).status).toBe(200);
    expect((await there.get("/account")).status).toBe(401);
    await there.signIn("s2");
    expect((await here.post("/sign-out", { everywhere: true })).status).toBe(200);
    expect((await there.get("/account")).status).toBe(401);
    expect(await outcomes("s2")).toContain("account: signed out everywhere");
  });

  test("a session ends after eight hours of rest, and twelve hours after it began however much it is used", async () => {
    const visitor = await signedIn("s3");
    const reads = async () => (await visitor.get("/account")).status;
    for (let hour = 0; hour < 11; hour++) {
      server.pass(60 * MINUTE);
      expect([hour, await reads()]).toEqual([hour, 200]);
    }
    server.pass(60 * MINUTE);
    expect(await reads()).toBe(401);
    await visitor.signIn("s3");
    server.pass(8 * 60 * MINUTE);
    expect(await reads()).toBe(401);
  });

  test("nobody but a person in a session reaches an account; a request from another page changes none", async () => {
    const visitor = await signedIn("s4");
    expect((await server.visitor().get("/account")).status).toBe(401);
    const foreign = { Origin: "https://elsewhere.example" };
    expect((await visitor.ask("POST", "/account/tokens", {}, foreign)).status).toBe(403);
    expect((await visitor.ask("POST", "/sign-out", { everywhere: true }, foreign)).status).toBe(403);
    expect((await visitor.get("/account")).status).toBe(200);
  });
});

describe("passwords", () => {
  test("a change asks for the current one, refuses weak ones, and ends all other sessions", async () => {
    const here = await signedIn("p1");
    const there = server.visitor();
    await there.signIn("p1");
    const next = "another quiet night altogether";
    expect((await here.post("/account/password", { current: "wrong", next })).status).toBe(401);
    const weak = await here.post("/account/password", { current: PASSWORD, next: "password1234" });
    expect([weak.status, weak.body.code]).toEqual([422, "identity/weak-password"]);
    expect((await here.post("/account/password", { current: PASSWORD, next })).status).toBe(200);
    expect((await here.get("/account")).status).toBe(200);
    expect((await there.get("/account")).status).toBe(401);
    expect((await server.visitor().signIn("p1")).status).toBe(401);
    expect((await server.visitor().signIn("p1", next)).status).toBe(200);
  });

  test("a stolen session guesses the current password no more often than anybody else", async () => {
    const visitor = await signedIn("p2");
    const tries = [];
    for (let i = 0; i < 12; i++)
      tries.push((await visitor.post("/account/password", { current: `guess ${i}`, next: PASSWORD })).status);
    expect(tries).toEqual([...Array(10).fill(401), 429, 429]);
  });

  test("whoever fails on another's login keeps out neither other places nor the owner's own browser at the same place", async () => {
    const owner = await signedIn("p3");
    owner.cookies.delete("trucekeeper_session");
    const attacker = server.visitor();
    for (let i = 0; i < 10; i++) expect((await attacker.signIn("p3", `guess ${i}`)).status).toBe(401);
    expect((await attacker.signIn("p3")).status).toBe(429);
    expect((await owner.signIn("p3")).status).toBe(200);
    // The mark of one login is no mark of another.
    await server.person("p3-other");
    expect(owner.cookies.has("trucekeeper_device")).toBe(true);
    const forged = server.visitor();
    forged.cookies.set("trucekeeper_device", `${"A".repeat(22)}.${"B".repeat(43)}`);
    expect((await forged.signIn("p3")).status).toBe(429);
  });

  test("attempts of every kind from one place are limited", async () => {
    server.pass(20 * MINUTE);
    const visitor = server.visitor();
    const seen = new Set<number>();
    for (let i = 0; i < 31; i++)
      seen.add((await visitor.post("/sign-in/second-factor", { ticket: "x", code: "1" })).status);
    expect([...seen]).toEqual([401, 429]);
    server.pass(MINUTE);
    expect((await visitor.post("/sign-in/second-factor", { ticket: "x", code: "1" })).status).toBe(401);
  });
});

describe("second factor", () => {
  const enrolled = async (login: string) => {
    const visitor = await signedIn(login);
    const { ticket, secret, uri } = (await visitor.post("/account/second-factor")).body;
    expect(uri).toMatch(/^otpauth:\/\/totp\/Trucekeeper:/);
    expect((await visitor.ask("PUT", "/account/second-factor", { ticket, code: "000000" })).status).toBe(401);
    const code = codeOf(secret, server.now());
    const { recovery } = (await visitor.ask("PUT", "/account/second-factor", { ticket, code })).body;
    expect(recovery).toHaveLength(10);
    server.pass(MINUTE);
    return { visitor, secret, recovery: recovery as string[] };
  };

  test("after the password a code is asked for, and each code works once", async () => {
    const { secret } = await enrolled("f1");
    const visitor = server.visitor();
    const first = (await visitor.signIn("f1")).body;
    expect(first).toEqual({ done: false, next: "second-factor", ticket: expect.any(String) });
    expect((await visitor.get("/account")).status).toBe(401);
    const code = codeOf(secret, server.now());
    expect((await visitor.post("/sign-in/second-factor", { ticket: first.ticket, code })).body).toEqual({ done: true });
    expect((await visitor.get("/account")).body).toMatchObject({ strong: true, secondFactor: { on: true } });
    const { ticket } = (await server.visitor().signIn("f1")).body;
    expect((await visitor.post("/sign-in/second-factor", { ticket, code })).status).toBe(401);
    expect(await outcomes("f1")).toEqual(
      expect.arrayContaining(["password: second-factor-missing", "second-factor: ok"]),
    );
  });

  test("a recovery code stands in once; a ticket lasts five minutes and five wrong codes", async () => {
    const { recovery, secret } = await enrolled("f2");
    const visitor = server.visitor();
    const ticket = async () => (await visitor.signIn("f2")).body.ticket as string;
    const show = async (t: string, code: string) =>
      (await visitor.post("/sign-in/second-factor", { ticket: t, code })).status;
    const spoken = (recovery[0] as string).toUpperCase().replaceAll("-", " ");
    expect(await show(await ticket(), spoken)).toBe(200);
    expect(await show(await ticket(), recovery[0] as string)).toBe(401);
    expect((await visitor.get("/account")).body.secondFactor.recoveryLeft).toBe(9);
    const late = await ticket();
    server.pass(5 * MINUTE);
    expect(await show(late, codeOf(secret, server.now()))).toBe(401);
    const tried = await ticket();
    for (let i = 0; i < 5; i++) expect(await show(tried, "000000")).toBe(401);
    expect(await show(tried, codeOf(secret, server.now()))).toBe(401);
  });

  test("many wrong codes with the right password make codes wait, and recovery codes go on", async () => {
    const { secret, recovery } = await enrolled("f3");
    const person = await server.identity.personByLogin("f3");
    const attack = async (n: number) => {
      // From many places: the count of each is small, the count of all together is what matters.
      const { hashOf } = await import("../../src/server/secrets.ts");
      for (let i = 0; i < n; i++)
        await server.identity.noteFailure(hashOf(`codes\n${person?.id}`), 60 * MINUTE, server.now() as never);
    };
    await attack(50);
    const visitor = server.visitor();
    const { ticket } = (await visitor.signIn("f3")).body;
    const code = codeOf(secret, server.now());
    expect((await visitor.post("/sign-in/second-factor", { ticket, code })).status).toBe(401);
    expect((await visitor.post("/sign-in/second-factor", { ticket, code: recovery[3] })).status).toBe(200);
  });

  test("it is taken off, and its recovery codes are made anew, only by a session that showed it, and a young one", async () => {
    const { visitor: weak, secret } = await enrolled("f4");
    expect((await weak.ask("DELETE", "/account/second-factor")).body.code).toBe("identity/second-factor-needed");
    const strong = server.visitor();
    const { ticket } = (await strong.signIn("f4")).body;
    await strong.post("/sign-in/second-factor", { ticket, code: codeOf(secret, server.now()) });
    server.pass(16 * MINUTE);
    expect((await strong.post("/account/recovery-codes")).body.code).toBe("identity/sign-in-again");
    expect((await strong.ask("DELETE", "/account/second-factor")).body.code).toBe("identity/sign-in-again");
    const again = (await strong.signIn("f4")).body.ticket;
    await strong.post("/sign-in/second-factor", { ticket: again, code: codeOf(secret, server.now()) });
    expect((await strong.post("/account/recovery-codes")).body.recovery).toHaveLength(10);
    expect((await strong.ask("DELETE", "/account/second-factor")).status).toBe(200);
    expect((await server.visitor().signIn("f4")).body).toEqual({ done: true });
  });

  test("an enrolment is its person's own and lasts a quarter of an hour", async () => {
    const one = await signedIn("f5");
    const { ticket, secret } = (await one.post("/account/second-factor")).body;
    const other = await signedIn("f5-other");
    const put = (v: Visitor, t: string) =>
      v.ask("PUT", "/account/second-factor", { ticket: t, code: codeOf(secret, server.now()) });
    expect((await put(other, ticket)).status).toBe(401);
    await one.signIn("f5");
    expect((await put(one, `${ticket.slice(0, -4)}AAAA`)).status).toBe(401);
    expect((await put(one, ticket)).status).toBe(401);
    expect((await one.get("/account")).body.secondFactor.on).toBe(false);
  });
});

describe("tokens", () => {
  test("a token is shown once, does what its scopes say, is listed without its secret, and is revoked at once", async () => {
    const visitor = await signedIn("t1");
    const person = await server.identity.personByLogin("t1");
    await server.identity.setMembership("m", person?.id ?? "", { role: "analyst" });
    const asked = { mission: "m", name: "desk GIS", scopes: ["mission.read", "incident.read"], days: 7 };
    const made = await visitor.post("/account/tokens", asked);
    expect(made.status).toBe(201);
    const bearer = { Authorization: `Bearer ${made.body.token}` };
    const read = async () => (await server.visitor().ask("GET", "/missions/m", undefined, bearer)).status;
    expect(await read()).toBe(200);
    const account = (await visitor.get("/account")).body;
    expect(account.tokens).toMatchObject([{ name: "desk GIS", scopes: asked.scopes, state: "works" }]);
    expect(JSON.stringify(account)).not.toContain(made.body.token);
    expect((await server.visitor().ask("GET", "/account", undefined, bearer)).status).toBe(403);
    expect((await server.visitor().ask("POST", "/account/tokens", asked, bearer)).status).toBe(403);
    const stranger = await signedIn("t1-other");
    expect((await stranger.ask("DELETE", `/account/tokens/${made.body.id}`)).status).toBe(404);
    await visitor.signIn("t1");
    expect((await visitor.ask("DELETE", `/account/tokens/${made.body.id}`)).status).toBe(200);
    expect(await read()).toBe(401);
    expect((await visitor.get("/account")).body.tokens[0].state).toBe("revoked");
  });

  test("no token is given a decision, a mission of others, or more than its maker may", async () => {
    const visitor = await signedIn("t2");
    const person = await server.identity.personByLogin("t2");
    await server.identity.setMembership("m", person?.id ?? "", { role: "commissioner" });
    const make = async (mission: string, scope: string) =>
      (await visitor.post("/account/tokens", { mission, name: "x", scopes: [scope] })).status;
    for (const scope of PEOPLE_ONLY) expect([scope, await make("m", scope)]).toEqual([scope, 400]);
    expect(await make("n", "mission.read")).toBe(404);
    expect(await make("nowhere", "mission.read")).toBe(404);
    expect(await make("m", "import.write")).toBe(403);
    server.pass(16 * MINUTE);
    expect(await make("m", "mission.read")).toBe(403);
  });

  test("a decision scope that got into a token's row all the same decides nothing", async () => {
    const { standingOf } = await import("../../src/server/caller.ts");
    const person = await server.person("t3");
    await server.identity.setMembership("m", person.id, { role: "verifier" });
    const token = {
      id: "t",
      hash: "h",
      person: person.id,
      mission: "m",
      name: "x",
      created: 0,
      until: 9e12,
      revoked: false,
    };
    const caller = { kind: "token", person, token: { ...token, scopes: [...PEOPLE_ONLY, "mission.read"] } };
    const standing = await standingOf(server.identity, caller as never, "m");
    expect(standing?.allows("mission.read")).toBe(true);
    for (const p of PEOPLE_ONLY) expect([p, standing?.allows(p)]).toEqual([p, false]);
  });
});

describe("the account of sign-ins", () => {
  test("everybody sees their own, operators see all, and none of them holds a login, an address or a secret", async () => {
    const visitor = await signedIn("a1");
    await server.visitor().signIn("a1", "guess of somebody");
    const own = (await visitor.get("/account/sign-ins?limit=2")).body.items;
    expect(own.map((e: { outcome: string }) => e.outcome)).toEqual(["wrong", "ok"]);
    expect((await visitor.get("/sign-ins")).status).toBe(404);
    const operator = await signedIn("operator");
    await server.visitor().signIn("nobody@nowhere.example", "guess of somebody");
    const all = (await operator.get("/sign-ins?limit=5")).body.items;
    expect(all[0]).toMatchObject({ outcome: "wrong", person: null });
    expect(JSON.stringify(all)).not.toMatch(/nobody@nowhere|guess of|127\.0\.0\.1|localhost/);
  });
});

describe("where a second factor is required", () => {
  test("decisions and the keeping of accounts are for sessions that showed it; reading is not", async () => {
    const strict = await openAccountServer({ SECOND_FACTOR: "required" });
    try {
      const person = await strict.person("operator");
      await strict.identity.setMembership("m", person.id, { role: "verifier" });
      const visitor = strict.visitor();
      await visitor.signIn("operator");
      const needed = { status: 403, body: { code: "identity/second-factor-needed" } };
      expect(await visitor.get("/sign-ins")).toMatchObject(needed);
      expect(await visitor.post("/missions/m/decisions", {})).toMatchObject(needed);
      expect((await visitor.get("/missions/m")).status).toBe(200);
      const { ticket, secret } = (await visitor.post("/account/second-factor")).body;
      await visitor.ask("PUT", "/account/second-factor", { ticket, code: codeOf(secret, strict.now()) });
      strict.pass(MINUTE);
      const entered = (await visitor.signIn("operator")).body;
      await visitor.post("/sign-in/second-factor", { ticket: entered.ticket, code: codeOf(secret, strict.now()) });
      expect((await visitor.get("/sign-ins")).status).toBe(200);
      expect((await visitor.post("/missions/m/decisions", {})).status).toBe(400);
    } finally {
      await strict.close();
    }
  }, 60_000);
});
