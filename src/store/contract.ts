import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cosignCheckpoint, openCheckpoint } from "../log/checkpoint.ts";
import { type Envelope, leafOf, opens, payloadBytes } from "../log/envelope.ts";
import {
  consistencyProof,
  inclusionProof,
  nodesOf,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "../log/merkle.ts";
import { parseNote, parseVkey, signingKey } from "../log/note.ts";
import { entryProofBytes } from "../log/proof-file.ts";
import { parsePayload } from "../record/registry.ts";
import { millis } from "../units.ts";
import {
  at,
  draft,
  erasure,
  hashOf,
  imported,
  observation,
  opening,
  sealer,
  submission,
  withdrawal,
} from "./made.fixture.ts";
import type { Appended, Draft, Store, StoredEntry } from "./store.ts";

/** What the contract needs of an implementation: an empty store, and the same one opened again. */
export interface Opener {
  readonly open: () => Promise<Store>;
  readonly reopen: (store: Store) => Promise<Store>;
  readonly dispose: (store: Store) => Promise<void>;
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** The record's half of what every store must do. */
export const storeContract = (name: string, opener: Opener) =>
  describe(`${name}: record`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await opener.open();
    });
    afterAll(() => opener.dispose(store));

    let count = 0;
    const mission = async (exercise = false): Promise<string> => {
      const id = `m-${++count}`;
      await store.createMission({ id, name: "A mission", zone: "Europe/Kyiv", exercise });
      return id;
    };

    test("a mission keeps what it was made with, and its name is taken once", async () => {
      const id = await mission(true);
      const found = await store.mission(id);
      expect(found).toMatchObject({ id, name: "A mission", zone: "Europe/Kyiv", exercise: true });
      expect(parseVkey(found?.vkey ?? "").name).toBe(found?.origin);
      await expect(store.createMission({ id, name: "", zone: "UTC", exercise: false })).rejects.toMatchObject({
        code: "store/refused",
      });
      await expect(
        store.createMission({ id: "other", name: "", zone: "Moon/Copernicus", exercise: false }),
      ).rejects.toThrow(/not a zone/);
      expect((await store.missions()).map((m) => m.id)).toContain(id);
      expect(await store.mission("none")).toBeUndefined();
      await expect(store.append("none", [imported("x")])).rejects.toMatchObject({ code: "record/no-such-mission" });
      await expect(store.size("none")).rejects.toMatchObject({ code: "record/no-such-mission" });
    });

    test("an entry comes back as it was appended, and opens its leaf's commitment", async () => {
      const id = await mission();
      const drafts = [imported("a"), submission(1)];
      const appended = await store.append(id, drafts);
      expect(appended.map((a) => a.index)).toEqual([0, 1]);
      const entries = await collect(store.entries(id));
      expect(entries).toHaveLength(2);
      for (const [i, entry] of entries.entries()) {
        const { envelope, content } = entry;
        if (!envelope || !content) throw new Error("closed");
        expect(content.payload).toEqual(drafts[i]?.payload);
        expect(opens(envelope, payloadBytes(content.payload), content.salt)).toBe(true);
        expect(leafOf(envelope)).toEqual(entry.leaf);
        expect(entry.leaf).toEqual(appended[i]?.leaf);
        expect(envelope).toEqual(appended[i]?.envelope);
        expect(envelope).toMatchObject({ author: "o-17", role: "observer", stated: at, marking: "TLP:AMBER" });
        expect(parsePayload(envelope.kind, content.payload).kind).toBe(drafts[i]?.kind);
      }
      expect(await store.entry(id, 1)).toEqual(entries[1]);
      expect(await store.entry(id, 2)).toBeUndefined();
      expect(await collect(store.entries(id, { from: 1, until: 9 }))).toEqual([entries[1]]);
    });

    test("the same import again appends nothing; another mapping, zone or mission is another import", async () => {
      const id = await mission();
      const [first] = await store.append(id, [imported("a")]);
      const [again] = await store.append(id, [imported("a")]);
      expect(again).toEqual({ ...first, present: true });
      const twice = await store.append(id, [imported("b"), imported("b")]);
      expect(twice.map((a) => [a.index, a.present])).toEqual([
        [1, false],
        [1, true],
      ]);
      const [other] = await store.append(id, [imported("a", "Europe/Kyiv")]);
      expect(other?.present).toBe(false);
      const [elsewhere] = await store.append(await mission(), [imported("a")]);
      expect(elsewhere?.present).toBe(false);
      expect(await store.size(id)).toBe(3);
    });

    test("what is not in its form, or of an exercise, is refused and nothing of the call is kept", async () => {
      const id = await mission();
      const bad = { ...imported("a"), payload: { ...imported("a").payload, body: { file: 1 } } } as never;
      await expect(store.append(id, [imported("ok"), bad])).rejects.toMatchObject({ code: "record/entry" });
      const exercise = draft(
        "submission",
        { via: "cli", observations: [observation(1)], evidence: [] },
        { exercise: true },
      );
      await expect(store.append(id, [imported("ok"), exercise])).rejects.toMatchObject({
        code: "record/exercise-crossed",
      });
      await expect(store.append(id, [{ ...imported("a"), author: "Jo Smith" }])).rejects.toThrow(/pseudonymous/);
      expect(await store.size(id)).toBe(0);
      const drill = await mission(true);
      expect(await store.append(drill, [exercise])).toHaveLength(1);
    });

    test("many callers at once: each gets its own index, and the tree is that of the leaves", async () => {
      const [one, two] = [await mission(), await mission()];
      const all = await Promise.all(
        Array.from({ length: 700 }, (_, n) => store.append(n % 3 === 0 ? two : one, [submission(n)])),
      );
      const inOne = all.flat().filter((_, n) => n % 3 !== 0) as Appended[];
      expect(inOne.map((a) => a.index).sort((a, b) => a - b)).toEqual(inOne.map((_, i) => i));
      const leaves = await store.leafHashes(one);
      for (const a of inOne) expect(leaves[a.index]).toEqual(a.leaf);
      expect(await store.verify(one)).toEqual({ size: leaves.length, whole: leaves.length, closed: 0, destroyed: 0 });
      const { checkpoint } = await store.checkpoint(one);
      expect(checkpoint.size).toBe(leaves.length);
      expect(checkpoint.root).toEqual(rootOf(nodesOf(leaves), leaves.length));
      for (const index of [0, 255, 256, leaves.length - 1]) {
        const proof = await store.overTree(one, leaves.length, (n) => inclusionProof(n, index, leaves.length));
        expect(verifyInclusion(leaves[index] as Uint8Array, index, leaves.length, proof, checkpoint.root)).toBe(true);
      }
    });

    test("checkpoints are signed by the mission's key, extend each other, and take cosignatures", async () => {
      const id = await mission();
      const { vkey, origin } = (await store.mission(id)) ?? { vkey: "", origin: "" };
      const empty = await store.checkpoint(id);
      await store.append(id, [submission(1), submission(2)]);
      const two = await store.checkpoint(id);
      expect(await store.checkpoint(id)).toEqual(two);
      const opened = openCheckpoint(two.note, [parseVkey(vkey)]);
      expect(opened.verified.map((v) => v.key.name)).toEqual([origin]);
      await store.append(id, [submission(3)]);
      const three = await store.checkpoint(id);
      expect([empty, two, three].map((c) => c.checkpoint.size)).toEqual([0, 2, 3]);
      const proof = await store.overTree(id, 3, (n) => consistencyProof(n, 2, 3));
      expect(verifyConsistency(2, 3, proof, two.checkpoint.root, three.checkpoint.root)).toBe(true);
      expect((await store.storedCheckpoint(id))?.checkpoint.size).toBe(3);
      const witness = signingKey("witness.example/w1", "cosignature", Buffer.from(hashOf("witness"), "hex"));
      const signature = cosignCheckpoint(parseNote(two.note), witness, 1_745_000_000);
      await store.cosign(id, 2, signature, [witness]);
      const with2 = await store.storedCheckpoint(id, 2);
      expect(openCheckpoint(with2?.note ?? new Uint8Array(), [witness]).verified).toHaveLength(1);
      await expect(store.cosign(id, 3, signature, [witness])).rejects.toMatchObject({ code: "log/malformed" });
      await expect(store.cosign(id, 1, signature, [witness])).rejects.toMatchObject({ code: "store/refused" });
    });

    test("a withdrawal must name an entry of this mission by index and commitment", async () => {
      const id = await mission();
      const [entry] = (await store.append(id, [submission(1)])) as [Appended];
      const [taken] = await store.append(id, [withdrawal(entry)]);
      expect(taken?.index).toBe(1);
      await expect(store.append(id, [withdrawal({ ...entry, index: 1 })])).rejects.toMatchObject({
        code: "record/entry",
      });
      await expect(
        store.append(id, [draft("withdrawal", { entry: { index: 0, commitment: hashOf("other") } })]),
      ).rejects.toThrow(/is not the one/);
      await expect(
        store.append(id, [
          draft("withdrawal", { entry: { index: 0, commitment: entry.envelope.commitment } }, { reason: " " }),
        ]),
      ).rejects.toThrow(/reason/);
    });

    test("an erasure destroys content, salt and evidence, and every proof still holds", async () => {
      const id = await mission();
      const file = await store.evidence(id).put(Buffer.from("a face"));
      const appended = await store.append(id, [submission(1), imported("a"), submission(3)]);
      const before = await store.checkpoint(id);
      const target = appended[1] as Appended;
      const [by] = (await store.append(id, [erasure([target], { evidence: [file.sha256] })])) as [Appended];
      const gone = (await store.entry(id, 1)) as StoredEntry;
      expect(gone).toMatchObject({ content: null, erasedBy: by.index, leaf: target.leaf, envelope: target.envelope });
      expect(await store.evidence(id).get(file.sha256)).toBeUndefined();
      const leaves = await store.leafHashes(id);
      expect(rootOf(nodesOf(leaves.slice(0, 3)), 3)).toEqual(before.checkpoint.root);
      await expect(store.append(id, [erasure([by])])).rejects.toThrow(/erasure, which has to stay/);
      const [more] = (await store.append(id, [erasure([appended[0] as Appended], { envelopes: true })])) as [Appended];
      expect(await store.entry(id, 0)).toMatchObject({ envelope: null, content: null, erasedBy: more.index });
      await expect(store.append(id, [erasure([appended[2] as Appended], { people: ["p-1", "p-1"] })])).rejects.toThrow(
        /two different people/,
      );
      expect(await store.verify(id)).toEqual({ size: 5, whole: 3, closed: 0, destroyed: 2 });
      // What was forgotten may come again: the key that would know it is forgotten too.
      expect((await store.append(id, [imported("a")]))[0]?.present).toBe(false);
    });

    test("sealed data and names open by an entry of two people and in no other way, until their keys are destroyed", async () => {
      const id = await mission();
      const once = { key: "seal", until: millis(8e15) };
      const { blob, entry: sealing } = await store.seal(id, Buffer.from("Olena, 34"), sealer, once);
      // Asked for again it is the same blob; other bytes under the key are refused, and nothing of either is left.
      const again = await store.seal(id, Buffer.from("Olena, 34"), sealer, once);
      expect([again.blob, again.entry.index, again.entry.present]).toEqual([blob, sealing.index, true]);
      await expect(store.seal(id, Buffer.from("Olena, 35"), sealer, once)).rejects.toMatchObject({
        code: "store/key-reused",
      });
      const { blob: other } = await store.seal(id, Buffer.from("stays"), sealer);
      const named = await store.setName(id, "o-17", "A. Person", sealer);
      expect(await store.setName(id, "o-17", "B. Person", sealer)).toBeUndefined();
      expect(await store.size(id)).toBe(3);
      expect(
        (await collect(store.entries(id))).map(({ envelope, content }) => [envelope?.kind, content?.payload]),
      ).toEqual(
        [
          { blobs: [blob], names: [] },
          { blobs: [other], names: [] },
          { blobs: [], names: ["o-17"] },
        ].map((body) => ["sealing", { v: 1, exercise: false, reason: sealer.reason, body }]),
      );
      expect(named?.index).toBe(2);
      expect(await store.named(id)).toEqual(["o-17"]);
      const opened = await store.open(id, opening([blob, other], ["o-17"]));
      expect(opened.sealed).toEqual(
        new Map([
          [blob, { bytes: Buffer.from("Olena, 34") }],
          [other, { bytes: Buffer.from("stays") }],
        ]),
      );
      expect(opened.names).toEqual(new Map([["o-17", "A. Person"]]));
      expect((await store.entry(id, opened.entry.index))?.envelope?.kind).toBe("opening");
      expect((await store.open(id, opening([blob]))).entry.index).toBe(opened.entry.index + 1);

      const size = await store.size(id);
      for (const [refused, why] of [
        [opening(["0".repeat(32)]), /no sealed blob/],
        [opening([blob], ["o-18"]), /no name behind o-18/],
        [opening([blob], [], { people: ["p-1", "p-1"] }), /two different people/],
        [{ ...opening([blob]), author: "p-3" }, /two people of whom one enters it/],
        [{ ...opening([blob]), role: "observer" }, /role observer/],
        [withdrawal(opened.entry), /opening/],
      ] as const)
        await expect(store.open(id, refused as Draft<"opening">)).rejects.toThrow(why);
      await expect(store.open(await mission(), opening([blob]))).rejects.toThrow(/no sealed blob/);
      expect(await store.size(id)).toBe(size);

      await store.append(id, [draft("key-destruction", { blobs: [blob], names: ["o-17"], people: ["p-1", "p-2"] })]);
      // A slip in an id is refused: nobody is to be sure of what did not happen.
      for (const slip of [
        { blobs: ["0".repeat(32)], names: [] },
        { blobs: [], names: ["o-17"] },
      ])
        await expect(store.append(id, [draft("key-destruction", { ...slip, people: ["p-1", "p-2"] })])).rejects.toThrow(
          /has no/,
        );
      const after = await store.open(id, opening([blob, other]));
      expect(after.sealed.get(blob)).toEqual({ destroyed: true });
      expect(after.sealed.get(other)).toEqual({ bytes: Buffer.from("stays") });
      expect(await store.named(id)).toEqual([]);
      await expect(store.open(id, opening([], ["o-17"]))).rejects.toThrow(/no name behind/);
      expect(await store.setName(id, "o-17", "C. Person", sealer)).toBeUndefined();
      expect(await store.named(id)).toEqual([]);
    });

    test("entries of another log are joined once, with their proof, and their own come back as present", async () => {
      const [laptop, headquarters] = [await mission(), await mission()];
      const drafts = [submission(1), imported("joined"), submission(3)];
      await store.append(laptop, drafts);
      const { checkpoint, note } = await store.checkpoint(laptop);
      const from = await collect(store.entries(laptop));
      const joining = await Promise.all(
        from.map(async (entry) => ({
          first: entry.envelope as NonNullable<StoredEntry["envelope"]>,
          from: { origin: checkpoint.origin, index: entry.index },
          content: entry.content,
          proof: entryProofBytes(
            { envelope: entry.envelope as NonNullable<StoredEntry["envelope"]> },
            {
              index: entry.index,
              proof: await store.overTree(laptop, 3, (n) => inclusionProof(n, entry.index, 3)),
              checkpoint: note,
            },
          ),
        })),
      );
      const joined = await store.join(headquarters, joining);
      expect(joined.map((j) => [j.index, j.present])).toEqual([
        [0, false],
        [1, false],
        [2, false],
      ]);
      expect((await store.join(headquarters, joining)).every((j) => j.present)).toBe(true);
      expect((await store.join(laptop, joining)).every((j) => j.present)).toBe(true);
      expect((await store.append(headquarters, [imported("joined")]))[0]?.present).toBe(true);
      const swapped = joining.map((j, i) => ({ ...j, content: joining[(i + 1) % 3]?.content ?? null }));
      await expect(store.join(await mission(), swapped)).rejects.toThrow(/content is not the one committed to/);
      const closed = joining.map((j) => ({ ...j, content: null }));
      const third = await mission();
      await store.join(third, closed);
      expect(await store.verify(third)).toEqual({ size: 3, whole: 0, closed: 3, destroyed: 0 });
      const here = (await store.entry(headquarters, 1)) as StoredEntry;
      expect(here.envelope?.cites).toEqual({ origin: checkpoint.origin, index: 1 });
      expect(here.envelope?.commitment).toBe(from[1]?.envelope?.commitment);
      expect(here.content).toEqual(from[1]?.content);
      expect(here.proof).toEqual(joining[1]?.proof);
      await store.append(headquarters, [erasure([joined[2] as Appended], { envelopes: true })]);
      // Destroyed here, it does not come back with the next bundle.
      expect((await store.join(headquarters, joining)).map((j) => j.present)).toEqual([true, true, true]);
      expect((await store.entry(headquarters, 2))?.content).toBeNull();

      // What the laptop withdraws and erases means the laptop's entries, by their commitment, wherever they stand.
      const target = (await store.entry(laptop, 1)) as StoredEntry;
      const order = { index: 1, envelope: target.envelope as Envelope };
      await store.append(laptop, [withdrawal(order), erasure([order])]);
      const more = [];
      for await (const e of store.entries(laptop, { from: 3 }))
        more.push({
          first: e.envelope as Envelope,
          from: { origin: checkpoint.origin, index: e.index },
          content: e.content,
          proof: joining[0]?.proof as Uint8Array,
        });
      await store.join(headquarters, more);
      expect(await store.entry(headquarters, 1)).toMatchObject({ content: null, erasedBy: 5 });
      expect(await store.verify(headquarters)).toEqual({ size: 6, whole: 4, closed: 0, destroyed: 2 });
    });

    test("evidence comes back byte for byte, whole or in part, and a second time is the first", async () => {
      const evidence = store.evidence(await mission());
      const bytes = Buffer.alloc(300_000, "evidence ");
      const put = await evidence.put(
        (async function* () {
          yield bytes.subarray(0, 7);
          yield bytes.subarray(7);
        })(),
      );
      expect(put).toEqual({ sha256: hashOf(bytes.toString()), bytes: bytes.length, present: false });
      expect((await evidence.put(bytes)).present).toBe(true);
      expect(await evidence.size(put.sha256)).toBe(bytes.length);
      const read = async (range?: { from: number; until: number }) =>
        Buffer.concat(await collect((await evidence.get(put.sha256, range)) as AsyncIterable<Uint8Array>));
      expect((await read()).equals(bytes)).toBe(true);
      expect(await read({ from: 5, until: 15 })).toEqual(bytes.subarray(5, 15));
      expect(await collect(evidence.list())).toEqual([put.sha256]);
      expect(await evidence.get(hashOf("other"))).toBeUndefined();
      await expect(evidence.put(bytes, 1_000)).rejects.toMatchObject({ code: "format/limit" });
      await expect(evidence.get("../../etc/passwd")).rejects.toThrow(RangeError);
      expect(await collect(evidence.list())).toEqual([put.sha256]);
    });

    test("a dump put into an empty store makes the same record; a damaged one leaves nothing", async () => {
      const id = await mission();
      await store.append(
        id,
        Array.from({ length: 600 }, (_, n) => submission(n)),
      );
      await store.append(id, [erasure([(await store.append(id, [imported("dumped")]))[0] as Appended])]);
      const { blob: sealed } = await store.seal(id, Buffer.from("still shut"), sealer);
      await store.setName(id, "o-17", "A. Person", sealer);
      const signed = await store.checkpoint(id);
      const rows = await collect(store.dump());
      expect(JSON.stringify(rows)).not.toContain("A. Person");
      const other = await opener.open();
      try {
        for (const damaged of [
          [],
          rows.slice(1),
          rows.filter((r) => !(r.table === "entry" && r.values[0] === id && r.values[1] === 5)),
          rows.filter((r) => r.table !== "log_head"),
          [...rows, rows.at(-1)],
          rows.map((r) => (r.table === "schema" ? { ...r, values: [99] } : r)),
          rows.map((r) => (r.table === "entry" ? { ...r, values: r.values.slice(1) } : r)),
          ["a row"],
        ]) {
          await expect(other.load(damaged)).rejects.toMatchObject({ code: "store/refused" });
          expect(await other.missions()).toEqual([]);
        }
        await other.load(JSON.parse(JSON.stringify(rows)));
        expect(await collect(other.dump())).toEqual(rows);
        expect(await collect(other.entries(id))).toEqual(await collect(store.entries(id)));
        expect(await other.storedCheckpoint(id)).toEqual(signed);
        // Another key file opens nothing, and signs nothing.
        await expect(other.open(id, opening([sealed]))).rejects.toThrow(/key file is not the one/);
        await other.append(id, [submission(700)]);
        await expect(other.checkpoint(id)).rejects.toThrow(/key file is not the one/);
        await expect(other.load(rows)).rejects.toThrow(/has missions already/);
      } finally {
        await opener.dispose(other);
      }
    });

    test("opened again, everything is there and goes on", async () => {
      const id = await mission();
      const { blob } = await store.seal(id, Buffer.from("kept"), sealer);
      await store.append(
        id,
        Array.from({ length: 299 }, (_, n) => submission(n)),
      );
      const before = await collect(store.entries(id));
      const signed = await store.checkpoint(id);
      store = await opener.reopen(store);
      expect(await collect(store.entries(id))).toEqual(before);
      expect(await store.storedCheckpoint(id)).toEqual(signed);
      expect((await store.open(id, opening([blob]))).sealed.get(blob)).toEqual({ bytes: Buffer.from("kept") });
      const [next] = await store.append(id, [submission(301)]);
      expect(next?.index).toBe(301);
      const now = await store.checkpoint(id);
      const proof = await store.overTree(id, 302, (n) => consistencyProof(n, 300, 302));
      expect(verifyConsistency(300, 302, proof, signed.checkpoint.root, now.checkpoint.root)).toBe(true);
    });
  });
