import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FORM_ID, FORMS, IMPEDIMENT_ID, PATROL_ID, QUESTIONS, WEAPONS_ID } from "../../src/format/openrosa-form.ts";
import { FORM_LANGUAGES } from "../../src/format/openrosa-words.ts";
import type { Observation } from "../../src/observation/observation.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";
import { type Answers, withOdkEngine } from "./odk-engine.ts";
import { hasChromium } from "./pages.ts";

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
}, 60_000);
afterAll(() => at.close());

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const SAID = {
  time: "2025-04-18T18:13:42.000+03:00",
  place: "48.1 37.9 0 12.5",
  mode: "heard",
  act: "explosion.mortar",
  role: "impact",
  count_min: "3",
  unit: "explosion",
  activity: "ceasefire-event",
};
const instance = (id: string, said: Readonly<Record<string, string>> = SAID, old = "") =>
  `<?xml version="1.0"?><data id="${FORM_ID}" version="2" xmlns:orx="http://openrosa.org/xforms">${Object.entries(said)
    .map(([k, v]) => `<${k}>${v}</${k}>`)
    .join(
      "",
    )}<orx:meta><orx:instanceID>${id}</orx:instanceID>${old && `<orx:deprecatedID>${old}</orx:deprecatedID>`}</orx:meta></data>`;
const post = (
  xml: string,
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {},
  headers: Readonly<Record<string, string>> = {},
) => {
  const body = new FormData();
  body.set("xml_submission_file", new File([xml], "submission.xml", { type: "text/xml" }));
  for (const [name, bytes] of Object.entries(files)) body.set(name, new File([bytes], name));
  const Authorization = `Basic ${Buffer.from(`phone:${at.token("observer")}`).toString("base64")}`;
  return at.app.request(`${HOST}/openrosa/m/submission?deviceID=d`, {
    method: "POST",
    body,
    headers: { Authorization, ...headers },
  });
};
const last = async () => {
  const size = await at.store.size("m");
  const { content } = (await at.store.entry("m", size - 1)) as {
    content: { payload: { body: { observations: Observation[]; evidence: string[] } } };
  };
  return { size, ...content.payload.body };
};

