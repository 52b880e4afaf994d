import { Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "./use-me.ts";
import { useSignOut } from "./use-sign-out.tsx";

/** Who reads, in which role, and the way in or out. */
export function Who({ mission }: { mission: string | undefined }) {
  const { t } = useTranslation();
  const menu = useRef<HTMLDivElement>(null);
  const { leave, warning } = useSignOut();
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
    <>
      <Button size="xs" variant="default" maw={{ base: 96, sm: 260 }} popoverTarget="who">
        <Text span size="xs" truncate>
          {me.name}
          {mission !== undefined && (
            <Text span size="xs" c="dimmed" visibleFrom="sm">
              {` · ${t(`roleName.${role}` as never, { defaultValue: role })}`}
            </Text>
          )}
        </Text>
      </Button>
      {/* The browser's own popover: it closes by Escape and by a press elsewhere, and gives the focus back. */}
      <div id="who" popover="auto" className="who" ref={menu}>
        <Text size="xs" c="dimmed" px="sm" py={6}>
          {t("app.signedInAs", { name: me.name ?? "" })}
          {mission !== undefined && <br />}
          {mission !== undefined && reading}
        </Text>
        <Link to="/account" className="who-item" onClick={() => menu.current?.hidePopover()}>
          {t("account.title")}
        </Link>
        {warning}
        <button type="button" className="who-item" onClick={() => void leave(false)}>
          {t("app.signOut")}
        </button>
        <button type="button" className="who-item" onClick={() => void leave(true)}>
          {t("signIn.outEverywhere")}
        </button>
      </div>
    </>
  );
}
