import { Box, Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { Backing } from "./backing.tsx";
import { ExerciseMark } from "./exercise-mark.tsx";

type Backed = GuaranteeState["texts"][number]["backed"];

interface CardProps {
  readonly title: string;
  /** Beside the title: what it rests on, or how it stands. */
  readonly aside: ReactNode;
  /** Of an exercise: told by word and form on the card itself. */
  readonly exercise?: boolean;
  readonly children: ReactNode;
}

/** One thing that is spoken of: its title in the text's own words, and beside it what it rests on. */
export const Card = ({ title, aside, exercise = false, children }: CardProps) => (
  <Box component="article" className={exercise ? "panel drill" : "panel"}>
    {exercise && <ExerciseMark />}
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Title order={4} size="h5" dir="auto">
        {title}
      </Title>
      {aside}
    </Group>
    {children}
  </Box>
);

/** One value in words, and beside it what it rests on. */
export const Line = ({ backed, children }: { backed: Backed; children: ReactNode }) => (
  <Group gap="xs" wrap="nowrap" align="flex-start" mt={2}>
    <Text size="sm" style={{ flex: 1, minWidth: 0 }} dir="auto">
      {children}
    </Text>
    <Backing backed={backed} />
  </Group>
);
