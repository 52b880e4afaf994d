import { hash, verify } from "@node-rs/argon2";

/** argon2id, 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const passwordHash = (password: string): Promise<string> => hash(password, OPTIONS);

let nobody: Promise<string> | undefined;

/** Whether a password is the one kept. Takes as long where there is none, so that time does not tell who has an account. */
export async function passwordIs(kept: string | null | undefined, password: string): Promise<boolean> {
  nobody ??= hash("nobody has this password", OPTIONS);
  const right = await verify(kept ?? (await nobody), password);
  return right && kept != null;
}
