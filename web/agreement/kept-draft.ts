/** A text that is being edited, kept while the page lives: it outlasts a look at another screen, and nothing more. */
export interface KeptDraft {
  readonly text: string;
  /** Size of the log when it was opened. */
  readonly seen: number;
}

const drafts = new Map<string, KeptDraft>();

export const keptDraft = (mission: string): KeptDraft | undefined => drafts.get(mission);
export const keepDraft = (mission: string, draft: KeptDraft): void => void drafts.set(mission, draft);
export const dropDraft = (mission: string): void => void drafts.delete(mission);