test("only a device's token with the permission to report comes in, and others are asked for one", async () => {
  for (const mission of ["m", "hidden", "nowhere"]) {
    const asked = await at.get(`/openrosa/${mission}/formList`);
    expect([asked.status, asked.headers.get("WWW-Authenticate")?.slice(0, 5)]).toEqual([401, "Basic"]);
  }
  expect((await at.get("/openrosa/m/formList", "guarantor")).status).toBe(404);
  expect((await at.get("/openrosa/hidden/formList", "observer")).status).toBe(404);
  const head = await at.app.request(`${HOST}/openrosa/m/submission`, {
    method: "HEAD",
    headers: { Authorization: `Bearer ${at.token("observer")}` },
  });
  expect([
    head.status,
    head.headers.get("X-OpenRosa-Version"),
    head.headers.get("X-OpenRosa-Accept-Content-Length"),
  ]).toEqual([204, "1.0", "10485760"]);
  expect((await post(instance("uuid:foreign-page"), {}, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
});

test("the list leads to the form, whose choices are the taxonomy's with labels; both are XML", async () => {
  const list = await (await at.get("/openrosa/m/formList", "observer")).text();
  const address = /<downloadUrl>(.*?)</.exec(list)?.[1]?.replace(HOST, "") as string;
  const form = await (await at.get(address, "observer")).text();
  for (const { name } of QUESTIONS) expect(form).toContain(`ref="/data/${name}"`);
  expect(form).toContain("<label ref=\"jr:itext('act.explosion.air-strike')\"/><value>explosion.air-strike</value>");
  const manifest = await (await at.get(`${address}/manifest`, "observer")).text();
  if (spawnSync("xmllint", ["--version"]).status === 0)
    for (const xml of [list, form, manifest])
      expect(spawnSync("xmllint", ["--noout", "-"], { input: xml }).status).toBe(0);
});

test("a report becomes an entry; again it is answered as before; late files are added once; an edit revises", async () => {
  const before = await at.store.size("m");
  const xml = instance("uuid:11111111");
  expect((await post(xml)).status).toBe(201);
  const first = await last();
  expect(first.size).toBe(before + 1);
  const [o] = first.observations;
  expect(o).toMatchObject({
    acts: ["explosion.mortar"],
    count: { min: 3, max: null, form: "at-least" },
    place: { kind: "point", lon: 37.9, lat: 48.1, radiusM: 12.5 },
  });
  expect(o?.time.from).toBe(Date.parse("2025-04-18T15:13:00Z"));
  expect((await post(xml)).status).toBe(201);
  expect(await at.store.size("m")).toBe(before + 1);

  for (let i = 0; i < 2; i++) expect((await post(xml, { "1.png": PNG })).status).toBe(201);
  const late = await last();
  expect(late.size).toBe(before + 2);
  expect(late.observations[0]?.id).toBe(o?.id);
  expect(late.evidence).toHaveLength(2);

  const changed = instance("uuid:11111111", { ...SAID, count_min: "4" });
  expect((await post(changed)).status).toBe(422);
  expect((await post(instance("uuid:22222222", { ...SAID, count_min: "4" }, "uuid:11111111"))).status).toBe(201);
  const edit = await last();
  expect([edit.size, edit.observations[0]?.revises]).toEqual([before + 3, o?.id]);

  // Report, late files and edit are one thing that happened.
  await at.more(20, 21);
  const day = "2025-04-18T15:00:00Z/2025-04-18T15:30:00Z";
  const found = await at.get(`/ogc/collections/m.incidents/items?datetime=${day}`, "observer");
  expect(((await found.json()) as { numberMatched: number }).numberMatched).toBe(1);
});

test("case 93: files split over requests with a retry in the middle are all kept, each once; what is lacking is said", async () => {
  const before = await at.store.size("m");
  const xml = instance("uuid:files-split", { ...SAID, photo: "1&amp;.png" });
  const [one, two] = [1, 2].map((n) => new Uint8Array(Buffer.concat([PNG, Buffer.from([n])])));
  const files = { "1&.png": one as typeof PNG, "2.png": two as typeof PNG };
  const said = async (...names: (keyof typeof files)[]) => {
    const answer = await post(xml, Object.fromEntries(names.map((n) => [n, files[n]])));
    expect(answer.status).toBe(201);
    return answer.text();
  };
  const lacks = "Named in the form, and not in this request: 1&amp;.png.";
  expect(await said("2.png")).toContain(lacks);
  expect(await said("2.png")).toContain(lacks);
  expect(await said("1&.png")).not.toContain("not in this request");
  expect(await said("1&.png", "2.png")).not.toContain("not in this request");
  const evidence: string[] = [];
  for await (const { content } of at.store.entries("m", { from: before }))
    evidence.push(...(content as { payload: { body: { evidence: string[] } } }).payload.body.evidence);
  const hash = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
  // The form is cited by each entry; each file by one.
  expect(evidence.toSorted()).toEqual([hash(xml), hash(xml), hash(files["1&.png"]), hash(files["2.png"])].toSorted());
  for (const sha256 of evidence) expect(await at.store.evidence("m").size(sha256)).toBeGreaterThan(0);
});

test("case 81: twenty times at once is one entry, and each is answered as taken", async () => {
  const before = await at.store.size("m");
  const all = await Promise.all(Array.from({ length: 20 }, () => post(instance("uuid:33333333"), { "1.png": PNG })));
  expect(new Set(all.map((a) => a.status))).toEqual(new Set([201]));
  expect(await at.store.size("m")).toBe(before + 1);
});

test.each([
  ["act", { ...SAID, act: "shelling" }],
  ["time", { ...SAID, time: "18 April" }],
  ["time", { ...SAID, time: "" }],
  ["place", { ...SAID, place: "95 37 0 1" }],
  ["radius", { ...SAID, place: "48 37 0 0" }],
  ["count_max", { ...SAID, count_max: "2" }],
  ["count_min", { ...SAID, count_min: "-1" }],
])("a wrong %s is refused by its name, and nothing is kept", async (field, said) => {
  const before = await at.store.size("m");
  const answer = await post(instance("uuid:44444444", said));
  expect(answer.status).toBe(422);
  expect(((await answer.json()) as { detail: string }).detail).toContain(`${field}: `);
  expect(await at.store.size("m")).toBe(before);
});

test("programs, too much, no form, a document type and a body that is no form are refused", async () => {
  expect((await post(instance("uuid:55555555"), { "a.png": Buffer.from("#!/bin/sh\nrm -rf x\n") })).status).toBe(422);
  expect((await post(instance("uuid:55555555"), { "a.png": Buffer.alloc(11_000_000) })).status).toBe(413);
  expect((await post("<data id='other'/>")).status).toBe(422);
  expect((await post('<!DOCTYPE data [<!ENTITY e "x">]><data>&e;</data>')).status).toBe(422);
  const plain = await at.app.request(`${HOST}/openrosa/m/submission`, {
    method: "POST",
    body: "x",
    headers: { Authorization: `Bearer ${at.token("observer")}` },
  });
  expect(plain.status).toBe(400);
});

/** What somebody answers, by form and question; choices by their values. */
const ANSWERS: Readonly<Record<string, Answers>> = {
  [FORM_ID]: {
    time: "2025-04-18T18:13:00+03:00",
    place: "48.1 37.9 0 12",
    mode: "heard",
    act: "explosion.mortar",
    role: "impact",
    count_min: "3",
    unit: "explosion",
    activity: "ceasefire-event",
  },
  [PATROL_ID]: {
    station: "Patrol 3",
    watch_kind: "patrol",
    from: "2025-04-18T08:00:00+03:00",
    until: "2025-04-18T16:00:00+03:00",
    place: "48.1 37.9 0 12",
    radius: "2000",
    state: "watching",
    finding: "nothing",
    detects: ["fire", "explosion"],
  },
  [IMPEDIMENT_ID]: {
    kind: "denial",
    from: "2025-04-18T10:00:00+03:00",
    place: "48.2 37.8 0 30",
    minutes: "45",
    by: "persons at a checkpoint",
    reason: '"mines, they said"',
  },
  [WEAPONS_ID]: {
    time: "2025-04-18T11:00:00+03:00",
    place: "48.3 37.7 0 20",
    place_name: "Site 4",
    finding: "missing",
    weapon: "mortar",
    count_min: "2",
    mode: "saw",
  },
};

const formed = (form: string, id: string, said: Answers = ANSWERS[form] as Answers, old = "") =>
  instance(
    id,
    Object.fromEntries(Object.entries(said).map(([k, v]) => [k, typeof v === "string" ? v : v.join(" ")])),
    old,
  ).replace(`id="${FORM_ID}"`, `id="${form}"`);
const kinds = async (from: number) => {
  const found: string[] = [];
  for await (const { envelope, content } of at.store.entries("m", { from }))
    found.push(`${envelope?.kind} ${(content?.payload as { reason: string } | undefined)?.reason}`);
  return found;
};
/** As the mission's staff see it, once all is derived. */
const coverage = async () => {
  await at.more(90, 91);
  const view = await at.store.derivations.visible("m", { profile: "full", upTo: "TLP:RED" });
  const rows = [];
  for await (const row of view?.all("coverage") ?? []) rows.push({ ...JSON.parse(row.content), table: row.kind });
  return rows as { table: string; station?: string; state?: string; minutes?: number; until: number }[];
};

test("a patrol that found nothing is coverage and no observation; an impediment is an impediment; their forms are cited", async () => {
  const before = await at.store.size("m");
  expect((await post(formed(PATROL_ID, "uuid:patrol-1"))).status).toBe(201);
  expect((await post(formed(PATROL_ID, "uuid:patrol-1"))).status).toBe(201);
  expect((await post(formed(IMPEDIMENT_ID, "uuid:imped-1"), { "1.png": PNG })).status).toBe(201);
  expect((await post(formed(IMPEDIMENT_ID, "uuid:imped-1"), { "1.png": PNG })).status).toBe(201);
  expect(await kinds(before)).toEqual([
    "import trucekeeper-patrol: nothing perceived",
    "custody form trucekeeper-patrol",
    "import trucekeeper-impediment",
    "custody form trucekeeper-impediment",
    "custody form trucekeeper-impediment",
  ]);
  const rows = await coverage();
  expect(rows.filter((r) => r.station === "Patrol 3")).toHaveLength(1);
  expect(rows.find((r) => r.table === "impediment")).toMatchObject({
    minutes: 45,
    reason: ANSWERS[IMPEDIMENT_ID]?.["reason"],
  });
  const observations = await at.get(
    "/ogc/collections/m.observations/items?datetime=2025-04-18T05:00:00Z/2025-04-18T06:00:00Z",
    "verifier",
  );
  expect(((await observations.json()) as { numberMatched: number }).numberMatched).toBe(0);
});

test("case 87: a patrol and its edits leave the last one, in whatever order they come", async () => {
  const said = (n: number) => ({
    ...(ANSWERS[PATROL_ID] as Answers),
    station: "Patrol 87",
    until: `2025-04-19T1${n}:00:00Z`,
    from: "2025-04-19T08:00:00Z",
  });
  const chain = (run: string) => [
    () => post(formed(PATROL_ID, `uuid:${run}-first`, said(0))),
    () => post(formed(PATROL_ID, `uuid:${run}-second`, said(1), `uuid:${run}-first`)),
    () => post(formed(PATROL_ID, `uuid:${run}-third`, said(2), `uuid:${run}-second`)),
  ];
  for (const [n, order] of [
    [0, 1, 2],
    [2, 0, 1],
    [2, 1, 0],
    [1, 2, 0],
  ].entries()) {
    const all = chain(`case87-${n}`);
    for (const i of order) expect((await all[i]?.())?.status).toBe(201);
    for (const i of order) expect((await all[i]?.())?.status).toBe(201);
  }
  await Promise.all(chain("case87-at-once").map((send) => send()));
  const rows = (await coverage()).filter((r) => r.station === "Patrol 87");
  // All chains end in the same watch: it is one.
  expect(rows.map((r) => r.until)).toEqual([Date.parse("2025-04-19T12:00:00Z")]);
});

test("a visit to a weapons site is an observation with its finding; case 89: one id in two forms is two instances", async () => {
  expect((await post(formed(WEAPONS_ID, "uuid:patrol-1"))).status).toBe(201);
  const { observations } = await last();
  expect(observations[0]).toMatchObject({
    acts: ["presence.weapon"],
    weaponFinding: "missing",
    weapon: { class: "mortar" },
    count: { min: 2, max: null, unit: "weapon" },
    place: { kind: "point", name: "Site 4" },
  });
});

test.each([
  [PATROL_ID, "finding", { finding: "quiet" }],
  [PATROL_ID, "detects", { detects: "fire shelling" }],
  [PATROL_ID, "from", { until: "2025-04-18T07:00:00+03:00" }],
  [PATROL_ID, "radius", { radius: "" }],
  [PATROL_ID, "lat", { place: "95 37 0 1" }],
  [IMPEDIMENT_ID, "minutes", { minutes: "many" }],
  [WEAPONS_ID, "count_max", { count_max: "1" }],
])("%s with a wrong %s is refused by its name, and nothing is kept", async (form, field, wrong) => {
  const before = await at.store.size("m");
  const answer = await post(formed(form, "uuid:77777777", { ...(ANSWERS[form] as Answers), ...wrong }));
  expect(answer.status).toBe(422);
  expect(((await answer.json()) as { detail: string }).detail).toContain(`${field}: `);
  expect(await at.store.size("m")).toBe(before);
});

test.skipIf(!hasChromium)(
  "ODK's own engine opens every form in five languages, and takes it filled in to us (left out without Debian's chromium)",
  { timeout: 120_000 },
  () =>
    withOdkEngine(async (fillIn) => {
      for (const { id, questions } of FORMS) {
        const xml = await (await at.get(`/openrosa/m/forms/${id}`, "observer")).text();
        const filled = await fillIn(xml, ANSWERS[id] as Answers);
        expect(filled.problem).toBeNull();
        expect(filled.languages).toEqual([...FORM_LANGUAGES]);
        expect(filled.names).toEqual(questions.map((q) => `/data/${q.name}`));
        // No label stands as its key: each has its words in each language.
        for (const label of filled.labels) expect(label).not.toMatch(/^(q|act|mode|weapon|finding|watch)\./);
        expect(filled.violations).toEqual([]);
        const answer = await post(filled.sent);
        expect([id, answer.status, await answer.text()]).toEqual([id, 201, expect.stringContaining("Kept")]);
      }
    }),
);
