import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AccountServer, openAccountServer, PASSWORD, type Visitor } from "./account-server.ts";
import { hasChromium, launch } from "./pages.ts";

let server: AccountServer;
let browser: Browser;

interface Device {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly authenticator: string;
  readonly create: (options: unknown) => Promise<unknown>;
  readonly get: (options: unknown) => Promise<unknown>;
}

/** A browser with an authenticator of its own, on a page of the given address. */
async function device(url: string, verifies = true): Promise<Device> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/`);
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  });
  // A text, since the types of a browser are not those of this project's server side.
  const call = (name: "create" | "get", options: unknown) =>
    page.evaluate(
      `(async (given) => {
        const publicKey = PublicKeyCredential.${name === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON"}(given);
        return (await navigator.credentials.${name}({ publicKey })).toJSON();
      })(${JSON.stringify(options)})`,
    );
  return {
    page,
    cdp,
    authenticator: authenticatorId,
    create: (options) => call("create", options),
    get: (options) => call("get", options),
  };
}

describe.skipIf(!hasChromium)(
  `passkeys with Chromium's own authenticator${hasChromium ? "" : " (left out: no Chromium here)"}`,
  () => {
    beforeAll(async () => {
      server = await openAccountServer();
      browser = await launch();
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    const signedIn = async (login: string): Promise<Visitor> => {
      server.pass(20 * 60_000);
      await server.person(login);
      const visitor = server.visitor();
      await visitor.signIn(login, PASSWORD);
      return visitor;
    };
    const added = async (visitor: Visitor, on: Device) => {
      const options = (await visitor.post("/account/passkeys/options")).body;
      const answer = await on.create(options);
      return { answer, first: await visitor.post("/account/passkeys", { name: "laptop", answer }) };
    };
    const begin = async (visitor: Visitor) => (await visitor.post("/sign-in/passkey/options")).body;

    test("one is made, signs in without login or password as two factors in one, and is removed", async () => {
      const owner = await signedIn("k1");
      const laptop = await device(server.url);
      const { answer, first } = await added(owner, laptop);
      expect(first).toMatchObject({ status: 201, body: { done: true } });
      // The same answer again: its challenge is spent.
      expect((await owner.post("/account/passkeys", { name: "again", answer })).status).toBe(400);
      const visitor = server.visitor();
      const given = await laptop.get(await begin(visitor));
      const entered = await visitor.post("/sign-in/passkey", given);
      expect(entered).toMatchObject({ status: 200, body: { done: true } });
      const account = (await visitor.get("/account")).body;
      expect(account).toMatchObject({ login: "k1", strong: true, passkeys: [{ name: "laptop" }] });
      // What was sent once signs in nobody else.
      expect((await server.visitor().post("/sign-in/passkey", given)).status).toBe(401);
      const stranger = await signedIn("k1-other");
      const path = `/account/passkeys/${account.passkeys[0].id}`;
      expect((await stranger.ask("DELETE", path)).status).toBe(404);
      await visitor.post("/sign-in/passkey", await laptop.get(await begin(visitor)));
      expect((await visitor.ask("DELETE", path)).status).toBe(200);
      expect((await server.visitor().post("/sign-in/passkey", await laptop.get(await begin(visitor)))).status).toBe(
        401,
      );
      const events = (await visitor.get("/account/sign-ins")).body.items as { way: string; outcome: string }[];
      expect(events.map((e) => `${e.way}: ${e.outcome}`)).toEqual(
        expect.arrayContaining(["account: passkey added", "passkey: ok", "passkey: wrong", "account: passkey removed"]),
      );
    }, 60_000);

    test("not with another's challenge, from another address, without the user verified, nor after its counter went back", async () => {
      const other = await signedIn("k2-other");
      const owner = await signedIn("k2");
      await other.signIn("k2-other");
      const laptop = await device(server.url);
      // A passkey made for one account's challenge is not taken into another.
      const options = (await owner.post("/account/passkeys/options")).body;
      const answer = await laptop.create(options);
      expect((await other.post("/account/passkeys", { name: "stolen", answer })).status).toBe(400);
      expect((await owner.post("/account/passkeys", { name: "spent", answer })).status).toBe(400);
      const { first } = await added(owner, await device(server.url));
      expect(first.status).toBe(201);

      const mine = await device(server.url);
      expect((await added(owner, mine)).first.status).toBe(201);
      const visitor = server.visitor();
      const given = (await mine.get(await begin(visitor))) as { response: { clientDataJSON: string } };
      const said = JSON.parse(Buffer.from(given.response.clientDataJSON, "base64url").toString()) as { origin: string };
      const elsewhere = Buffer.from(JSON.stringify({ ...said, origin: "https://truce.evil.example" })).toString(
        "base64url",
      );
      const forged = { ...given, response: { ...given.response, clientDataJSON: elsewhere } };
      expect((await visitor.post("/sign-in/passkey", forged)).status).toBe(401);

      // Options that ask for no verification, as a page in between would: the server asks for it all the same.
      const { authenticator, cdp } = mine;
      await cdp.send("WebAuthn.setUserVerified", { authenticatorId: authenticator, isUserVerified: false });
      const lax = { ...(await begin(visitor)), userVerification: "discouraged" };
      expect((await visitor.post("/sign-in/passkey", await mine.get(lax))).status).toBe(401);
      await cdp.send("WebAuthn.setUserVerified", { authenticatorId: authenticator, isUserVerified: true });

      expect((await visitor.post("/sign-in/passkey", await mine.get(await begin(visitor)))).status).toBe(200);
      const late = await mine.get(await begin(visitor));
      server.pass(5 * 60_000);
      expect((await visitor.post("/sign-in/passkey", late)).status).toBe(401);
      // A copy of the authenticator counts from where it was copied.
      const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId: authenticator });
      const copied = credentials[0];
      if (!copied) throw new Error("the authenticator holds no passkey");
      await cdp.send("WebAuthn.removeCredential", {
        authenticatorId: authenticator,
        credentialId: copied.credentialId,
      });
      await cdp.send("WebAuthn.addCredential", {
        authenticatorId: authenticator,
        credential: { ...copied, signCount: 1 },
      });
      expect((await visitor.post("/sign-in/passkey", await mine.get(await begin(visitor)))).status).toBe(401);
      expect((await server.identity.events(1))[0]).toMatchObject({ way: "passkey", outcome: "copied" });
    }, 60_000);

    test("a closed account's passkey opens nothing, and what is no answer of an authenticator is refused", async () => {
      const owner = await signedIn("k3");
      const laptop = await device(server.url);
      await added(owner, laptop);
      const person = await server.identity.personByLogin("k3");
      await server.identity.setDisabled(person?.id ?? "", true);
      const visitor = server.visitor();
      const given = (await laptop.get(await begin(visitor))) as { id: string };
      expect((await visitor.post("/sign-in/passkey", given)).status).toBe(401);
      for (const bad of [
        { id: given.id },
        { ...given, response: {} },
        { ...given, response: { clientDataJSON: "e30" } },
      ])
        expect((await visitor.post("/sign-in/passkey", bad)).status).toBe(401);
      expect((await visitor.post("/sign-in/passkey", { id: 3 })).status).toBe(400);
    }, 60_000);
  },
);
