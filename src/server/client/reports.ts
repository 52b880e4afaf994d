import { z } from "zod";

export const ReportKey = z.object({
  point: z.string().describe("P-256 point, uncompressed, 65 bytes in base64"),
  author: z.string().describe("Pseudonymous id of whoever asks: it stands in the report"),
  zone: z.string().describe("IANA name of the mission's clocks"),
});
export type ReportKey = z.infer<typeof ReportKey>;

export const ReportTaken = z.object({
  entry: z.number().int().describe("Index of the entry that keeps it"),
  present: z.boolean().describe("Whether it was kept before"),
});
export type ReportTaken = z.infer<typeof ReportTaken>;
