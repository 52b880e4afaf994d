import { afterAll, beforeAll, expect, test } from "vitest";
import { LIVE } from "../../src/server/live.ts";
import { type Entrances, openEntrances } from "./entrances-server.ts";

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
  LIVE.pollMs = 20;
}, 60_000);
afterAll(async () => {
  LIVE.pollMs = 1_000;
  LIVE.heartbeatMs = 15_000;
  await at.close();
});

interface Event {
  readonly event: string;
  readonly id: string;
  readonly data: { changed?: { id: string; status: string }[]; gone?: string[] };
}

/** A reader of events that can cut its connection. */
function listen(answer: Response) {
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  const block = async (): Promise<string> => {
    while (!text.includes("\n\n")) {
      const step = await reader.read();
      if (step.done) throw new Error("ended");
      text += new TextDecoder().decode(step.value);
    }
    const end = text.indexOf("\n\n");
    const found = text.slice(0, end);
    text = text.slice(end + 2);
    return found;
  };
  const next = async (): Promise<Event> => {
    const found = await block();
    const of = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(found)?.[1] ?? "";
    return of("event") ? { event: of("event"), id: of("id"), data: JSON.parse(of("data")) } : next();
  };
  return { next, block, cut: () => reader.cancel() };
}

test("changes reach those who may read them, resume after a cut, and no id tells of rows that are hidden", {
  timeout: 30_000,
}, async () => {
  const verifier = listen(await at.get("/live/m", "verifier"));
  const everybody = listen(await at.get("/live/m"));
  const here = await verifier.next();
  const publicHere = await everybody.next();
  expect([here.event, publicHere.event]).toEqual(["here", "here"]);
  // 5 is TLP:RED, 9 TLP:CLEAR.
  await at.more(5, 6);
  const change = await verifier.next();
  expect([change.event, change.data.changed?.length, change.data.gone]).toEqual(["change", 1, []]);
  const again = listen(await at.get("/live/m", undefined, { "Last-Event-ID": publicHere.id }));
  expect(await again.next()).toEqual({ event: "here", id: publicHere.id, data: {} });
  await again.cut();

  await everybody.cut();
  await at.more(9, 10);
  const rest = await verifier.next();
  expect(rest.data.changed).toHaveLength(1);
  const resumed = listen(await at.get("/live/m", "verifier", { "Last-Event-ID": here.id }));
  const missed = await resumed.next();
  expect(missed.id).toBe(rest.id);
  expect(missed.data.changed?.map((c) => c.id).sort()).toEqual(
    [...(change.data.changed ?? []), ...(rest.data.changed ?? [])].map((c) => c.id).sort(),
  );
  // Nobody listened as the public meanwhile.
  const late = listen(await at.get("/live/m", undefined, { "Last-Event-ID": publicHere.id }));
  expect((await late.next()).data.changed).toEqual(rest.data.changed);
  await late.cut();
  const unknown = listen(await at.get("/live/m", "verifier", { "Last-Event-ID": "of another server" }));
  expect((await unknown.next()).event).toBe("reset");
  for (const l of [verifier, resumed, unknown]) await l.cut();
});

test("signs of life, a limit for each caller that is given back, and absence", { timeout: 30_000 }, async () => {
  LIVE.heartbeatMs = 10;
  const many = [];
  for (let i = 0; i < LIVE.perCaller; i++) many.push(listen(await at.get("/live/m", "guarantor")));
  expect((await at.get("/live/m", "guarantor")).status).toBe(429);
  await many[0]?.next();
  expect(await many[0]?.block()).toBe(": still here");
  for (const l of many) await l.cut();
  const free = await at.get("/live/m", "guarantor");
  expect(free.status).toBe(200);
  await free.body?.cancel();
  expect((await at.get("/live/hidden", "verifier")).status).toBe(404);
});

test("over a real connection a reader that goes away gives its place back", { timeout: 30_000 }, async () => {
  const host = await at.listen();
  const headers = { Authorization: `Bearer ${at.token("observer")}` };
  const going = new AbortController();
  for (let i = 0; i < LIVE.perCaller; i++)
    expect((await fetch(`${host}/live/m`, { headers, signal: going.signal })).status).toBe(200);
  expect((await fetch(`${host}/live/m`, { headers })).status).toBe(429);
  going.abort();
  const again = async (): Promise<Response> => {
    const answer = await fetch(`${host}/live/m`, { headers });
    return answer.status === 429 ? again() : answer;
  };
  const free = await again();
  expect(free.status).toBe(200);
  await free.body?.cancel();
});

test("of 500 listeners those who do not read are cut off with a bounded rest; the others are told", {
  timeout: 60_000,
}, async () => {
  const before = { ...LIVE };
  Object.assign(LIVE, { perCaller: 600, waitingBytes: 400, heartbeatMs: 5 });
  try {
    const deaf: Response[] = [];
    for (let i = 0; i < 499; i++) deaf.push(await at.get("/live/m", "observer"));
    const reads = listen(await at.get("/live/m", "observer"));
    // So many signs of life are more than may wait for anybody.
    for (let i = 0; i < 100; i++) await reads.block();
    for (const answer of deaf) {
      const rest = await new Response(answer.body).text();
      expect(rest.startsWith("retry: ")).toBe(true);
      expect(rest.length).toBeLessThan(600);
    }
    expect(await reads.block()).toBe(": still here");
    await reads.cut();
    // Their places are free again.
    LIVE.perCaller = 1;
    await (await at.get("/live/m", "observer")).body?.cancel();
  } finally {
    Object.assign(LIVE, before);
  }
});
