import { Badge, Card, Container, Group, SimpleGrid, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ask } from "../api/client.ts";
import { Answered } from "../app/screen-state.tsx";

interface MissionsAnswer {
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly zone: string;
    readonly demonstration: boolean;
  }[];
}

/** Every mission that the reader may read. */
export function Missions() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["missions"],
    queryFn: ({ signal }) => ask<MissionsAnswer>("/missions", {}, signal),
  });
  return (
    <Container size="lg" py="lg">
      <Title order={2} mb="md">
        {t("missions.title")}
      </Title>
      <Answered query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>{t("missions.none")}</Text>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {items.map((mission) => (
                <Card key={mission.id} withBorder component="article">
                  <Title order={3} size="h4">
                    <Link to="/$mission" params={{ mission: mission.id } as never}>
                      {mission.title}
                    </Link>
                  </Title>
                  <Group gap="xs" mt="xs">
                    <Text size="sm" c="dimmed">
                      {mission.zone}
                    </Text>
                    {mission.demonstration && <Badge variant="outline">{t("app.demonstration")}</Badge>}
                  </Group>
                </Card>
              ))}
            </SimpleGrid>
          )
        }
      </Answered>
    </Container>
  );
}
