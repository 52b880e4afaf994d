import type { KindAndPayload } from "../record/registry.ts";

/** Hashes of the evidence that an entry rests on and that has to be kept with it. */
export function evidenceNamed({ kind, payload }: KindAndPayload): readonly string[] {
  if (kind === "import") return [payload.body.file.sha256];
  if (kind === "agreement-version") return [payload.body.text.sha256, ...payload.body.parts.map((p) => p.sha256)];
  if (kind === "submission") return payload.body.evidence;
  if (kind === "publication") return payload.body.files.map((f) => f.sha256);
  if (kind === "notice") return payload.body.text ? [payload.body.text.sha256] : [];
  // Handed in by itself: nothing else names it yet.
  if (kind === "custody" && payload.body.event === "received") return payload.body.evidence;
  return [];
}
