import process from "node:process";
import { millis } from "../units.ts";
import { erasure, submission } from "./made.fixture.ts";
import { openEmbedded } from "./open-embedded.ts";

/**
 * Acts of two people, one after another, until it is killed: a first half is asked for, and an erasure completes it.
 * What is said on stdout was acknowledged.
 */
const store = await openEmbedded(process.argv[2] as string);
if (!(await store.mission("m"))) await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
const run = `${process.pid}`;
process.stdout.write("open\n");
for (let n = 0; ; n++) {
  const half = `${run}-${n}`;
  const [entry] = await store.append("m", [submission(n)]);
  if (!entry) throw new Error("nothing was appended");
  const asked = { author: "p-1", asked: millis(0), until: millis(8e15), act: "{}", reason: half };
  await store.pending.add("m", { id: half, ...asked });
  process.stdout.write(`asked ${half}\n`);
  const order = erasure([entry]);
  const draft = { ...order, payload: { ...order.payload, reason: half } };
  await store.append("m", [draft], undefined, undefined, half);
  process.stdout.write(`erased ${half}\n`);
}
