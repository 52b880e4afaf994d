/** An agreement of 10 clauses and 50 zones of 100 corners each over Ukraine, for the bench of `assess`; the same text every time. */
export function wideAgreement(): string {
  const lines = [
    "agreement:",
    "  id: wide",
    "  title: Ten clauses over fifty zones (bench)",
    "  status: draft",
    "  parties: [{id: A, name: Side A}, {id: B, name: Side B}]",
    "  mission-zone: Europe/Kyiv",
    "sources:",
    "  made-up: {publisher: none, title: invented for a bench, date: 2025-01-01, unseen: true}",
    "in-force:",
    '  - {reading: R, by: A, from: "2023-07-01T00:00+03:00", until: "2025-06-01T00:00+03:00", source: made-up}',
    "zones:",
  ];
  for (let z = 0; z < 50; z++) {
    const lon = 23.5 + (z % 10) * 1.7;
    const lat = 45.6 + Math.floor(z / 10) * 1.4;
    const ring: string[] = [];
    for (let k = 0; k < 100; k++) {
      const angle = (2 * Math.PI * k) / 100;
      const radius = 0.6 + 0.15 * Math.sin(5 * angle + z);
      ring.push(
        `[${(lon + 1.4 * radius * Math.cos(angle)).toFixed(5)}, ${(lat + radius * Math.sin(angle)).toFixed(5)}]`,
      );
    }
    ring.push(ring[0] as string);
    lines.push(
      `  - {id: z${z}, name: Zone ${z}, kind: security, as-of: 2025-01-01, source: made-up, polygon: [${ring.join(", ")}]}`,
    );
  }
  lines.push("terms:");
  const acts = [
    "explosion",
    "explosion.artillery",
    "explosion.air-strike",
    "explosion.uav-strike",
    "fire",
    "movement.assault",
    "explosion.mlrs",
    "clash",
    "flight",
    "control.gain",
  ];
  for (const [c, act] of acts.entries()) {
    const zones = Array.from({ length: 5 }, (_, k) => `z${c * 5 + k}`).join(", ");
    lines.push(
      `  - id: c${c}`,
      `    title: Clause ${c}`,
      `    reference: "para. ${c}"`,
      `    text: {en: "No ${act} in the zones named."}`,
      "    authentic: [en]",
      "    subject: [A, B]",
      "    standing: agreed",
      "    source: made-up",
      `    prohibits: {acts: [${act}]}`,
      `    where: {inside: [${zones}]}`,
    );
  }
  return `${lines.join("\n")}\n`;
}
