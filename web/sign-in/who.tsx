import { Button, Menu, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { send } from "../api/client.ts";
import { useMe } from "./use-me.ts";

/** Ends the session and begins with an empty page: nothing that was read stays behind. */
async function signOut(everywhere: boolean): Promise<void> {
  try {
    await send("POST", "/sign-out", { everywhere });
  } finally {
    window.location.assign("/app/");
  }
}

/** Who reads, in which role, and the way in or out. */
export function Who({ mission }: { mission: string | undefined }) {
  const { t } = useTranslation();
  const me = useMe().data;
  if (!me) return null;
  const role = (mission === undefined ? undefined : me.roles[mission]?.[0]) ?? "public";
  const reading = t("app.reading", { role: t(`roleName.${role}` as never, { defaultValue: role }) });
  if (!me.signedIn)
    return (
      <Button
        component={Link}
        to="/sign-in"
        search={(mission === undefined ? {} : { back: `/${mission}` }) as never}
        size="xs"
        variant="default"
        title={reading}
      >
        {t("app.signIn")}
      </Button>
    );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" maw={{ base: 96, sm: 260 }}>
          <Text span size="xs" truncate>
            {me.name}
            {mission !== undefined && (
              <Text span size="xs" c="dimmed" visibleFrom="sm">
                {` · ${t(`roleName.${role}` as never, { defaultValue: role })}`}
              </Text>
            )}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("app.signedInAs", { name: me.name ?? "" })}</Menu.Label>
        {mission !== undefined && <Menu.Label>{reading}</Menu.Label>}
        <Menu.Item component={Link} to="/account">
          {t("account.title")}
        </Menu.Item>
        <Menu.Item onClick={() => void signOut(false)}>{t("app.signOut")}</Menu.Item>
        <Menu.Item onClick={() => void signOut(true)}>{t("signIn.outEverywhere")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
