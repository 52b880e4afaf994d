import { hash, verify } from "@node-rs/argon2";
import { catalogue, problem } from "../../problems.ts";

/** argon2id, 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes at one time, and those that wait: 8 × 19 MiB is what sign-ins may take, however many come. */
const AT_ONCE = 8;
const WAITING = 64;
let running = 0;
const waiting: (() => void)[] = [];

/** @throws Problem http/busy where too many wait already */
async function inTurn<R>(work: () => Promise<R>): Promise<R> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING) throw problem(catalogue.busy, { why: "Too many people sign in at this moment" });
    await new Promise<void>((go) => waiting.push(go));
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

export const passwordHash = (password: string): Promise<string> => inTurn(() => hash(password, OPTIONS));

let nobody: Promise<string> | undefined;

/** Whether a password is the one kept. Takes as long where there is none, so that time does not tell who has an account. */
export async function passwordIs(kept: string | null | undefined, password: string): Promise<boolean> {
  nobody ??= hash("nobody has this password", OPTIONS);
  const other = await nobody;
  const right = await inTurn(() => verify(kept ?? other, password));
  return right && kept != null;
}
