import { Button, Loader, TextInput, UnstyledButton } from "@mantine/core";
import { useClickOutside, useDebouncedCallback } from "@mantine/hooks";
import { lazy, memo, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mission } from "../../src/server/client/answers.ts";
import type { FilterChange, FilterSearch } from "../app/filter.ts";
import { numbers } from "../app/numbers.ts";
import { RESULTS, type Result } from "../map/palette.ts";
import { ResultSign } from "./result-sign.tsx";

export interface FiltersProps {
  readonly mission: Mission;
  readonly filter: FilterSearch;
  readonly onChange: (change: FilterChange) => void;
}

const loadPanel = () => import("./filter-panel.tsx");
const FilterPanel = lazy(loadPanel);

/** What the panel holds, in the order in which its chips stand. */
const PANEL = ["clause", "source", "act", "zone", "status", "reading"] as const;

interface BarProps extends FiltersProps {
  /** How many of each result there are without a filter by result; null where that is not known. */
  readonly counts: Readonly<Partial<Record<Result, number>>> | null;
}

/** The one filter of list, timeline and map. Its results are the legend of all three. */
export const Filters = memo(function Filters({ mission, filter, onChange, counts }: BarProps) {
  const { t, i18n } = useTranslation();
  const n = numbers(i18n.language);
  const [written, setWritten] = useState(filter.text ?? "");
  // A link or a step back may change the words from outside.
  const [known, setKnown] = useState(filter.text);
  if (filter.text !== known) {
    setKnown(filter.text);
    if ((filter.text ?? "") !== written.trim()) setWritten(filter.text ?? "");
  }
  const search = useDebouncedCallback((text: string) => onChange({ text: text.trim() === "" ? undefined : text }), 350);
  const chosen = filter.result ?? [];
  const toggle = (result: Result) => {
    const next = chosen.includes(result) ? chosen.filter((r) => r !== result) : [...chosen, result];
    onChange({ result: next.length > 0 ? RESULTS.filter((r) => next.includes(r)) : undefined });
  };
  const active = (["text", "result", "bbox", ...PANEL] as const).filter((k) => filter[k] !== undefined);
  return (
    <search className="filter-bar">
      <TextInput
        id="search"
        aria-label={t("filter.text")}
        placeholder={t("filter.textHint")}
        value={written}
        size="xs"
        maxLength={200}
        className="filter-text"
        onChange={(event) => {
          setWritten(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <div role="group" aria-label={t("filter.result")} className="filter-results">
        {RESULTS.map((result) => (
          <UnstyledButton
            key={result}
            className="filter-result"
            aria-pressed={chosen.includes(result)}
            data-off={(chosen.length > 0 && !chosen.includes(result)) || undefined}
            onClick={() => toggle(result)}
          >
            <ResultSign result={result} size={14} />
            <span>{t(`result.${result}`)}</span>
            {counts && <b>{n(counts[result] ?? 0)}</b>}
          </UnstyledButton>
        ))}
      </div>
      <More mission={mission} filter={filter} onChange={onChange} />
      {(active.length > 0 || filter.from !== undefined) && (
        <div className="filter-chips">
          <Chips mission={mission} filter={filter} onChange={onChange} />
          {active.length > 0 && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => {
                setWritten("");
                onChange(Object.fromEntries(active.map((k) => [k, undefined])));
              }}
            >
              {t("filter.clear")}
            </Button>
          )}
        </div>
      )}
    </search>
  );
});

/** The rest of the filter, folded; it closes by Escape and by a press elsewhere. */
function More({ mission, filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const place = useClickOutside(() => setOpen(false));
  const folded = PANEL.filter((k) => filter[k] !== undefined).length;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what the button inside opened
    <div
      ref={place}
      className="filter-more"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open || event.defaultPrevented) return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      <Button
        ref={button}
        size="xs"
        variant={folded > 0 ? "light" : "default"}
        aria-expanded={open}
        aria-controls="filter-panel"
        onPointerEnter={() => void loadPanel()}
        onFocus={() => void loadPanel()}
        onClick={() => setOpen(!open)}
      >
        {folded > 0 ? t("filter.moreActive", { count: folded }) : t("filter.more")}
      </Button>
      {open && (
        <div id="filter-panel" className="filter-panel" role="group" aria-label={t("filter.title")}>
          <Suspense fallback={<Loader size="sm" role="status" aria-label={t("app.loading")} />}>
            <FilterPanel mission={mission} filter={filter} onChange={onChange} />
          </Suspense>
        </div>
      )}
    </div>
  );
}

/** What is in force, each piece with the way out of it. */
function Chips({ mission, filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const title = new Map(mission.clauses.map((c) => [c.id, c.title]));
  const named = (key: (typeof PANEL)[number], value: string): string => {
    if (key === "clause") return title.get(value) ?? value;
    if (key === "act") return t(`act.${value}` as never, { defaultValue: value });
    if (key === "status") return t(`filter.status.${value}` as never, { defaultValue: value });
    return value;
  };
  const chips = PANEL.flatMap((key) => {
    const value = filter[key];
    const values = value === undefined ? [] : typeof value === "string" ? [value] : value;
    return values.map((one) => ({
      id: `${key} ${one}`,
      words: `${t(`filter.${key}`)}: ${named(key, one)}`,
      off: (): FilterChange => {
        const rest = values.filter((v) => v !== one);
        return { [key]: rest.length > 0 ? rest : undefined };
      },
    }));
  });
  if (filter.bbox !== undefined) chips.push({ id: "bbox", words: t("filter.area"), off: () => ({ bbox: undefined }) });
  if (filter.from !== undefined)
    chips.push({ id: "time", words: t("filter.stretch"), off: () => ({ from: undefined, until: undefined }) });
  return chips.map(({ id, words, off }) => (
    <UnstyledButton
      key={id}
      className="chip"
      onClick={() => onChange(off())}
      aria-label={t("filter.off", { what: words })}
    >
      <span dir="auto">{words}</span>
      <span aria-hidden="true">✕</span>
    </UnstyledButton>
  ));
}
