import { Calls, type Channel } from "./calls.ts";
import type { Audience, DerivedState, Table, View } from "./derivations.ts";
import { derivedStore } from "./derived-store.ts";
import type { IncidentFilter, Incidents } from "./found.ts";
import { sqliteEngine } from "./sqlite-engine.ts";
import type { DerivedTables } from "./tables.ts";

/** What of a view is asked by name; rows in pages and whole states are built on these at the other end. */
export type AskedOfView = "page" | "one" | "ids" | "count";
/** What of incidents is asked by name. */
export type AskedOfFound = Exclude<keyof Incidents, "states">;
/** States that are handed over at once. */
const AT_ONCE = 5_000;

/** One reading as of one moment, until the other end has done with it. */
interface Reading {
  readonly view: View;
  readonly done: () => void;
  readonly states: Map<number, AsyncIterator<{ readonly id: string; readonly state: string }>>;
}

/**
 * Reads derived rows for the other end, by connections of its own to the same file.
 * @param path of derived.sqlite, made and brought to this version already
 */
export function serveReader(channel: Channel, path: string): void {
  const engine = sqliteEngine<DerivedTables>(path, false);
  const store = derivedStore(engine);
  const open = new Map<number, Reading>();
  const reading = (handle: number): Reading => {
    const found = open.get(handle);
    if (!found) throw new Error("this reading is done");
    return found;
  };
  // oxlint-disable-next-line no-new -- it listens; this end calls nothing
  new Calls(channel, {
    open: (handle: number, mission: string, audience: Audience) =>
      new Promise<DerivedState | null>((opened, failed) => {
        store
          .still(
            mission,
            audience,
            (view) =>
              new Promise<void>((done) => {
                open.set(handle, { view, done, states: new Map() });
                opened(view.state);
              }),
          )
          .then(() => opened(null), failed)
          .finally(() => open.delete(handle));
      }),
    async done(handle: number) {
      open.get(handle)?.done();
    },
    async ask(handle: number, method: AskedOfView, table: Table, asked: never) {
      return reading(handle).view[method](table, asked);
    },
    async found(handle: number, filter: IncidentFilter, method: AskedOfFound, args: readonly unknown[]) {
      const incidents = reading(handle).view.incidents(filter);
      return (incidents[method] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
    },
    async states(handle: number, filter: IncidentFilter, number: number) {
      const { view, states } = reading(handle);
      const own = states.get(number) ?? view.incidents(filter).states()[Symbol.asyncIterator]();
      states.set(number, own);
      const some: unknown[] = [];
      while (some.length < AT_ONCE) {
        const step = await own.next();
        if (step.done) break;
        some.push(step.value);
      }
      return some;
    },
    close: () => engine.close(),
  });
}
