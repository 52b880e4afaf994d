import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresBinaries, startPostgres } from "../../scripts/postgres-for-tests.mjs";
import { PEOPLE_ONLY } from "../access/roles.ts";
import { millis } from "../units.ts";
import type { Identity } from "./identity.ts";
import { embeddedIdentity, postgresIdentity } from "./identity-open.ts";
import { IDENTITY_MIGRATIONS } from "./identity-schema.ts";
import { SQLITE_TYPES } from "./tables.ts";

const t = (n: number) => millis(1_700_000_000_000 + n);

/** What every store of accounts must do. */
const identityContract = (name: string, open: () => Promise<{ identity: Identity; stop: () => Promise<void> }>) =>
  describe(`${name}: accounts`, () => {
    let identity: Identity;
    let stop: () => Promise<void>;
    beforeAll(async () => {
      ({ identity, stop } = await open());
    });
    afterAll(() => stop());
    let made = 0;
    const person = () =>
      identity.addPerson({ login: `Person-${++made}@Mission.example`, name: "N", operator: false }, t(0));

    test("a login is taken once, whatever its case; ids say nothing of it", async () => {
      const one = await person();
      expect(one.id).toMatch(/^p-[0-9a-f]{16}$/);
      expect(await identity.personByLogin(one.login.toUpperCase())).toEqual(one);
      expect(await identity.person(one.id)).toEqual(one);
      const again = identity.addPerson({ login: ` ${one.login.toUpperCase()}`, name: "", operator: true }, t(1));
      await expect(again).rejects.toMatchObject({ code: "identity/login-taken" });
      expect((await identity.people()).map((p) => p.id)).toContain(one.id);
    });

    test("a part in a mission is one, replaced and taken away", async () => {
      const { id } = await person();
      await identity.setMembership("m", id, { role: "party-liaison", party: "party-a", upTo: "TLP:CLEAR" });
      await identity.setMembership("n", id, { role: "verifier" });
      await identity.setMembership("m", id, { role: "observer" });
      expect(await identity.memberships(id)).toEqual([
        { mission: "m", person: id, role: "observer" },
        { mission: "n", person: id, role: "verifier" },
      ]);
      await identity.setMembership("m", id, null);
      expect((await identity.members("m")).filter((p) => p.person === id)).toEqual([]);
    });

    test("sessions end by time, by hand, everywhere, and with the person; so do tokens", async () => {
      const { id } = await person();
      const session = { person: id, created: t(0), seen: t(0), until: t(100), strong: true };
      for (const hash of ["a", "b", "c"]) await identity.addSession({ ...session, hash: hash + id });
      expect(await identity.session(`a${id}`, t(99))).toMatchObject({ session: { strong: true }, person: { id } });
      expect(await identity.session(`a${id}`, t(100))).toBeUndefined();
      await identity.endSession(`a${id}`);
      expect(await identity.session(`a${id}`, t(1))).toBeUndefined();
      expect(await identity.endSessions(id)).toBe(2);
      expect(await identity.session(`b${id}`, t(1))).toBeUndefined();
      const token = { person: id, mission: "m", name: "gis", scopes: ["incident.read" as const], created: t(0) };
      await identity.addToken({ ...token, id: `1${id}`, hash: `x${id}`, until: t(50) });
      await identity.addToken({ ...token, id: `2${id}`, hash: `y${id}`, until: t(50) });
      expect(await identity.token(`x${id}`, t(49))).toMatchObject({
        token: { scopes: ["incident.read"] },
        person: { id },
      });
      expect(await identity.token(`x${id}`, t(50))).toBeUndefined();
      expect(await identity.revokeToken("p-other", `1${id}`)).toBe(false);
      expect(await identity.revokeToken(id, `1${id}`)).toBe(true);
      expect(await identity.token(`x${id}`, t(1))).toBeUndefined();
      await identity.addSession({ ...session, hash: `d${id}` });
      await identity.setDisabled(id, true);
      expect(await identity.token(`y${id}`, t(1))).toBeUndefined();
      expect(await identity.session(`d${id}`, t(1))).toBeUndefined();
      await identity.setDisabled(id, false);
      expect(await identity.session(`d${id}`, t(1))).toBeUndefined();
    });

    test("what can be taken once is taken by one of many who try, for its purpose, in its time", async () => {
      await identity.put("h", "link", "data", t(10));
      expect(await identity.take("h", "challenge", t(0))).toBeUndefined();
      const taken = await Promise.all(Array.from({ length: 8 }, () => identity.take("h", "link", t(0))));
      expect(taken.filter((x) => x !== undefined)).toEqual(["data"]);
      await identity.put("late", "link", "data", t(10));
      expect(await identity.take("late", "link", t(10))).toBeUndefined();
    });

    test("failures add up inside their window, also at the same moment, and begin anew after it", async () => {
      await Promise.all(Array.from({ length: 5 }, () => identity.noteFailure("k", 100, t(0))));
      expect(await identity.failures(["k", "none"], t(99))).toEqual(new Map([["k", 5]]));
      expect(await identity.failures(["k"], t(100))).toEqual(new Map());
      await identity.noteFailure("k", 100, t(150));
      expect(await identity.failures(["k"], t(151))).toEqual(new Map([["k", 1]]));
      await identity.clearFailures("k");
      expect(await identity.failures(["k"], t(151))).toEqual(new Map());
    });

    test("a step of the second factor and a passkey's count are used once and never go back", async () => {
      const { id } = await person();
      const uses = await Promise.all([identity.useTotpStep(id, 7), identity.useTotpStep(id, 7)]);
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await identity.useTotpStep(id, 6)).toBe(false);
      const key = { person: id, name: "k", publicKey: new Uint8Array([1, 2]), transports: ["usb"], created: t(0) };
      await identity.addPasskey({ ...key, id: `k${id}`, counter: 5 });
      await identity.addPasskey({ ...key, id: `z${id}`, counter: 0 });
      await expect(identity.addPasskey({ ...key, id: `k${id}`, counter: 0 })).rejects.toMatchObject({
        code: "identity/taken",
      });
      expect(await identity.usePasskey(`k${id}`, 6)).toBe(true);
      expect(await identity.usePasskey(`k${id}`, 6)).toBe(false);
      expect(await identity.usePasskey(`z${id}`, 0)).toBe(true);
      expect(await identity.passkey(`k${id}`)).toEqual({ ...key, id: `k${id}`, counter: 6 });
      expect(await identity.removePasskey("p-other", `k${id}`)).toBe(false);
      expect(await identity.removePasskey(id, `k${id}`)).toBe(true);
    });

    test("recovery codes are spent by their first use and go with the second factor", async () => {
      const { id } = await person();
      await identity.setTotp(id, new Uint8Array([1]));
      await identity.setRecovery(id, ["a", "b"]);
      const uses = await Promise.all([identity.useRecovery(id, "a"), identity.useRecovery(id, "a")]);
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await identity.useRecovery("p-other", "b")).toBe(false);
      expect(await identity.recoveryLeft(id)).toBe(1);
      await identity.setRecovery(id, ["c", "d"]);
      expect(await identity.useRecovery(id, "b")).toBe(false);
      await identity.setTotp(id, null);
      expect(await identity.recoveryLeft(id)).toBe(0);
    });

    test("sessions are listed, and all but one can be ended; no token is given what only people have", async () => {
      const { id } = await person();
      for (const [n, hash] of ["x", "y", "z"].entries())
        await identity.addSession({
          hash: hash + id,
          person: id,
          created: t(n),
          seen: t(n),
          until: t(50),
          strong: n === 1,
        });
      const listed = await identity.sessions(id, t(49));
      expect(listed.map((s) => [s.created, s.strong])).toEqual([
        [t(2), false],
        [t(1), true],
        [t(0), false],
      ]);
      expect(await identity.sessions(id, t(50))).toEqual([]);
      expect(await identity.endSessions(id, `y${id}`)).toBe(2);
      expect((await identity.sessions(id, t(1))).map((s) => s.hash)).toEqual([`y${id}`]);
      for (const scope of PEOPLE_ONLY) {
        const token = { id: `t-${scope}${id}`, hash: scope + id, person: id, mission: "m", name: "n", created: t(0) };
        await expect(identity.addToken({ ...token, scopes: [scope], until: t(9) })).rejects.toThrow(/only people/);
        expect(await identity.token(scope + id, t(1))).toBeUndefined();
      }
    });

    test("an outside account joins one account only", async () => {
      const [one, two] = [await person(), await person()];
      const subject = `s-${one.id}`;
      await identity.linkOidc("https://i", subject, one.id);
      await identity.linkOidc("https://i", subject, one.id);
      await expect(identity.linkOidc("https://i", subject, two.id)).rejects.toMatchObject({ code: "identity/taken" });
      expect([await identity.oidcLinked("https://i", one.id), await identity.oidcLinked("https://i", two.id)]).toEqual([
        true,
        false,
      ]);
      expect(await identity.unlinkOidc("https://i", two.id)).toBe(false);
      expect(await identity.unlinkOidc("https://i", one.id)).toBe(true);
      expect(await identity.personByOidc("https://i", subject)).toBeUndefined();
    });

    test("secrets: sealed under the key file and for one use; a named secret stays the same", async () => {
      const box = await identity.seal(Buffer.from("seed"), "totp p-1");
      expect(Buffer.from(box).toString("latin1")).not.toContain("seed");
      expect(Buffer.from(await identity.unseal(box, "totp p-1")).toString()).toBe("seed");
      await expect(identity.unseal(box, "totp p-2")).rejects.toThrow(/does not open/);
      expect(await identity.secret("s")).toEqual(await identity.secret("s"));
      expect(await identity.secret("s")).not.toEqual(await identity.secret("other"));
    });

    test("every sign-in is kept, newest first; the rest of the accounts comes back as it was put", async () => {
      const { id } = await person();
      await identity.note({ at: t(1), way: "password", outcome: "wrong", person: id, source: "s" });
      await identity.note({ at: t(2), way: "password", outcome: "ok", person: id, source: "s" });
      expect((await identity.events(10, id)).map((e) => e.outcome)).toEqual(["ok", "wrong"]);
      await identity.linkOidc("https://issuer", "sub", id);
      expect((await identity.personByOidc("https://issuer", "sub"))?.id).toBe(id);
      expect(await identity.personByOidc("https://other", "sub")).toBeUndefined();
      expect(await identity.opening("m")).toEqual({ public: false });
      await identity.setOpening("m", { public: true });
      expect(await identity.opening("m")).toEqual({ public: true });
      expect(await identity.publicMissions()).toEqual(["m"]);
      expect(await identity.alive()).toBe(true);
    });
  });

