import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ImportPreview } from "../../src/server/client/imports.ts";
import { type Query, sendBytes } from "../api/client.ts";

/** How a person says that a file is to be read. */
export interface HowRead {
  readonly as?: string | undefined;
  readonly zone?: string | undefined;
  readonly headerRow?: string | undefined;
  readonly firstRow?: string | undefined;
  readonly order?: string | undefined;
  /** Heading → column; "" leaves out, "=text" fills every row. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** The file as it was chosen, read once into memory: what is imported is what was previewed. */
export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Told apart from any other choice. */
  readonly number: number;
}

export const questionOf = (file: ChosenFile, { mapping, ...how }: HowRead): Query => ({
  name: file.name.slice(-255),
  ...Object.fromEntries(Object.entries(how).map(([k, v]) => [k, (v ?? "").trim()])),
  mapping: Object.keys(mapping).length > 0 ? JSON.stringify(mapping) : undefined,
});

export const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}/imports`;

/** What the file would become, asked anew whenever it is to be read otherwise. */
export const usePreview = (mission: string, file: ChosenFile | null, how: HowRead) =>
  useQuery({
    queryKey: ["import-preview", mission, file?.number, how],
    enabled: file !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: () => {
      const chosen = file as ChosenFile;
      return sendBytes<ImportPreview>(`${at(mission)}/preview`, chosen.bytes, questionOf(chosen, how));
    },
  });
