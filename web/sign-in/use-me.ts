import { useQuery } from "@tanstack/react-query";
import type { Me } from "../../src/server/client/answers.ts";
import { ask } from "../api/client.ts";

/** Who reads. It changes only with the page: signing in and out load it anew, and with it all that was read before. */
export const useMe = () =>
  useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => ask<Me>("/me", {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
