import { type CompiledAgreement, compile } from "../agreement/compile.ts";
import type { Zone } from "../time/zone.ts";

/** What a mission works by before its record holds an agreement: no clause, so nothing is assessed. */
export const noAgreement = (zone: Zone): CompiledAgreement =>
  compile({
    id: "none",
    title: "No agreement in the record",
    status: "draft",
    parties: [],
    thirdParties: [],
    missionZone: zone,
    demonstration: false,
    containment: 0.95,
    boundarySet: null,
    sources: [],
    readings: [],
    zones: [],
    lines: [],
    objects: [],
    notices: [],
    clauses: [],
    pendingReadings: [],
    events: [],
    definitions: [],
    interpretations: [],
    versions: [],
  });
