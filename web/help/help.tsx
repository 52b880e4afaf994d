import "./help.css";
import { Button, Checkbox, CloseButton, Group, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keysAreOn } from "../app/keys.ts";
import { remember } from "../app/preferences.ts";
import { beginTour } from "../tour/tour-state.ts";

const KEYS = [
  ["?", "help.key.help"],
  ["/", "help.key.search"],
  ["l", "help.key.list"],
  ["t", "help.key.time"],
  ["m", "help.key.map"],
  ["a", "help.key.answer"],
  ["j", "help.key.next"],
  ["k", "help.key.previous"],
  ["1 – 5", "help.key.results"],
  ["0", "help.key.clear"],
  ["Esc", "help.key.close"],
] as const;
const INSIDE = [
  ["↑ ↓", "help.key.rows"],
  ["← →", "help.key.stretch"],
  ["← → ↑ ↓ + −", "help.key.pan"],
] as const;

/** Keys of the application, and the way into the tour. */
export default function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(keysAreOn());
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={onClose}>
      <Group justify="space-between" wrap="nowrap" mb="sm">
        <h2 id="help-title" className="help-title">
          {t("help.title")}
        </h2>
        <CloseButton aria-label={t("incident.close")} onClick={() => dialog.current?.close()} />
      </Group>
      <Text size="sm">{t("help.tourWords")}</Text>
      <Button
        size="xs"
        mt="xs"
        mb="lg"
        onClick={() => {
          dialog.current?.close();
          beginTour();
        }}
      >
        {t("help.tour")}
      </Button>
      <h3 className="help-part">{t("help.keys")}</h3>
      <KeyTable keys={KEYS} />
      <Checkbox
        size="xs"
        my="sm"
        label={t("help.keysOn")}
        checked={on}
        onChange={(event) => {
          setOn(event.currentTarget.checked);
          remember("keys", event.currentTarget.checked ? "on" : "off");
        }}
      />
      <h3 className="help-part">{t("help.inside")}</h3>
      <KeyTable keys={INSIDE} />
    </dialog>
  );
}

function KeyTable({ keys }: { keys: typeof KEYS | typeof INSIDE }) {
  const { t } = useTranslation();
  return (
    <dl className="help-keys">
      {keys.map(([key, words]) => (
        <div key={key}>
          <dt>
            <kbd dir="ltr">{key}</kbd>
          </dt>
          <dd>{t(words)}</dd>
        </div>
      ))}
    </dl>
  );
}
