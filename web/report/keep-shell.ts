/** Has the browser keep the application's own files, so that the form opens without a connection; data is never kept so. */
export function keepShell(): void {
  // Browsers offer it on https and on this machine only.
  if (import.meta.env.PROD && "serviceWorker" in navigator)
    void navigator.serviceWorker.register("/app/sw.js", { scope: "/app/" }).catch(() => undefined);
}
