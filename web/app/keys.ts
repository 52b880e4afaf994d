import { useEffect, useRef } from "react";
import { remembered } from "./preferences.ts";

/** What a key does, by its sign. */
export type Keys = Readonly<Record<string, () => void>>;

const WRITES = "input, textarea, select, [contenteditable=true], [contenteditable=''], [role=combobox]";

/** Single keys can be switched off: who dictates, or whose hands are not sure, would set them off unmeant (WCAG 2.2, 2.1.4). */
export const keysAreOn = (): boolean => remembered("keys") !== "off";

/**
 * Listens for single keys while nothing is being written and no dialog is open over the screen.
 * @param leafing keys that work while an incident is open too
 */
export function useKeys(keys: Keys, leafing = ""): void {
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !keysAreOn()) return;
      const over = document.querySelector("dialog[open], [role=dialog]:not(.incident)");
      const incident = document.querySelector("[role=dialog].incident");
      if (target?.closest?.(WRITES) || over || (incident && !leafing.includes(event.key))) return;
      const act = Object.hasOwn(now.current, event.key) ? now.current[event.key] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [leafing]);
}

/** Brings the focus to a place as soon as it is there, for the next second. */
export function focusOn(selector: string, tries = 60): void {
  const place = document.querySelector<HTMLElement>(selector);
  if (place) place.focus();
  else if (tries > 0) requestAnimationFrame(() => focusOn(selector, tries - 1));
}
