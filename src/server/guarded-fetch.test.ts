import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { type Guard, guardedFetch } from "./guarded-fetch.ts";
import { isInside } from "./inside-address.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const s of servers.splice(0)) {
    s.closeAllConnections();
    await new Promise((done) => s.close(done));
  }
});
const listening = (handler: RequestListener, host = "127.0.0.1", port = 0): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer(handler);
    servers.push(server);
    server.on("error", failed);
    server.listen(port, host, () => done((server.address() as AddressInfo).port));
  });

const why = async (address: string, guard: Guard = {}): Promise<string> => {
  try {
    return `fetched: ${(await guardedFetch(address, {}, guard)).status}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe("addresses that lead inside", () => {
  // Every way in which a URL can spell 127.0.0.1, this machine, the metadata service or a private network.
  const spelled = `
    127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 127.000.000.001 0 0.0.0.0 127.255.255.254
    ①②⑦.⓪.⓪.① 127。0。0。1 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1] [::127.0.0.1]
    [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2001:0:7f00:1::] [fe80::1] [fc00::1] [fd12:3456::1] [ff02::1] [fec0::1]
    10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 0xa9fea9fe 2852039166 [::ffff:a9fe:a9fe]
    100.64.0.1 192.0.0.192 198.18.0.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 [2001:db8::1] [100::1] [3fff::1]`
    .split(/\s+/)
    .filter(Boolean);
  test.each(spelled)("%s", async (host) => {
    // A test that asks a name that nobody answers still must not go out: no resolver is needed for any of these.
    const resolve = () => Promise.reject(new Error("a spelled address was looked up as a name"));
    expect(await why(`https://${host}/`, { resolve })).toMatch(/leads inside/);
  });

  test("the edges of the private networks, and what is public", () => {
    const inside = ["9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0"];
    for (const ip of inside) expect([ip, isInside(ip)]).toEqual([ip, false]);
    for (const ip of ["8.8.8.8", "2606:4700::1111", "2a00:1450::1"]) expect([ip, isInside(ip)]).toEqual([ip, false]);
    for (const text of ["", "localhost", "1.2.3", "fe80::1%eth0", "2606:4700::1111%1"])
      expect(isInside(text)).toBe(true);
  });

  test("what IPv4 says is inside, each form of IPv6 that carries it is too", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (n) => {
        const v4 = [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join(".");
        const [a, b] = [(n >>> 16).toString(16), (n & 0xffff).toString(16)];
        for (const v6 of [`::ffff:${v4}`, `::${v4}`, `::ffff:${a}:${b}`, `64:ff9b::${a}:${b}`, `2002:${a}:${b}::`])
          expect([v6, isInside(v6)]).toEqual([v6, true]);
        const slow = [0, 10, 127].includes(n >>> 24) || n >>> 24 >= 224 || n >>> 16 === 0xc0a8 || n >>> 16 === 0xa9fe;
        if (slow || n >>> 20 === 0xac1) expect(isInside(v4)).toBe(true);
      }),
    );
  });
});

