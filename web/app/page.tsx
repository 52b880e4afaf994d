import "./page.css";
import { Box, Group, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Beside the title: what the whole screen offers. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen that is read from top to bottom. */
export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <Box className="page">
      <Box className="page-head">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Title order={2} fz={{ base: 24, sm: 28 }} lh={1.25}>
            {title}
          </Title>
          {actions}
        </Group>
        {lead !== undefined && <Text className="page-lead">{lead}</Text>}
      </Box>
      {children}
    </Box>
  );
}

interface PartProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One part of a page, under a heading of its own. */
export function Part({ title, lead, aside, children }: PartProps) {
  const id = useId();
  return (
    <Box component="section" className="part" aria-labelledby={id}>
      <Box className="part-head">
        <Group justify="space-between" align="baseline" gap="xs">
          <Title order={3} size="h4" id={id}>
            {title}
          </Title>
          {aside}
        </Group>
        {lead !== undefined && (
          <Text size="sm" c="dimmed" maw="72ch" mt={2}>
            {lead}
          </Text>
        )}
      </Box>
      {children}
    </Box>
  );
}

export interface FigureItem {
  readonly value: ReactNode;
  readonly label: ReactNode;
}

/** Figures side by side, each with what it counts. */
export const Figures = ({ items }: { items: readonly FigureItem[] }) => (
  <Box className="figures">
    {items.map(({ value, label }, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: figures stand in a fixed order
      <Box className="figure" key={i}>
        <span className="figure-value">{value}</span>
        <span className="figure-label">{label}</span>
      </Box>
    ))}
  </Box>
);

/** What a reader must know before the figures, said calmly. */
export const Notice = ({ children }: { children: ReactNode }) => (
  <Box className="notice" role="note">
    {children}
  </Box>
);
