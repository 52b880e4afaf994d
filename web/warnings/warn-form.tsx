import { Button, Fieldset, Group, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatPosition, parsePosition } from "../../src/place/notation.ts";
import type { UncertainPlace } from "../../src/place/place.ts";
import type { Mission } from "../../src/server/client/answers.ts";
import { typedAt, typedOf, When } from "../acting/acting.tsx";
import { LANGUAGES } from "../words/languages.ts";
import { MessageText } from "./message.tsx";
import type { Message, Warning } from "./use-warnings.ts";
import { WarnMap } from "./warn-map.tsx";

const HAZARDS = ["mines", "unexploded-ordnance", "toxic-release", "water-outage", "power-outage"] as const;
const URGENCIES = ["Immediate", "Expected", "Future", "Past", "Unknown"] as const;
const SEVERITIES = ["Extreme", "Severe", "Moderate", "Minor", "Unknown"] as const;
const CERTAINTIES = ["Observed", "Likely", "Possible", "Unlikely", "Unknown"] as const;
/** Languages that people near by may read beside those of the application. */
const OFFERED = [...Object.keys(LANGUAGES), "be", "crh", "es", "he", "pl", "pt", "ro", "sw", "tr"];
const WEEK = 7 * 86_400_000;

interface Words {
  readonly language: string;
  readonly headline: string;
  readonly description: string;
  readonly instruction: string;
}

/** What is filled in so far, as it is typed. */
export interface Filling {
  readonly message: Message["message"];
  readonly hazard: Message["hazard"];
  readonly urgency: Message["urgency"];
  readonly severity: Message["severity"];
  readonly certainty: Message["certainty"];
  readonly name: string;
  readonly position: string;
  readonly radius: string;
  /** Of the message before, where it cannot be typed as one circle. */
  readonly kept: Message["area"] | null;
  readonly from: string;
  readonly until: string;
  readonly words: readonly Words[];
}

/** Begins with what the message before said, or with nothing. */
export function fillingOf(
  message: Message["message"],
  before: Warning | null,
  language: string,
  mission: Mission,
): Filling {
  const [circle] = before?.area.circles ?? [];
  const single = before === null || (before.area.polygons.length === 0 && before.area.circles.length === 1);
  const now = Date.now();
  return {
    message,
    hazard: before?.hazard ?? "mines",
    urgency: message === "cancel" ? "Past" : (before?.urgency ?? "Immediate"),
    severity: before?.severity ?? "Extreme",
    certainty: before?.certainty ?? "Observed",
    name: before?.area.name ?? "",
    position: circle && single ? formatPosition(circle.lon, circle.lat, "decimal") : "",
    radius: circle && single ? String(circle.radiusM) : "500",
    kept: single ? null : before.area,
    from: before ? typedOf(before.from, mission) : "",
    until: typedOf(now + WEEK, mission),
    words: (before?.words ?? [{ language, headline: "", description: "", instruction: "" }]).map((w) =>
      // Why it no longer holds has to be said in words of its own.
      message === "cancel" ? { ...w, description: "", instruction: "" } : w,
    ),
  };
}

/** The message as the API takes it, as far as it can be read. */
export function messageOf(f: Filling, mission: Mission): Message {
  const read = parsePosition(f.position);
  const circles = "error" in read ? [] : [{ lon: read.lon, lat: read.lat, radiusM: Number(f.radius) }];
  const now = Date.now();
  return {
    message: f.message,
    hazard: f.hazard,
    area: { ...(f.kept ?? { circles, polygons: [] }), name: f.name },
    urgency: f.urgency,
    severity: f.severity,
    certainty: f.certainty,
    from: typedAt(f.from, mission) ?? now,
    until: typedAt(f.until, mission) ?? now + WEEK,
    words: f.words.map((w) => ({ ...w })),
  };
}

interface WarnFormProps {
  readonly mission: Mission;
  readonly filling: Filling;
  readonly onFill: (filling: Filling) => void;
}