const made: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const undo of made) await undo();
});
const folder = () => mkdtemp(join(tmpdir(), "trucekeeper-identity-"));

identityContract("sqlite", async () => {
  const at = await folder();
  const identity = await embeddedIdentity({ folder: at, keyFile: join(at, "key") });
  return {
    identity,
    async stop() {
      await identity.close();
      const db = new Database(join(at, "identity.sqlite"));
      const tables = db.prepare("select sql from sqlite_master where sql is not null order by name").pluck().all();
      db.close();
      expect(tables.length).toBeGreaterThan(12);
      expect((await readFile(join(at, "key"), "utf8")).startsWith("trucekeeper-key-1")).toBe(true);
      await rm(at, { recursive: true });
    },
  };
});

if (postgresBinaries() === undefined)
  describe.skip("PostgreSQL: accounts (left out: it is not installed)", () => {
    test("contract", () => undefined);
  });
else
  identityContract("PostgreSQL", async () => {
    const server = await startPostgres();
    const at = await folder();
    const options = { folder: at, keyFile: join(at, "key") };
    // Two servers that start at once on an empty database.
    const [identity, other] = await Promise.all([
      postgresIdentity(server.url, options),
      postgresIdentity(server.url, options),
    ]);
    await other.close();
    return {
      identity,
      async stop() {
        await identity.close();
        await server.stop();
        await rm(at, { recursive: true });
      },
    };
  });

test("what an installation had opened to the public stays open when its unused rules go", () => {
  const db = new Database(":memory:");
  const run = (migrations: typeof IDENTITY_MIGRATIONS): void => {
    for (const { statements } of migrations) for (const statement of statements(SQLITE_TYPES)) db.exec(statement);
  };
  run(IDENTITY_MIGRATIONS.slice(0, 2));
  db.exec(`insert into opening values ('m', 1, '{"public":{"delayMs":1,"cellM":2}}')`);
  run(IDENTITY_MIGRATIONS.slice(2));
  expect(db.prepare("select * from opening").all()).toEqual([{ mission: "m", is_public: 1 }]);
});
