import { catalogue, Problem, problem } from "../problems.ts";

/** One end of a channel between two threads: a worker's port, or a worker as its parent sees it. */
export interface Channel {
  postMessage(message: unknown): void;
  on(event: "message", listen: (message: unknown) => void): unknown;
}

type Message =
  | { readonly call: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly answer: number; readonly value?: unknown; readonly failure?: Failure };

interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  readonly problem: Pick<Problem, "code" | "status" | "exit" | "position"> | null;
}

const failureOf = (error: unknown): Failure => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof Problem)) return { message, stack, problem: null };
  const { code, status, exit, position } = error;
  return { message, stack, problem: { code, status, exit, position } };
};

const errorOf = ({ message, stack, problem: p }: Failure): Error => {
  const error = p ? new Problem(p.code, p.status, p.exit, message, p.position) : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
};

export type Handlers = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

/** Calls across a channel, in both directions. What is passed is cloned; a Problem arrives as one. */
export class Calls {
  private readonly channel: Channel;
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private ended: Error | undefined;
  private last = 0;

  constructor(channel: Channel, handlers: Handlers) {
    this.channel = channel;
    channel.on("message", (message) => void this.hear(message as Message, handlers));
  }

  call<R>(name: string, ...args: readonly unknown[]): Promise<R> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.ended) {
        reject(this.ended);
        return;
      }
      const call = ++this.last;
      this.waiting.set(call, { resolve, reject });
      this.say({ call, name, args });
    }) as Promise<R>;
  }

  /** The other end is gone: nothing that waits will be answered. */
  end(why: Error): void {
    this.ended ??= why;
    for (const { reject } of this.waiting.values()) reject(why);
    this.waiting.clear();
  }

  private say(message: Message): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    this.channel.postMessage(message);
  }

  private async hear(message: Message, handlers: Handlers): Promise<void> {
    if ("answer" in message) {
      const waiting = this.waiting.get(message.answer);
      this.waiting.delete(message.answer);
      if (message.failure) waiting?.reject(errorOf(message.failure));
      else waiting?.resolve(message.value);
      return;
    }
    const { call, name, args } = message;
    try {
      const handler = handlers[name];
      if (!handler) throw new Error(`no call "${name}"`);
      this.say({ answer: call, value: await handler(...(args as never[])) });
    } catch (error) {
      this.say({ answer: call, failure: failureOf(error) });
    }
  }
}

/** The other thread ended, of itself or by us. */
export const threadEnded = (why: string): Problem =>
  problem(catalogue.store, {
    why: `the thread that derives ended: ${why}`,
    todo: "It is begun again at the next look",
  });
