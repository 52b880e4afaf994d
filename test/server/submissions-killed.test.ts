import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { FORM_ID } from "../../src/format/openrosa-form.ts";
import { hashOf } from "../../src/server/secrets.ts";
import { openIdentity } from "../../src/store/identity-open.ts";
import { openStore } from "../../src/store/open.ts";
import { millis } from "../../src/units.ts";
import { freePort, root, temporaryFolder } from "../cli/run.ts";

const PHONES = 12;
const EACH = 5;
const TOKEN = "a-phone".padEnd(43, "x");

let server: ChildProcess | undefined;
afterAll(() => void server?.kill("SIGKILL"));

const form = (id: string): string =>
  `<?xml version="1.0"?><data id="${FORM_ID}" version="1" xmlns:orx="http://openrosa.org/xforms"><time>2025-04-18T18:13:42.000+03:00</time><place>48.1 37.9 0 12.5</place><mode>heard</mode><act>explosion.mortar</act><role>impact</role><count_min>3</count_min><unit>explosion</unit><activity>ceasefire-event</activity><orx:meta><orx:instanceID>${id}</orx:instanceID></orx:meta></data>`;
const photo = (id: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(40_000, id)]);
const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

test("kill -9 of the server while phones report in: what was acknowledged is in the record once, with its photograph", {
  timeout: 300_000,
}, async () => {
  const settings = { TRUCEKEEPER_DATA: temporaryFolder() };
  let store = await openStore(settings);
  await store.createMission({ id: "m", name: "M", zone: "UTC", exercise: false });
  await store.close();
  const identity = await openIdentity(settings);
  const { id: person } = await identity.addPerson({ login: "phone", name: "Phone", operator: false }, millis(0));
  await identity.setMembership("m", person, { role: "observer" });
  const scopes = ["mission.read", "submission.write"] as const;
  const token = { id: "t", hash: hashOf(TOKEN), person, mission: "m", name: "phone", scopes };
  await identity.addToken({ ...token, created: millis(0), until: millis(9e12) });
  await identity.close();

  const port = await freePort();
  let said = "";
  const begin = (): ChildProcess => {
    const env = { ...process.env, ...settings, PORT: String(port), DATABASE_URL: "" };
    const args = [join(root, "scripts/trucekeeper.mjs"), "serve"];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    return child;
  };
  const ended = (child: ChildProcess) => new Promise<void>((done) => child.once("exit", () => done()));
  server = begin();
  let [acknowledged, cut, killed] = [0, 0, false];
  const report = async (id: string): Promise<void> => {
    for (;;) {
      const body = new FormData();
      body.set("xml_submission_file", new File([form(id)], "submission.xml", { type: "text/xml" }));
      body.set("photo.jpg", new File([new Uint8Array(photo(id))], "photo.jpg"));
      const headers = { Authorization: `Bearer ${TOKEN}` };
      const asked = fetch(`http://127.0.0.1:${port}/openrosa/m/submission`, { method: "POST", body, headers });
      const answer = await asked.catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.status === 201) break;
      // Such as a build that is older than the schema: it would be asked for ever.
      expect(said).not.toContain("is not served");
      if (!answer) cut++;
      else expect([answer.status, answer.headers.has("Retry-After")]).toEqual([503, true]);
      // As phones do, and sooner.
      await pause(100);
    }
    acknowledged++;
    if (killed || acknowledged < PHONES) return;
    killed = true;
    const before = server as ChildProcess;
    const gone = ended(before);
    before.kill("SIGKILL");
    await gone;
    server = begin();
  };
  await Promise.all(
    Array.from({ length: PHONES }, async (_, phone) => {
      for (let n = 0; n < EACH; n++) await report(`uuid:killed-${phone}-${n}`);
    }),
  );
  expect(killed && cut > 0).toBe(true);
  const gone = ended(server);
  server.kill("SIGTERM");
  await gone;

  store = await openStore(settings);
  const kept = new Map<string, string[]>();
  for await (const { content } of store.entries("m", { kinds: ["submission"] })) {
    const { body } = (content as { payload: unknown }).payload as {
      body: { observations: { report: string }[]; evidence: string[] };
    };
    const id = body.observations[0]?.report as string;
    expect(kept.has(id)).toBe(false);
    kept.set(id, body.evidence);
  }
  expect(kept.size).toBe(PHONES * EACH);
  for (const [id, evidence] of kept) {
    expect(evidence.toSorted()).toEqual([sha256(form(id)), sha256(photo(id))].toSorted());
    for (const hash of evidence) expect(await store.evidence("m").size(hash)).toBeGreaterThan(0);
  }
  await store.close();
});
