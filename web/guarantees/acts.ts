export { Undo } from "../incident/undo.tsx";
export { Confirming } from "./confirming.tsx";
export { Delivering } from "./delivering.tsx";
export { Determining } from "./determining.tsx";
export { Controls, StepActs } from "./ladder-acts.tsx";
export { StartingPart } from "./ladder-start.tsx";
