import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import type { ReportKey } from "../../src/server/client/reports.ts";
import { ask, Refused } from "../api/client.ts";
import { remember } from "../app/preferences.ts";
import { type KeptMission, keepMission, keptMission } from "./device-store.ts";
import { lookAgain, sending, sendWaiting } from "./sending.ts";

/** What the form needs, and why it is the device's own copy where it is. */
export interface Ready extends KeptMission {
  readonly without: "network" | "sign-in" | null;
  /** Whether the device keeps it: a private window may not. */
  readonly kept: boolean;
}

/** What a mission's reports are sealed to: from the server, else as this device keeps it from before. */
export const useReady = (mission: string) =>
  useQuery({
    queryKey: ["reportKey", mission],
    // Without a connection there is an answer too: the device's own.
    networkMode: "always",
    staleTime: 60_000,
    retry: false,
    queryFn: async ({ signal }): Promise<Ready> => {
      try {
        const { point, author, zone } = await ask<ReportKey>(
          `/missions/${encodeURIComponent(mission)}/reports/key`,
          {},
          signal,
        );
        const bytes = Uint8Array.from(atob(point), (c) => c.charCodeAt(0));
        const ready = { id: mission, point: bytes, author, zone };
        const kept = await keepMission(ready).then(
          () => true,
          () => false,
        );
        remember("reports", "1");
        return { ...ready, without: null, kept };
      } catch (error) {
        const known = error instanceof Refused ? await keptMission(mission).catch(() => undefined) : undefined;
        if (!known) throw error;
        const { status } = error as Refused;
        return { ...known, without: status === 401 || status === 404 ? "sign-in" : "network", kept: true };
      }
    },
  });

/** How often a server that could not be reached is tried again. */
const AGAIN_MS = 20_000;

/** What waits on this device; it is sent while this is on screen, and at once when the connection comes back. */
export function useSending() {
  const now = useSyncExternalStore(sending.listen, sending.now);
  useEffect(() => {
    const send = () => void sendWaiting().catch(() => undefined);
    void lookAgain().then(send, () => undefined);
    window.addEventListener("online", send);
    const again = setInterval(send, AGAIN_MS);
    return () => {
      window.removeEventListener("online", send);
      clearInterval(again);
    };
  }, []);
  return now;
}
