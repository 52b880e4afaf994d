import { afterAll, beforeAll, expect, test } from "vitest";
import type { Administration, MembershipChange } from "../../src/server/client/administration.ts";
import { passwordHash } from "../../src/server/identity/password.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

const PASSWORD = "a long enough password";
let at: Entrances;
const cookies = new Map<string, string>();

const asked = (method: string, path: string, login: string | null, body?: unknown) =>
  at.app.request(`${HOST}/api/v1${path}`, {
    method,
    headers: { Origin: HOST, ...(login !== null && { Cookie: cookies.get(login) ?? "" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const seen = async (): Promise<Administration> =>
  (await asked("GET", "/missions/m/administration", "administrator")).json() as Promise<Administration>;
const change = (login: string | null, body: MembershipChange) => asked("PUT", "/missions/m/members", login, body);

beforeAll(async () => {
  at = await openEntrances();
  const hash = await passwordHash(PASSWORD);
  const { id } = await at.identity.addPerson({ login: "newcomer", name: "N", operator: false }, millis(0));
  await at.identity.setPassword(id, hash);
  for (const login of ["administrator", "verifier", "newcomer"]) {
    const person = await at.identity.personByLogin(login);
    await at.identity.setPassword(person?.id ?? "", hash);
    const answer = await asked("POST", "/sign-in", null, { login, password: PASSWORD });
    cookies.set(
      login,
      answer.headers
        .getSetCookie()
        .map((c) => c.split(";")[0])
        .join("; "),
    );
  }
}, 60_000);
afterAll(() => at.close());

test("an administrator gives, changes and takes a part, each with its reason, and it holds at once", async () => {
  const reads = async () => (await asked("GET", "/missions/m/entries", "newcomer")).status;
  expect(await reads()).toBe(404);
  expect((await change("administrator", { login: "newcomer", role: "verifier", reason: "Arrived." })).status).toBe(200);
  expect(await reads()).toBe(200);
  const lower = { login: "newcomer", role: "verifier", upTo: "TLP:GREEN", reason: "Not cleared yet." } as const;
  expect((await change("administrator", lower)).status).toBe(200);
  expect((await seen()).members.find((m) => m.login === "newcomer")).toMatchObject({
    role: "verifier",
    upTo: "TLP:GREEN",
  });
  expect((await change("administrator", { login: "newcomer", role: null, reason: "Left." })).status).toBe(200);
  expect(await reads()).toBe(404);
  const { changes, members } = await seen();
  expect(members.some((m) => m.login === "newcomer")).toBe(false);
  expect(changes.map((c) => [c.role, c.reason])).toEqual(
    expect.arrayContaining([
      ["none", "Left."],
      ["verifier", "Not cleared yet."],
      ["verifier", "Arrived."],
    ]),
  );
  expect(changes.every((c) => c.by !== null)).toBe(true);
});

test("nobody changes their own part, gives one without a reason, or to a login that is nobody's; and no other role does any of it", async () => {
  const no = async (login: string | null, body: MembershipChange) => (await change(login, body)).status;
  expect(await no("administrator", { login: "administrator", role: "commissioner", reason: "I." })).toBe(403);
  expect(await no("administrator", { login: "newcomer", role: "observer", reason: "  " })).toBe(400);
  expect(await no("administrator", { login: "nobody-here", role: "observer", reason: "R." })).toBe(400);
  expect(await no("administrator", { login: "newcomer", role: "observer", party: "party-a", reason: "R." })).toBe(400);
  expect(await no("administrator", { login: "newcomer", role: "public", reason: "R." })).toBe(400);
  expect(await no("verifier", { login: "newcomer", role: "observer", reason: "R." })).toBe(403);
  expect(await no(null, { login: "newcomer", role: "observer", reason: "R." })).toBe(401);
  for (const login of ["verifier", "newcomer", null])
    expect((await asked("GET", "/missions/m/administration", login)).status).toBe(404);
});

test("a token gives no parts, whatever its person may", async () => {
  const answer = await at.app.request(`${HOST}/api/v1/missions/m/members`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${at.token("administrator")}` },
    body: JSON.stringify({ login: "newcomer", role: "observer", reason: "R." }),
  });
  expect(answer.status).toBe(403);
});
