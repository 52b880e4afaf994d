import type { Agreement, Length } from "../agreement/agreement.ts";
import { parseLength } from "../agreement/moment-text.ts";
import type { Zone as Clock } from "../time/zone.ts";

/** What starts a clock of the procedure. */
export type ClockStart = "complaint" | "incident" | "order" | "draft-served" | "finding" | "creation" | "level-reached";

/** The agreement's own procedure: who sits on which level, how a case goes up, and by when. */
export interface Procedure {
  /** Party ids: whoever is none of them is a body. */
  readonly parties: readonly string[];
  /** Lowest first; empty: no text that we have seen states any, and any body may act. */
  readonly levels: readonly {
    readonly id: string;
    readonly body: string;
    readonly escalatesTo?: string;
    readonly deadline?: Length;
  }[];
  readonly clocks: readonly {
    readonly id: string;
    readonly name: string;
    /** Who must act; undefined: any body. */
    readonly body?: string;
    readonly startsAt: ClockStart;
    readonly within: Length;
  }[];
  /** By its clocks days are counted. */
  readonly zone: Clock;
}

/** The level above, or undefined at the top and where there are no levels. */
export function levelAbove(procedure: Procedure, level: number): number | undefined {
  const here = procedure.levels[level];
  if (!here) return undefined;
  if (here.escalatesTo === undefined) return undefined;
  const above = procedure.levels.findIndex((l) => l.id === here.escalatesTo);
  return above < 0 || above === level ? undefined : above;
}

/**
 * The procedure that the agreement's file states in its section `verification`. Where it states none, any body may act,
 * there is no higher level, and nothing is due.
 * @throws TypeError on a length of time that was not checked
 */
export function procedureOf(agreement: Agreement): Procedure {
  const stated = agreement.guarantees?.verification;
  const length = (text: string): Length => {
    const found = parseLength(text);
    if (!found) throw new TypeError(`procedureOf: "${text}" was not checked`);
    return found;
  };
  return {
    parties: agreement.parties.map((p) => p.id),
    levels: (stated?.levels ?? []).map(({ id, body, escalatesTo, deadline }) => ({
      id,
      body,
      ...(escalatesTo !== undefined && { escalatesTo }),
      ...(deadline !== undefined && { deadline: length(deadline) }),
    })),
    clocks: (stated?.clocks ?? []).map(({ id, name, body, startsAt, within }) => ({
      id,
      name,
      ...(body !== undefined && { body }),
      startsAt,
      within: length(within),
    })),
    zone: agreement.missionZone,
  };
}
