import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Listening, listening, PATIENCE } from "../../src/server/listen.ts";

const served: Listening[] = [];
afterEach(async () => {
  for (const s of served.splice(0)) await s.stop();
});
const serving = async (
  fetch: (request: Request) => Response | Promise<Response>,
  patience = {},
): Promise<Listening> => {
  const at = await listening({ fetch }, "127.0.0.1", 0, { ...PATIENCE, graceMs: 60_000, ...patience });
  served.push(at);
  return at;
};

/** A connection spoken by hand. `said` is all that came until the server closed. */
const speak = (port: number, words: string): { socket: Socket; said: Promise<string> } => {
  const socket = connect(port, "127.0.0.1");
  socket.write(words);
  const said = new Promise<string>((done) => {
    let text = "";
    socket.on("data", (d) => {
      text += d.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => done(text));
  });
  return { socket, said };
};
const bodyOf = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));

test("whoever sends headers or a body drop by drop is told and cut off, and others are served meanwhile", async () => {
  const { port } = await serving(async (r) => new Response(`${(await r.text()).length}`), {
    headersMs: 150,
    requestMs: 300,
    checkMs: 50,
  });
  const slow = Array.from({ length: 50 }, () => speak(port, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "));
  const half = speak(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "all of it" });
  expect(await answer.text()).toBe("9");
  for (const { said } of [...slow, half]) {
    const text = await said;
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toMatch(/content-security-policy: default-src 'none'/i);
    expect(bodyOf(text)).toMatchObject({ status: 408, code: "http/too-late" });
  }
});

test.each([
  ["no HTTP", "\x16\x03\x01 hello\r\n\r\n", 400],
  ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400],
  [
    "a length and chunks",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
  ],
  ["a header with a line feed alone", "GET / HTTP/1.1\r\nHost: x\r\nX: a\nY: b\r\n\r\n", 400],
  ["headers without end", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, 431],
])("%s is refused as a problem, and the connection closed", async (_, words, status) => {
  const { port } = await serving(() => new Response("reached"));
  const text = await speak(port, words).said;
  expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(text).not.toContain("reached");
  expect(bodyOf(text)).toMatchObject({ status, code: expect.stringMatching(/^http\//) });
});

test("a stop lets what is in flight end, takes nothing new, and ends streams at once", async () => {
  let begun: () => void;
  const arrived = new Promise<void>((go) => {
    begun = go;
  });
  let finish: (value: Response) => void = () => undefined;
  const { port, stop } = await listening(
    {
      fetch(request) {
        const { pathname } = new URL(request.url);
        if (pathname === "/stream")
          return new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode(": here\n\n")) }), {
            headers: { "Content-Type": "text/event-stream" },
          });
        if (pathname !== "/slow") return new Response("quick");
        begun();
        return new Promise<Response>((done) => {
          finish = done;
        });
      },
    },
    "127.0.0.1",
    0,
    { ...PATIENCE, graceMs: 60_000 },
  );
  const url = `http://127.0.0.1:${port}`;
  const stream = await fetch(`${url}/stream`);
  const slow = fetch(`${url}/slow`);
  await arrived;
  const stopped = stop();
  // The stream has no end of its own: that its reader sees one shows that it was ended.
  await expect(stream.text()).rejects.toThrow();
  await expect(fetch(`${url}/new`)).rejects.toThrow();
  finish(new Response("in full"));
  expect(await (await slow).text()).toBe("in full");
  await stopped;
});

test("what does not end in its time of grace is cut off", async () => {
  let begun: () => void;
  const arrived = new Promise<void>((go) => {
    begun = go;
  });
  const never = () => {
    begun();
    return new Promise<Response>(() => undefined);
  };
  const { port, stop } = await listening({ fetch: never }, "127.0.0.1", 0, { ...PATIENCE, graceMs: 50 });
  const slow = fetch(`http://127.0.0.1:${port}/`);
  await Promise.all([arrived.then(stop), expect(slow).rejects.toThrow()]);
});
