import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@fontsource/noto-sans/latin-400.css";
import "@fontsource/noto-sans/latin-600.css";
import "@fontsource/noto-sans/cyrillic-400.css";
import "@fontsource/noto-sans/cyrillic-600.css";
import "./app/app.css";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { Refused } from "./api/client.ts";
import { remembered } from "./app/preferences.ts";
import { router } from "./app/router.tsx";
import { theme } from "./app/theme.ts";
import { preferredLanguage, speak } from "./words/languages.ts";

// What is announced before it is there waits in its store.
const Notifications = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // What was refused once is refused again; only silence is worth another try.
      // A server that is being opened says so by 503 and is asked until it is there.
      retry: (tries, error) => error instanceof Refused && (error.status === 503 || (error.status === 0 && tries < 2)),
      retryDelay: (tries, error) =>
        error instanceof Refused && error.status === 503 ? error.retryAfterMs : Math.min(4_000, 500 * 2 ** tries),
      refetchOnReconnect: false,
    },
  },
});

await speak(preferredLanguage(remembered("language"), navigator.languages));
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <DirectionProvider detectDirection>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Suspense fallback={null}>
          <Notifications />
        </Suspense>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>,
  );
