/** What a pointer does on the map. */
export interface PointerActs {
  readonly drag: (dx: number, dy: number) => void;
  readonly pinch: (factor: number, x: number, y: number) => void;
  readonly press: (x: number, y: number) => void;
}

/**
 * Mouse: drag moves, wheel zooms once the map has the focus (the page scrolls otherwise). Touch: two fingers move and
 * zoom, one finger scrolls the page. A press without movement picks.
 */
export function followPointers(target: HTMLElement, acts: PointerActs): void {
  const down = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  const at = (event: PointerEvent): { x: number; y: number } => {
    const box = target.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  target.addEventListener("pointerdown", (event) => {
    down.set(event.pointerId, at(event));
    target.setPointerCapture(event.pointerId);
    if (down.size === 1) travelled = 0;
  });
  target.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const others = [...down].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
    const other = others[0];
    travelled += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (other) {
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(now.x - other.x, now.y - other.y);
      if (was > 0) acts.pinch(is / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
      acts.drag((now.x - before.x) / 2, (now.y - before.y) / 2);
    } else acts.drag(now.x - before.x, now.y - before.y);
    down.set(event.pointerId, now);
  });
  const up = (event: PointerEvent): void => {
    const last = down.get(event.pointerId);
    if (!down.delete(event.pointerId) || !last) return;
    if (event.type === "pointerup" && down.size === 0 && travelled < 6) acts.press(last.x, last.y);
  };
  target.addEventListener("pointerup", up);
  target.addEventListener("pointercancel", up);
  target.addEventListener(
    "wheel",
    (event) => {
      if (document.activeElement !== target && !event.ctrlKey) return;
      event.preventDefault();
      const box = target.getBoundingClientRect();
      acts.pinch(Math.exp(-event.deltaY * 0.0016), event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );
}
