import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  NativeSelect,
  NavLink,
  Text,
  Title,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Who } from "../sign-in/who.tsx";
import { useKnownMission } from "../situation/use-situation.ts";
import { useTour } from "../tour/tour-state.ts";
import { withWords } from "../words/blocks.ts";
import { changeLanguage, isLanguage, LANGUAGES } from "../words/languages.ts";
import { useKeys } from "./keys.ts";
import { may } from "./may-on.ts";
import { Offline } from "./offline.tsx";
import { remember } from "./preferences.ts";
import { SCREENS } from "./screens.ts";

const Help = lazy(() => withWords(() => import("../help/help.tsx"), "touring"));
const Tour = lazy(() => withWords(() => import("../tour/tour.tsx"), "touring"));

const NEXT_THEME = { auto: "light", light: "dark", dark: "auto" } as const;
const THEME_SIGN = { auto: "◐", light: "☀", dark: "☾" } as const;

/** The frame around every screen: where one is, in what language, and as whom one reads. */
export function Shell() {
  const { t, i18n } = useTranslation();
  const [open, menu] = useDisclosure(false);
  const { mission } = useParams({ strict: false });
  const known = useKnownMission(mission);
  const screens = SCREENS.filter(
    ({ needs, guarantees }) =>
      (!needs || (known !== undefined && may(known, needs))) && (!guarantees || known?.guarantees !== false),
  );
  const [helping, setHelping] = useState(false);
  const tour = useTour();
  useKeys({ "?": () => setHelping(true) });
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <AppShell
      header={{ height: known?.exercise ? 80 : 52 }}
      navbar={{ width: 208, breakpoint: "md", collapsed: { mobile: !open, desktop: mission === undefined } }}
      padding={0}
    >
      <a className="skip" href="#content">
        {t("app.skip")}
      </a>
      <AppShell.Header>
        <Group h={52} px={{ base: 8, sm: "sm" }} gap="xs" wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap">
            {mission !== undefined && (
              <Burger opened={open} onClick={menu.toggle} hiddenFrom="md" size="sm" aria-label={t("app.menu")} />
            )}
            <Title order={1} fz={{ base: 14, sm: 18 }}>
              <Link to="/" className="plain">
                {t("app.name")}
              </Link>
            </Title>
            {mission !== undefined && (
              <Text c="dimmed" size="sm" truncate visibleFrom="sm">
                {known?.title ?? mission}
              </Text>
            )}
          </Group>
          <Group gap={6} wrap="nowrap">
            <NativeSelect
              aria-label={t("app.language")}
              data={Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }))}
              value={i18n.language}
              w={{ base: 62, sm: 132 }}
              size="xs"
              onChange={({ currentTarget: { value } }) => {
                if (!isLanguage(value)) return;
                remember("language", value);
                void changeLanguage(value);
              }}
            />
            <ActionIcon
              variant="default"
              aria-label={`${t("app.theme")}: ${t(`app.theme.${colorScheme}`)}`}
              title={t(`app.theme.${colorScheme}`)}
              onClick={() => setColorScheme(NEXT_THEME[colorScheme])}
            >
              {THEME_SIGN[colorScheme]}
            </ActionIcon>
            <ActionIcon
              variant="default"
              aria-label={t("app.help")}
              title={t("app.help")}
              onClick={() => setHelping(true)}
            >
              ?
            </ActionIcon>
            <Who mission={mission} />
          </Group>
        </Group>
        {known?.exercise && (
          <div className="drill-mark" role="note">
            <span>{t("missions.exercise")}</span>
          </div>
        )}
      </AppShell.Header>
      {mission !== undefined && (
        <AppShell.Navbar p="xs" component="nav">
          {screens.map(({ to, words }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              params={{ mission } as never}
              activeOptions={{ exact: to === "/$mission" }}
              label={t(words)}
              onClick={menu.close}
            />
          ))}
        </AppShell.Navbar>
      )}
      <AppShell.Main id="content" tabIndex={-1}>
        <Offline mission={mission} />
        <Outlet />
      </AppShell.Main>
      <Suspense fallback={null}>
        {helping && <Help onClose={() => setHelping(false)} />}
        {typeof tour === "number" && <Tour step={tour} />}
      </Suspense>
    </AppShell>
  );
}
