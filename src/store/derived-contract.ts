import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonical } from "../canonical.ts";
import type { UncertainPlace } from "../place/place.ts";
import { millis } from "../units.ts";
import { collect, type Opener } from "./contract.ts";
import { type Audience, FULL, type Lease, type View } from "./derivations.ts";
import { observationRow } from "./derived-rows.ts";
import { at, hashOf, observation, row } from "./made.fixture.ts";
import type { Store } from "./store.ts";

const STAFF: Audience = { profile: FULL, upTo: "TLP:RED" };
const state = { derivation: "test 1", size: 3, root: hashOf("root") };

/** The derived half of what every store must do. */
export const derivedContract = (name: string, opener: Opener) =>
  describe(`${name}: derived`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await opener.open();
    });
    afterAll(() => opener.dispose(store));

    let count = 0;
    const projector = async (): Promise<Lease> => {
      const id = `d-${++count}`;
      await store.createMission({ id, name: id, zone: "UTC", exercise: false });
      return (await store.derivations.acquire(id, "one")) as Lease;
    };
    const seen = async (mission: string, audience = STAFF): Promise<View> =>
      (await store.derivations.visible(mission, audience)) as View;

    test("a state is seen whole once it is swapped in, and then a changed one", async () => {
      const lease = await projector();
      expect(await store.derivations.visible(lease.mission, STAFF)).toBeUndefined();
      // Some hold what a bulk format takes for the end of a field or row.
      const source = (n: number) => (n % 3 === 0 ? { source: `camera\t${n}\\N\r\n\\.` } : {});
      const rows = Array.from({ length: 250 }, (_, n) => row(n, source(n)));
      const first = await store.derivations.replace(lease, state, rows);
      expect(first).toEqual({ ...state, revision: 1 });
      const old = await seen(lease.mission);
      expect((await collect(old.all("observation"))).map((r) => ({ table: "observation", row: r }))).toEqual(rows);
      expect(await old.count("observation")).toBe(250);
      const changed = await store.derivations.change(
        lease,
        { ...state, size: 4 },
        [row(3, { content: '{"n":-3}' }), row(1000)],
        [{ table: "observation", profile: FULL, id: hashOf("observation 5") }],
      );
      expect(changed.revision).toBe(2);
      const view = await seen(lease.mission);
      expect(view.state).toEqual({ ...state, size: 4, revision: 2 });
      expect(await view.count("observation")).toBe(250);
      expect((await view.one("observation", hashOf("observation 3")))?.content).toBe('{"n":-3}');
      expect(await view.one("observation", hashOf("observation 5"))).toBeUndefined();
      await store.derivations.replace(lease, { ...state, size: 5 }, [row(7)]);
      expect((await collect((await seen(lease.mission)).all("observation"))).map((r) => r.content)).toEqual([
        '{"n":7}',
      ]);
      // A reader that was half way through the old state is told, and not given half of it.
      for (const late of [
        () => view.page("observation"),
        () => view.count("observation"),
        () => view.one("observation", "x"),
      ])
        await expect(late()).rejects.toThrow(/replaced while it was read/);
    });

    test("every table keeps its rows", async () => {
      const lease = await projector();
      const shared = {
        profile: FULL,
        time: { from: at, until: millis(at + 1) },
        position: null,
        marking: "TLP:GREEN",
        content: "{}",
      } as const;
      const rows = [
        { table: "incident", row: { ...shared, id: hashOf("i"), kind: "recorded", act: "clash" } },
        {
          table: "assessment",
          row: { ...shared, incident: hashOf("i"), clause: "1.a", reading: "text", kind: "indeterminate" },
        },
        { table: "coverage", row: { ...shared, id: hashOf("c"), kind: "window", station: "camera 1" } },
      ] as const;
      await store.derivations.replace(lease, state, rows);
      const view = await seen(lease.mission);
      for (const { table, row } of rows) expect((await view.page(table)).rows).toEqual([row]);
      expect(await view.one("assessment", `${hashOf("i")}\n1.a\ntext`)).toEqual(rows[1].row);
      expect(await view.count("assessment", { kinds: ["contrary"] })).toBe(0);
      expect(await view.count("assessment", { kinds: ["contrary", "indeterminate"] })).toBe(1);
      expect(await view.count("assessment", { kinds: [] })).toBe(0);
    });

    test("a place that rows share is kept once and read in full, also by rows that come later", async () => {
      const lease = await projector();
      const ring = Array.from({ length: 40 }, (_, i) => [30 + Math.sin(i), 48 + Math.cos(i)] as const);
      const oblast = { kind: "area", name: "an oblast", polygons: [[[...ring, ring[0]]]] } as const;
      const inOblast = (n: number) => observationRow({ ...observation(n), place: oblast as unknown as UncertainPlace });
      const full = (n: number) => canonical({ ...observation(n), place: oblast });
      expect(inOblast(1).row.content.length).toBeLessThan(full(1).length / 2);
      await store.derivations.replace(lease, { ...state, account: '{"n":1}' }, [inOblast(1), inOblast(2), row(3)]);
      await store.derivations.change(lease, state, [inOblast(2), inOblast(4)], []);
      const view = await seen(lease.mission);
      const rows = await collect(view.all("observation"));
      expect(new Set(rows.map((r) => r.content))).toEqual(new Set([full(1), full(2), full(4), canonical({ n: 3 })]));
      expect(rows.every((r) => !("places" in r))).toBe(true);
      expect((await view.one("observation", observation(2).id))?.content).toBe(full(2));
      // The account is of the state that it came with, until another comes.
      expect(view.state.account).toBe('{"n":1}');
    });

    test("no query, count or cursor shows what an audience may not see", async () => {
      const lease = await projector();
      const markings = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"] as const;
      const rows = markings.map((marking, n) => row(n, { marking }));
      const coarse = row(9, { profile: "public", marking: "TLP:CLEAR", id: hashOf("observation 4") });
      await store.derivations.replace(lease, state, [...rows, coarse]);
      for (const [n, upTo] of markings.entries()) {
        const view = await seen(lease.mission, { profile: FULL, upTo });
        const found = await collect(view.all("observation"));
        expect(found.map((r) => r.marking)).toEqual(markings.slice(n));
        expect(await view.count("observation")).toBe(markings.length - n);
        expect(await view.one("observation", hashOf("observation 0"))).toEqual(n === 0 ? rows[0]?.row : undefined);
      }
      const outside = await seen(lease.mission, { profile: "public", upTo: "TLP:RED" });
      expect(await collect(outside.all("observation"))).toEqual([coarse.row]);
    });

    test("time windows, boxes and kinds, in pages, are those of a plain loop", async () => {
      const lease = await projector();
      const kinds = ["observation", "claim", "aggregate"] as const;
      const rows = Array.from({ length: 400 }, (_, n) =>
        row(n, {
          kind: kinds[n % 3] as "claim",
          position: n % 11 === 0 ? null : [((n * 37) % 360) - 180, ((n * 13) % 170) - 85],
          // Several begin at once, some last long, some not at all.
          time: {
            from: millis(at + Math.floor(n / 4) * 60_000),
            until: millis(at + Math.floor(n / 4) * 60_000 + (n % 5) * 90_000),
          },
        }),
      );
      await store.derivations.replace(lease, state, rows);
      const view = await seen(lease.mission);
      const inside = (r: (typeof rows)[number]["row"], q: Parameters<View["count"]>[1] = {}): boolean => {
        const { from, until } = r.time;
        if (q.time && !(from < q.time.until && (until > q.time.from || from >= q.time.from))) return false;
        if (q.kinds && !q.kinds.includes(r.kind as never)) return false;
        if (!q.bbox) return true;
        if (!r.position) return false;
        const [w, s, e, n] = q.bbox;
        const [lon, lat] = r.position;
        return lat >= s && lat <= n && (w <= e ? lon >= w && lon <= e : lon >= w || lon <= e);
      };
      const window = { from: millis(at + 20 * 60_000), until: millis(at + 50 * 60_000) };
      for (const query of [
        {},
        { time: window },
        { bbox: [10, -40, 60, 50] },
        { bbox: [170, -90, -150, 90] },
        { bbox: [-180, -90, 180, 90] },
        { bbox: [37, 48, 37, 48] },
        { time: window, bbox: [-100, -60, 100, 60], kinds: ["claim"] },
        { kinds: ["claim", "aggregate"] },
      ] as const) {
        const expected = rows
          .filter((r) => inside(r.row as never, query as never))
          .map((r) => r.row as { id: string; time: { from: number } });
        expected.sort((a, b) => a.time.from - b.time.from || (a.id < b.id ? -1 : 1));
        const ids = expected.map((r) => r.id);
        expect((await collect(view.all("observation", { ...query, limit: 7 } as never))).map((r) => r.id)).toEqual(ids);
        const newest = await collect(view.all("observation", { ...query, limit: 7, order: "newest" } as never));
        expect(newest.map((r) => r.id)).toEqual(ids.toReversed());
        expect(await view.count("observation", query as never)).toBe(ids.length);
      }
      await expect(view.page("observation", { after: "bm9uc2Vuc2U" })).rejects.toMatchObject({ code: "cli/usage" });
      await expect(view.page("observation", { limit: 0 })).rejects.toMatchObject({ code: "cli/usage" });
    });

    test("one holder at a time; whoever lost the lease commits nothing more", async () => {
      const lease = await projector();
      const { mission } = lease;
      await store.derivations.replace(lease, state, [row(1)]);
      expect(await store.derivations.acquire(mission, "two")).toBeUndefined();
      expect((await store.derivations.renew(lease))?.until).toBeGreaterThanOrEqual(lease.until);
      await store.derivations.release(lease);
      const taken = (await store.derivations.acquire(mission, "two")) as Lease;
      expect(taken.fence).toBeGreaterThan(lease.fence);
      expect(await store.derivations.renew(lease)).toBeUndefined();
      await expect(store.derivations.change(lease, state, [row(2)], [])).rejects.toMatchObject({
        code: "store/fenced",
      });
      await expect(store.derivations.replace(lease, state, [row(2)])).rejects.toMatchObject({ code: "store/fenced" });
      // Half way through a long rewrite another takes over: what was read before is still what is read.
      async function* interrupted() {
        for (let n = 0; n < 6_000; n++) yield row(n);
        await store.derivations.release(taken);
        await store.derivations.acquire(mission, "three");
        yield row(6_001);
      }
      await expect(store.derivations.replace(taken, state, interrupted())).rejects.toMatchObject({
        code: "store/fenced",
      });
      expect(await (await seen(mission)).count("observation")).toBe(1);
      const third = (await store.derivations.acquire(mission, "three")) as Lease;
      await store.derivations.replace(third, state, [row(1), row(2)]);
      expect(await (await seen(mission)).count("observation")).toBe(2);
    });

    test("snapshots come back, are listed by folder, and names lead nowhere else", async () => {
      const { snapshots } = store;
      await snapshots.put("m/week-1.bin", Buffer.from("one"));
      await snapshots.put("m/week-1.bin", Buffer.from("two"));
      await snapshots.put("n/x", Buffer.from(""));
      expect(await snapshots.get("m/week-1.bin")).toEqual(Buffer.from("two"));
      expect(await snapshots.list("m/")).toEqual(["m/week-1.bin"]);
      await snapshots.remove("m/week-1.bin");
      expect(await snapshots.get("m/week-1.bin")).toBeUndefined();
      expect(() => snapshots.put("../out", Buffer.from(""))).toThrow(RangeError);
    });
  });
