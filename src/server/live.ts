import { z } from "zod";
import { catalogue, problem } from "../problems.ts";
import type { DerivedState } from "../store/derivations.ts";
import { byCodePoint } from "../units.ts";
import { type Change, Changes, MOST_IDS, seenIn } from "./live-changes.ts";
import { inStep } from "./reads.ts";
import { type InMission, type Parts, type Route, route } from "./route.ts";

/** How often the derived state is looked at while anybody listens, and how often a sign of life is sent. */
export const LIVE = {
  pollMs: 1_000,
  heartbeatMs: 15_000,
  lastsMs: 300_000,
  perCaller: 8,
  perServer: 1_000,
  /** Bytes that wait for one listener; beyond them who reads too slowly is cut off. */
  waitingBytes: 262_144,
  channels: 100,
  /** Rows held for all audiences, beyond which those to whom nobody listens are let go. */
  rows: 1_000_000,
  /** A look at a large mission takes seconds: the pause behind it is so many times as long. */
  pauses: 10,
};

/** What goes out to one listener; the same bytes for all who are told the same. */
type Send = (bytes: Uint8Array) => void;
const utf8 = new TextEncoder();
const STILL_HERE = utf8.encode(": still here\n\n");

/** All who listen to one mission as one audience reads it: looked at once for all of them. */
class Channel {
  readonly changes = new Changes();
  readonly listeners = new Set<Send>();
  private looking = false;
  private readonly parts: Parts;
  private readonly within: InMission;
  constructor(parts: Parts, within: InMission) {
    this.parts = parts;
    this.within = within;
  }

  /** Reads the state once. @throws what the store throws */
  async look(): Promise<void> {
    const { parts, within, changes } = this;
    const { id } = within.mission;
    const audience = inStep({ ...within.audience, at: parts.clock() });
    const state = await parts.reads.state(id);
    if (!state || !changes.isStale(nameOf(state), audience.at)) return;
    const seen = await parts.reads.look(id, audience, (view) => seenIn(view, nameOf(view.state)));
    const change = changes.take(seen, audience.at);
    if (!change) return;
    const text = await this.eventOf(change.changed.length + change.gone.length > MOST_IDS ? null : change);
    const bytes = utf8.encode(text);
    for (const send of this.listeners) send(bytes);
  }

  /** A change as an event; "reset" where the reader has to read anew. */
  async eventOf(change: Change | null): Promise<string> {
    const data = change && { changed: await this.nowOf(change.changed), gone: change.gone };
    const { id } = this.changes;
    return `event: ${change ? "change" : "reset"}\nid: ${id ?? ""}\ndata: ${JSON.stringify(data ?? {})}\n\n`;
  }

  /** What changed incidents are now. */
  private async nowOf(ids: readonly string[]): Promise<readonly { id: string; status: string; result: string }[]> {
    const { parts, within } = this;
    const audience = { ...within.audience, at: parts.clock() };
    return parts.reads.look(within.mission.id, audience, async (view) => {
      const { rows } = await view.incidents({ ids }).page({ limit: Math.max(1, ids.length), order: "oldest" });
      const now = rows.map(({ id, status, result }) => ({ id, status, result }));
      return now.sort((a, b) => byCodePoint(a.id, b.id));
    });
  }

  add(send: Send): void {
    this.listeners.add(send);
    if (!this.looking) void this.watch();
  }

  drop(send: Send): void {
    this.listeners.delete(send);
  }

  private async watch(): Promise<void> {
    this.looking = true;
    let took = 0;
    while (this.listeners.size > 0) {
      const pause = Math.max(LIVE.pollMs, took * LIVE.pauses);
      await new Promise((done) => setTimeout(done, pause).unref());
      const began = performance.now();
      // A store that fails now is asked again; listeners see their signs of life meanwhile.
      await this.look().catch(() => undefined);
      took = performance.now() - began;
    }
    this.looking = false;
  }
}

