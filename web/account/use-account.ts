import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account } from "../../src/server/client/account.ts";
import { ask, Refused } from "../api/client.ts";

export const useAccount = () =>
  useQuery({ queryKey: ["account"], queryFn: ({ signal }) => ask<Account>("/account", {}, signal), staleTime: 0 });

/** Runs a change of the account, says why it failed, and reads the account anew. */
export function useChange() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const said = (error: unknown): string => {
    if (!(error instanceof Refused) || error.status === 0) return t("failure.network");
    if (error.status === 429) return t("signIn.slow");
    if (error.title === "identity/sign-in-again") return t("account.again");
    if (error.title === "identity/second-factor-needed") return t("account.strongNeeded");
    if (error.title === "identity/weak-password") return t("signIn.weak");
    return error.detail;
  };
  /** @param words what to say instead where the server refuses for this one status */
  const change = async <T>(
    work: () => Promise<T>,
    words: Readonly<Record<number, string>> = {},
  ): Promise<T | undefined> => {
    setFault(null);
    setBusy(true);
    try {
      return await work();
    } catch (error) {
      setFault((error instanceof Refused && words[error.status]) || said(error));
      return undefined;
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: ["account"] });
      await queries.invalidateQueries({ queryKey: ["own sign-ins"] });
    }
  };
  return { change, fault, setFault, busy };
}
