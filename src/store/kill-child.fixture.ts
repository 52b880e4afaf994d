// A writer that is killed by its parent: appends as fast as it can and says at once what was acknowledged.
import { writeSync } from "node:fs";
import process from "node:process";
import { toBase64, toHex } from "../log/bytes.ts";
import { row, submission } from "./made.fixture.ts";
import type { Store } from "./store.ts";

/** Says one line through to the pipe; what was said before the kill is read by the parent. */
const say = (line: string): void => void writeSync(1, `${line}\n`);

export async function write(store: Store, mission: string): Promise<never> {
  if (!(await store.mission(mission)))
    await store.createMission({ id: mission, name: mission, zone: "UTC", exercise: false });
  say("open");
  for (let n = 0; ; n++) {
    // Alone, several in one call, and several calls at once, in turn.
    const calls = n % 3 === 0 ? [[n]] : n % 3 === 1 ? [[n, n + 1, n + 2]] : [[n], [n + 1], [n + 2], [n + 3]];
    const appended = await Promise.all(calls.map((c) => store.append(mission, c.map(submission))));
    for (const { index, leaf } of appended.flat()) say(`entry ${index} ${toHex(leaf)}`);
    if (n % 7 === 0) say(`checkpoint ${toBase64((await store.checkpoint(mission)).note)}`);
    if (n % 11 === 0)
      say(`evidence ${(await store.evidence(mission).put(Buffer.from(`evidence ${process.pid} ${n}`))).sha256}`);
    if (n % 13 === 0) {
      const lease = await store.derivations.acquire(mission, String(process.pid));
      if (lease) {
        const size = await store.size(mission);
        const state = await store.derivations.replace(
          lease,
          { derivation: "kill", size, root: "" },
          Array.from({ length: 50 }, (_, i) => row(i, { content: String(size) })),
        );
        say(`derived ${state.revision}`);
      }
    }
  }
}
