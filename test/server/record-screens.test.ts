import { afterAll, beforeAll, expect, test } from "vitest";
import type { Permission } from "../../src/access/roles.ts";
import { parseVkey } from "../../src/log/note.ts";
import { verifyEntryProof } from "../../src/log/proof-file.ts";
import type { Entries } from "../../src/server/client/answers.ts";
import type { Sources } from "../../src/server/client/sources.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { draft, withdrawal } from "../../src/store/made.fixture.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

const SECRET = "s".repeat(43);
const NARROW = "n".repeat(43);
let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
  const [one] = await at.store.append("m", [
    draft("judgement", { judgement: "same", a: "a".repeat(64), b: "b".repeat(64) }),
  ]);
  await at.store.append("m", [withdrawal(one as NonNullable<typeof one>)]);
  // The verifier's own token reads no entries; one that was given it does. A token of the observer's is told of no coverage.
  const also = async (login: string, id: string, secret: string, scopes: readonly Permission[]) => {
    const person = (await at.identity.personByLogin(login)) as { id: string };
    const [token] = await at.identity.tokens(person.id);
    await at.identity.addToken({ ...(token as NonNullable<typeof token>), id, hash: hashOf(secret), scopes });
  };
  await also("verifier", "t-2", SECRET, ["mission.read", "entry.read", "log.read", "incident.read", "coverage.read"]);
  await also("observer", "t-3", NARROW, ["mission.read", "incident.read"]);
}, 60_000);
afterAll(() => at.close());

const read = (path: string, secret: string | null = SECRET) =>
  at.app.request(`${HOST}/api/v1/missions/m${path}`, {
    headers: secret === null ? {} : { Authorization: `Bearer ${secret}` },
  });
const json = async <T>(path: string, secret?: string | null) => (await (await read(path, secret)).json()) as T;

test("entries page by page are the whole log, newest first; of one kind they are those of that kind, in any page length", async () => {
  const all = (await json<Entries>("/entries")).items;
  expect(all.map((i) => i.index)).toEqual([6, 5, 4, 3, 2, 1, 0]);
  for (const limit of [1, 2, 3, 7])
    for (const kind of ["", "submission", "judgement", "erasure"]) {
      const found: Entries["items"] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page: Entries = await json<Entries>(
          `/entries?limit=${limit}${kind && `&kind=${kind}`}${cursor && `&cursor=${cursor}`}`,
        );
        expect(page.items.length).toBeLessThanOrEqual(limit);
        found.push(...page.items);
        cursor = page.next;
      }
      expect(found).toEqual(all.filter((i) => kind === "" || i.kind === kind));
    }
});

test("a proof file verifies by itself under the log's key, and under no other", async () => {
  const { vkey, size, root, note } = await json<{ vkey: string; size: number; root: string; note: string }>(
    "/checkpoint",
    null,
  );
  expect([size, note.split("\n")[1]]).toEqual([7, "7"]);
  const answer = await read("/entries/5/proof");
  expect(answer.headers.get("Content-Disposition")).toContain('"m-5.tlog-proof"');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const opened = verifyEntryProof(bytes, [parseVkey(vkey)]);
  expect([opened.index, opened.envelope.kind, opened.checkpoint.size]).toEqual([5, "judgement", 7]);
  expect(Buffer.from(opened.checkpoint.root).toString("hex")).toBe(root);
  const other = vkey.replace(/.(?==*$)/, (c) => (c === "A" ? "B" : "A"));
  expect(() => verifyEntryProof(bytes, [parseVkey(other)])).toThrow();
  const altered = bytes.map((b, n) => (n === 60 ? b ^ 1 : b));
  expect(() => verifyEntryProof(altered, [parseVkey(vkey)])).toThrow();
});

test("entries and their proofs are the staff's; the public has the signed checkpoint", async () => {
  for (const path of ["/entries", "/entries/0", "/entries/0/proof"]) expect((await read(path, null)).status).toBe(404);
  expect((await read("/entries/99/proof")).status).toBe(404);
  expect((await read("/checkpoint", null)).status).toBe(200);
});

test("sources: what each told, as far as the reader sees it; what was watched is closed to the public", async () => {
  const staff = await json<Sources>("/sources");
  expect(staff.sources).toEqual([
    expect.objectContaining({ source: "patrol-3", kind: "patrol", group: null, observations: 5, incidents: 5 }),
  ]);
  expect(staff.coverage).toEqual(expect.objectContaining({ known: false, stations: [] }));
  const observer = await json<Sources>("/sources", NARROW);
  expect(observer.sources.map((s) => [s.observations, s.incidents])).toEqual([[3, 3]]);
  expect(observer.coverage).toBeNull();
  const everybody = await json<Sources>("/sources", null);
  expect([everybody.sources, everybody.coverage, everybody.groupsOpen]).toEqual([[], null, false]);
});
