import { type TwoPersonAct, twoPeopleFault } from "../access/two-people.ts";
import type { KindAndPayload } from "./registry.ts";

/** Which act of two people an entry of a kind is, and whom it names. */
function twoOf({ kind, payload }: KindAndPayload): { act: TwoPersonAct; people: readonly string[] } | undefined {
  if (kind === "erasure") return { act: "erase", people: payload.body.people };
  if (kind === "key-destruction") return { act: "destroy-keys", people: payload.body.people };
  if (kind === "opening" && payload.body.blobs.length + payload.body.names.length > 0)
    return { act: "open-sealed", people: payload.body.people };
  if (kind === "guarantee" && payload.body.guarantee === "start")
    return { act: "start-clock", people: payload.body.people };
  if (kind === "release-early") return { act: "release-early", people: payload.body.people };
  if (kind === "hazard") return { act: "warn", people: payload.body.people };
  if (kind === "notice") return { act: "send-notice", people: payload.body.approvedBy };
  return undefined;
}

/**
 * Why an entry may not be entered by this author, where its kind takes two people; undefined where it may.
 * @param author pseudonymous id of its envelope
 */
export function enteredByTwoFault(entry: KindAndPayload, author: string): string | undefined {
  const two = twoOf(entry);
  if (two) return twoPeopleFault(two.act, two.people, author);
  // Of their own report one person alone; still nobody opens it in another's name.
  if (entry.kind === "opening" && !entry.payload.body.people.includes(author))
    return `opening is entered by one who opens: ${author} is not among ${entry.payload.body.people.join(", ")}`;
  return undefined;
}
