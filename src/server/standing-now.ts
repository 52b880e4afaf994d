import { may, type Permission } from "../access/roles.ts";
import type { Parts } from "./route.ts";

/** Whether a person who is not calling may do something in a mission at this moment. */
export async function mayStill(
  { identity }: Parts,
  mission: string,
  person: string,
  permission: Permission,
): Promise<boolean> {
  const known = await identity.person(person);
  if (!known || known.disabled) return false;
  const part = (await identity.memberships(person)).find((m) => m.mission === mission);
  return part !== undefined && may(part.role, permission);
}
