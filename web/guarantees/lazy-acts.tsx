import { type ComponentProps, lazy, Suspense } from "react";

const load = () => import("./acts.ts");
type Acts = Awaited<ReturnType<typeof load>>;

// Forms are loaded for who may enter something; all others only read.
const parts = {
  Undo: lazy(async () => ({ default: (await load()).Undo })),
  Delivering: lazy(async () => ({ default: (await load()).Delivering })),
  Confirming: lazy(async () => ({ default: (await load()).Confirming })),
  Determining: lazy(async () => ({ default: (await load()).Determining })),
  Controls: lazy(async () => ({ default: (await load()).Controls })),
  StepActs: lazy(async () => ({ default: (await load()).StepActs })),
  StartingPart: lazy(async () => ({ default: (await load()).StartingPart })),
};

export const Undo = (of: ComponentProps<Acts["Undo"]>) => (
  <Suspense fallback={null}>
    <parts.Undo {...of} />
  </Suspense>
);
export const Delivering = (of: ComponentProps<Acts["Delivering"]>) => (
  <Suspense fallback={null}>
    <parts.Delivering {...of} />
  </Suspense>
);
export const Confirming = (of: ComponentProps<Acts["Confirming"]>) => (
  <Suspense fallback={null}>
    <parts.Confirming {...of} />
  </Suspense>
);
export const Determining = (of: ComponentProps<Acts["Determining"]>) => (
  <Suspense fallback={null}>
    <parts.Determining {...of} />
  </Suspense>
);
export const Controls = (of: ComponentProps<Acts["Controls"]>) => (
  <Suspense fallback={null}>
    <parts.Controls {...of} />
  </Suspense>
);
export const StepActs = (of: ComponentProps<Acts["StepActs"]>) => (
  <Suspense fallback={null}>
    <parts.StepActs {...of} />
  </Suspense>
);
export const StartingPart = (of: ComponentProps<Acts["StartingPart"]>) => (
  <Suspense fallback={null}>
    <parts.StartingPart {...of} />
  </Suspense>
);