/** All that a warning says, and beneath it the warning as people will read it. */
export function WarnForm({ mission, filling, onFill }: WarnFormProps) {
  const { t, i18n } = useTranslation();
  const set = (change: Partial<Filling>) => onFill({ ...filling, ...change });
  const says = (at: number, change: Partial<Words>) =>
    set({ words: filling.words.map((w, i) => (i === at ? { ...w, ...change } : w)) });
  const [cleared, setCleared] = useState(false);
  const names = new Intl.DisplayNames([i18n.language], { type: "language" });
  const free = OFFERED.filter((l) => !filling.words.some((w) => w.language === l));
  const message = messageOf(filling, mission);
  const unread = filling.position.trim() !== "" && "error" in parsePosition(filling.position);
  const [circle] = message.area.circles;
  const place: UncertainPlace | null =
    circle && circle.radiusM > 0 ? { kind: "point", lon: circle.lon, lat: circle.lat, radiusM: circle.radiusM } : null;
  return (
    <>
      <div className="warning-grid">
        <NativeSelect
          label={t("warning.hazard")}
          data={HAZARDS.map((value) => ({ value, label: t(`warning.hazard.${value}`) }))}
          value={filling.hazard}
          onChange={(event) => set({ hazard: event.currentTarget.value as Filling["hazard"] })}
        />
        <NativeSelect
          label={t("warning.urgency")}
          data={URGENCIES.map((value) => ({ value, label: t(`warning.urgency.${value}`) }))}
          value={filling.urgency}
          onChange={(event) => set({ urgency: event.currentTarget.value as Filling["urgency"] })}
        />
        <NativeSelect
          label={t("warning.severity")}
          data={SEVERITIES.map((value) => ({ value, label: t(`warning.severity.${value}`) }))}
          value={filling.severity}
          onChange={(event) => set({ severity: event.currentTarget.value as Filling["severity"] })}
        />
        <NativeSelect
          label={t("warning.certainty")}
          data={CERTAINTIES.map((value) => ({ value, label: t(`warning.certainty.${value}`) }))}
          value={filling.certainty}
          onChange={(event) => set({ certainty: event.currentTarget.value as Filling["certainty"] })}
        />
      </div>
      <TextInput
        label={t("warning.areaName")}
        required
        maxLength={500}
        dir="auto"
        value={filling.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {filling.kept ? (
        <p className="warning-kept">{t("warning.areaKept")}</p>
      ) : (
        <>
          <div className="warning-grid">
            <TextInput
              label={t("warning.position")}
              description={t("warning.positionHint")}
              required
              dir="ltr"
              autoComplete="off"
              error={cleared && unread ? t("warning.positionWrong") : undefined}
              value={filling.position}
              onBlur={() => setCleared(true)}
              onChange={(event) => set({ position: event.currentTarget.value })}
            />
            <TextInput
              label={t("warning.radius")}
              description={t("warning.radiusHint")}
              required
              type="number"
              min={50}
              max={100_000}
              value={filling.radius}
              onChange={(event) => set({ radius: event.currentTarget.value })}
            />
          </div>
          <WarnMap
            places={place ? [place] : []}
            box={mission.box}
            label={t("warning.pick")}
            onPick={(lon, lat) => set({ position: formatPosition(lon, lat, "decimal") })}
          />
        </>
      )}
      <div className="warning-grid">
        <When mission={mission} label={t("warning.from")} typed={filling.from} onTyped={(from) => set({ from })} />
        <When
          mission={mission}
          label={t("warning.until")}
          hint={t("warning.untilHint")}
          required
          typed={filling.until}
          onTyped={(until) => set({ until })}
        />
      </div>
      {filling.words.map((w, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a language may be chosen anew in its place
        <Fieldset key={i} legend={names.of(w.language) ?? w.language} className="warning-said">
          <NativeSelect
            label={t("warning.language")}
            data={[w.language, ...free].map((value) => ({ value, label: names.of(value) ?? value }))}
            value={w.language}
            onChange={(event) => says(i, { language: event.currentTarget.value })}
          />
          <TextInput
            label={t("warning.headline")}
            description={i === 0 ? t("warning.noParties") : undefined}
            required
            maxLength={160}
            dir="auto"
            lang={w.language}
            value={w.headline}
            onChange={(event) => says(i, { headline: event.currentTarget.value })}
          />
          {(["description", "instruction"] as const).map((part) => (
            <Textarea
              key={part}
              label={t(`warning.${part}`)}
              required
              autosize
              minRows={2}
              maxLength={5_000}
              dir="auto"
              lang={w.language}
              value={w[part]}
              onChange={(event) => says(i, { [part]: event.currentTarget.value })}
            />
          ))}
          {filling.words.length > 1 && (
            <Button
              mt="xs"
              size="compact-sm"
              variant="default"
              onClick={() => set({ words: filling.words.filter((_, j) => j !== i) })}
            >
              {t("warning.removeLanguage", { language: names.of(w.language) ?? w.language })}
            </Button>
          )}
        </Fieldset>
      ))}
      {free.length > 0 && filling.words.length < 10 && (
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              const [language = "en"] = free;
              set({ words: [...filling.words, { language, headline: "", description: "", instruction: "" }] });
            }}
          >
            {t("warning.addLanguage")}
          </Button>
        </Group>
      )}
      <section className="panel" aria-label={t("warning.preview")}>
        <p className="warning-preview">{t("warning.preview")}</p>
        <MessageText message={message} mission={mission} within />
      </section>
    </>
  );
}
