import type { Mission } from "../../src/server/client/answers.ts";
import type { Permission } from "../../src/server/client/decisions.ts";

type Reading = Pick<Mission, "may" | "exercise">;

/** Whether the reader's part in the mission allows it. The server holds it; a screen only spares a refusal. */
export const may = (mission: Pick<Mission, "may">, permission: Permission): boolean => mission.may.includes(permission);

/**
 * Whether the reader may enter something on a side of the guarantees. What is entered stands on the mission's own side,
 * exercise or real: on the other one it would have no effect, and nothing is offered there.
 */
export const mayOn = (side: { readonly exercise: boolean }, mission: Reading, permission: Permission): boolean =>
  side.exercise === mission.exercise && may(mission, permission);