const nameOf = ({ revision, root }: DerivedState): string => `${revision} ${root}`;

const open = new WeakMap<Parts, { channels: Map<string, Channel>; callers: Map<string, number>; running: number }>();

const live = route({
  method: "get",
  path: "/live/{mission}",
  permission: "incident.read",
  summary: "Server-sent events of changes of incidents that the caller reads; resumes behind Last-Event-ID",
  query: z.object({ "last-event-id": z.string().max(100).optional().describe("For readers that cannot set headers") }),
  answer: "bytes",
  async handle(asked) {
    const { parts, mission, audience, caller, source, header, query, request } = asked;
    const own = open.get(parts) ?? { channels: new Map(), callers: new Map(), running: 0 };
    open.set(parts, own);
    const who = caller.kind === "nobody" ? source : caller.person.id;
    if ((own.callers.get(who) ?? 0) >= LIVE.perCaller) throw problem(catalogue.tooMany, { seconds: 60 });
    if (own.running >= LIVE.perServer)
      throw problem(catalogue.busy, { why: "The server has as many listeners as it takes" });
    const key = `${mission.id} ${audience.profile} ${audience.upTo}`;
    const channel = own.channels.get(key) ?? new Channel(parts, asked);
    // A channel outlives its listeners, so that one whose connection was cut finds what they missed.
    own.channels.delete(key);
    own.channels.set(key, channel);
    let rows = [...own.channels.values()].reduce((sum, { changes }) => sum + changes.rows, 0);
    for (const [name, { listeners, changes }] of own.channels)
      if ((own.channels.size > LIVE.channels || rows > LIVE.rows) && listeners.size === 0 && name !== key) {
        own.channels.delete(name);
        rows -= changes.rows;
      }
    await channel.look();

    own.running++;
    own.callers.set(who, (own.callers.get(who) ?? 0) + 1);
    const last = header("Last-Event-ID") ?? query["last-event-id"];
    let missed: Change | null | undefined;
    let missedText = "";
    // Until nothing changed while it was read: what comes after is sent to the listener itself.
    for (let at: string | undefined, first = true; first || at !== channel.changes.id; first = false) {
      at = channel.changes.id;
      missed = last === undefined ? undefined : channel.changes.after(last);
      missedText = missed === undefined ? "" : await channel.eventOf(missed);
    }
    let close = (): void => undefined;
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          let closed = false;
          const send: Send = (bytes) => {
            // Who reads too slowly is cut off and resumes; nothing piles up here for them.
            if ((controller.desiredSize ?? 0) <= 0) close();
            else controller.enqueue(bytes);
          };
          const say = (text: string): void => send(utf8.encode(text));
          const heart = setInterval(() => send(STILL_HERE), LIVE.heartbeatMs).unref();
          // Whoever lost their part in the mission meanwhile loses it here when they ask again.
          const end = setTimeout(() => close(), LIVE.lastsMs).unref();
          close = () => {
            if (closed) return;
            closed = true;
            clearInterval(heart);
            clearTimeout(end);
            channel.drop(send);
            own.running--;
            const left = (own.callers.get(who) ?? 1) - 1;
            if (left > 0) own.callers.set(who, left);
            else own.callers.delete(who);
            try {
              controller.close();
            } catch {
              // Cut by the reader.
            }
          };
          request.signal.addEventListener("abort", () => close());
          say(`retry: 2000\n: the state that this connection begins with\nid: ${channel.changes.id ?? ""}\n`);
          if (missed === undefined) say(`event: here\ndata: {}\n\n`);
          else if (missed && missed.changed.length + missed.gone.length === 0) say(`event: here\ndata: {}\n\n`);
          else say(missedText);
          channel.add(send);
        },
        cancel: () => close(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: LIVE.waitingBytes }),
    );
    return new Response(body, {
      headers: {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
      },
    });
  },
});

export const liveRoutes: readonly Route[] = [live];
