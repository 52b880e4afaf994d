import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** The address of what is on screen: filter, stretch, map and the opened incident are all in it. */
export function CopyLink() {
  const { t } = useTranslation();
  const [copied, setCopied] = useState("");
  const address = window.location.href;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      style={{ flexShrink: 0 }}
      onClick={() =>
        navigator.clipboard
          .writeText(address)
          .then(() => setCopied(address))
          // Some browsers keep the clipboard closed: then the address stands where it can be marked.
          .catch(() => window.prompt(t("app.copyLink"), address))
      }
    >
      <span aria-live="polite">{t(copied === address ? "app.copied" : "app.copyLink")}</span>
    </Button>
  );
}