describe("names", () => {
  test("a name with one address inside is refused, whichever stands first; a name of nobody is not known", async () => {
    for (const list of [["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"], ["::1"], ["not an address"]])
      expect(await why("https://mixed.example/", { resolve: async () => list })).toMatch(/leads inside/);
    expect(await why("https://none.example/", { resolve: async () => [] })).toMatch(/name is not known/);
    expect(await why("https://never.example/", { resolve: () => new Promise(() => undefined), timeoutMs: 50 })).toMatch(
      /took too long/,
    );
  });

  test("a name is looked up once, and the connection goes where the look-up said, though the name turns inside meanwhile", async () => {
    let inside = 0;
    const port = await listening((_, r) => r.end(`${++inside}`), "127.0.0.1");
    await listening((q, r) => r.end(`outside ${q.headers.host}`), "127.0.0.2", port);
    let asked = 0;
    const guard: Guard = {
      // 127.0.0.2 plays the public address here; the name says 127.0.0.1 from the second look-up on.
      resolve: async () => [asked++ === 0 ? "127.0.0.2" : "127.0.0.1"],
      named: ["turning.example"],
      plain: true,
    };
    const answer = await guardedFetch(`http://turning.example:${port}/`, {}, guard);
    expect(await answer.text()).toBe(`outside turning.example:${port}`);
    expect([asked, inside]).toEqual([1, 0]);
  });

  test("what an operator named may be inside; anything else is https on its usual port, without a password", async () => {
    const port = await listening((_, r) => r.end("here"));
    const named = { named: ["localhost"], plain: true };
    expect(await why(`http://localhost:${port}/`, named)).toBe("fetched: 200");
    expect(await why(`http://localhost:${port}/`, { named: ["localhost"] })).toMatch(/only https/);
    expect(await why(`http://127.0.0.1:${port}/`, named)).toMatch(/only https/);
    expect(await why("https://example.org:8443/", {})).toMatch(/usual port/);
    expect(await why("https://me:secret@example.org/", {})).toMatch(/name or password/);
    for (const other of ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "data:text/plain,x"])
      expect(await why(other)).toMatch(/only https/);
  });
});

describe("redirects, size and time", () => {
  const named = ["start.example"];
  const guard: Guard = { named, plain: true, redirects: 3, resolve: async () => ["127.0.0.1"] };

  test("no redirect leads inside, however it is spelled, nor to another scheme, nor round and round", async () => {
    let target = "";
    let secret = 0;
    const port = await listening((q, r) => {
      if (q.url === "/secret") r.end(`${++secret}`);
      else r.writeHead(302, { Location: target }).end();
    });
    const start = `http://start.example:${port}/`;
    for (const inward of [
      "https://127.0.0.1/",
      "https://2130706433/",
      "https://[::ffff:7f00:1]/",
      "https://other.example/",
    ]) {
      target = inward;
      expect([inward, await why(start, guard)]).toEqual([inward, expect.stringMatching(/leads inside/)]);
    }
    target = `http://127.0.0.1:${port}/secret`;
    expect(await why(start, guard)).toMatch(/only https/);
    target = "file:///etc/passwd";
    expect(await why(start, guard)).toMatch(/only https/);
    target = "/again";
    expect(await why(start, guard)).toMatch(/more than 3 times/);
    target = "http://[";
    expect(await why(start, guard)).toMatch(/not an address/);
    expect(secret).toBe(0);
    // Without redirects allowed, the redirect itself is the answer.
    expect(await why(start, { ...guard, redirects: 0 })).toBe("fetched: 302");
  });

  test("a token stays with the host that it is for", async () => {
    const seen: (string | undefined)[] = [];
    const port = await listening((q, r) => {
      seen.push(q.headers.authorization);
      if (q.url === "/") r.writeHead(307, { Location: `http://next.example:${port}/there` }).end();
      else r.end();
    });
    const both = { ...guard, named: ["start.example", "next.example"] };
    await guardedFetch(`http://start.example:${port}/`, { headers: { Authorization: "Bearer t" } }, both);
    expect(seen).toEqual(["Bearer t", undefined]);
  });

  test("an endless answer ends at the limit, and a silent one at the time", async () => {
    const port = await listening((q, r) => {
      if (q.url === "/silent") return;
      const more = (): void => {
        if (!r.destroyed && r.write("x".repeat(10_000))) setImmediate(more);
        else r.once("drain", more);
      };
      more();
    });
    const at = (path: string, more: Guard) => why(`http://start.example:${port}${path}`, { ...guard, ...more });
    expect(await at("/endless", { maxBytes: 50_000 })).toMatch(/longer than 50000 bytes/);
    expect(await at("/silent", { timeoutMs: 100 })).toMatch(/took too long/);
    expect(await why("http://start.example:1/", guard)).toMatch(/did not answer/);
  });
});
