import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../api/client.ts";

/** Ends the session and begins with an empty page: nothing that was read stays behind. */
async function signOut(everywhere: boolean): Promise<void> {
  try {
    await send("POST", "/sign-out", { everywhere });
  } finally {
    window.location.assign("/app/");
  }
}

/** Whether reports of this device were not sent yet; a browser that keeps nothing has none. */
const reportsWait = (): Promise<boolean> =>
  import("../report/device-store.ts")
    .then(({ waiting }) => waiting())
    .then(
      (all) => all.length > 0,
      () => false,
    );

/**
 * The way out. Where reports wait on this device it says so first, and a second press leaves all the same (case 91):
 * signed out, nobody sends them.
 */
export function useSignOut() {
  const { t } = useTranslation();
  const [warned, setWarned] = useState(false);
  return {
    leave: async (everywhere: boolean) => {
      if (!warned && (await reportsWait())) setWarned(true);
      else await signOut(everywhere);
    },
    warning: warned && (
      <Text size="sm" px="sm" py={6} role="alert" maw={280}>
        {t("signIn.reportsWait")}
      </Text>
    ),
  };
}
