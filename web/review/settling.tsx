import { useRef } from "react";
import type { Mission } from "../../src/server/client/answers.ts";
import { Answered } from "../app/screen-state.tsx";
import { DecisionForm } from "../incident/decision-form.tsx";
import { useIncident } from "../incident/use-incident.ts";
import type { Side } from "./use-review.ts";

interface SettlingProps {
  readonly mission: Mission;
  readonly decision: "merge" | "split";
  readonly sides: readonly Side[];
  readonly title: string;
  readonly words: string;
  readonly onCancel: () => void;
  readonly onEntered: (entry: { readonly index: number; readonly commitment: string }) => void;
}

/** The decision on a pair: what comes of it, and its reason. */
export default function Settling({ mission, decision, sides, title, words, onCancel, onEntered }: SettlingProps) {
  const [a = "", b = ""] = sides.map((s) => s.observation);
  const entered = useRef(false);
  return (
    <Answered query={useIncident(mission.id, sides[0]?.incident ?? "")}>
      {(incident) => (
        <DecisionForm
          decision={decision}
          pair={{ a, b, title, words }}
          mission={mission}
          incident={incident}
          onOpen={() => undefined}
          onClose={() => !entered.current && onCancel()}
          onEntered={(entry) => {
            entered.current = true;
            onEntered(entry);
          }}
        />
      )}
    </Answered>
  );
}
