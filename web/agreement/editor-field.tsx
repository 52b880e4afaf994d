import { yaml, yamlLanguage } from "@codemirror/lang-yaml";
import { syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { classHighlighter } from "@lezer/highlight";
import { Box } from "@mantine/core";
import { basicSetup, EditorView } from "codemirror";
import { useEffect, useRef } from "react";
import schemaUrl from "../../schema/agreement.schema.json?url";
import type { DraftChecked } from "../../src/server/client/drafts.ts";
import type { Schema } from "./schema-walk.ts";
import { suggest } from "./suggest.ts";

type Finding = DraftChecked["findings"][number];

/** A place that the cursor is to go to; another object each time. */
export interface GoTo {
  readonly line: number;
  readonly column: number;
}

interface EditorFieldProps {
  readonly initial: string;
  readonly label: string;
  readonly findings: readonly Finding[];
  readonly goTo: GoTo | null;
  readonly onChange: (text: string) => void;
}

let schema: Promise<Schema> | undefined;

const KINDS = { key: "property", word: "enum", name: "variable" } as const;

/** The text with completion by the published schema and a mark at each finding. */
export default function EditorField({ initial, label, findings, goTo, onChange }: EditorFieldProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const told = useRef(onChange);
  told.current = onChange;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the editor's own once it is there
  useEffect(() => {
    if (!place.current) return;
    const complete = async (context: { state: { doc: { toString(): string } }; pos: number; explicit: boolean }) => {
      schema ??= fetch(schemaUrl).then((answer) => answer.json() as Promise<Schema>);
      const found = suggest(context.state.doc.toString(), context.pos, await schema);
      if (!found || (!context.explicit && found.from === context.pos)) return null;
      return {
        from: found.from,
        validFor: /^[\w.+-]*$/,
        options: found.list.map(({ label: word, kind, words }) => ({
          label: word,
          type: KINDS[kind],
          ...(kind === "key" && { apply: `${word}: ` }),
          ...(words !== "" && (kind === "name" ? { detail: words } : { info: words })),
        })),
      };
    };
    const made = new EditorView({
      doc: initial,
      parent: place.current,
      extensions: [
        basicSetup,
        yaml(),
        yamlLanguage.data.of({ autocomplete: complete }),
        syntaxHighlighting(classHighlighter),
        lintGutter(),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) told.current(update.state.doc.toString());
        }),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const { current } = view;
    if (!current) return;
    const { doc } = current.state;
    const marks = findings.map(({ line, column, message, severity }): Diagnostic => {
      const at = doc.line(Math.min(Math.max(1, line), doc.lines));
      const from = Math.min(at.to, at.from + Math.max(0, column - 1));
      const word = /^[^\s,}\]]*/.exec(at.text.slice(from - at.from))?.[0].length ?? 0;
      return { from, to: Math.min(at.to, from + Math.max(1, word)), severity, message };
    });
    current.dispatch(setDiagnostics(current.state, marks));
  }, [findings]);

  useEffect(() => {
    const { current } = view;
    if (!current || !goTo) return;
    const { doc } = current.state;
    const at = doc.line(Math.min(Math.max(1, goTo.line), doc.lines));
    const anchor = Math.min(at.to, at.from + Math.max(0, goTo.column - 1));
    current.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    current.focus();
  }, [goTo]);

  return <Box ref={place} className="editor-field" dir="ltr" />;
}
