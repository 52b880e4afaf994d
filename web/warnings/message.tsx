import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatPosition } from "../../src/place/notation.ts";
import type { Mission } from "../../src/server/client/answers.ts";
import { isolated, useBoth } from "../acting/both.ts";
import { numbers } from "../app/numbers.ts";
import type { Message } from "./use-warnings.ts";

/** Of a language its direction, where the browser can tell it from the words alone. */
const AUTO = { dir: "auto" } as const;

interface MessageProps {
  readonly message: Message;
  readonly mission: Mission;
  /** Inside a form it is no heading of the page. */
  readonly within?: boolean;
}

/** A warning as people near by read it: the danger and what to do first, then where and until when. */
export function MessageText({ message, mission, within = false }: MessageProps) {
  const { t, i18n } = useTranslation();
  const both = useBoth(mission);
  const n = numbers(i18n.language);
  const length = (metres: number): string =>
    metres < 1_000 ? `${n(metres)} m` : `${n(Math.round(metres / 10) / 100)} km`;
  const { area } = message;
  const where = [
    ...area.circles.map(({ lon, lat, radiusM }) =>
      t("warning.circle", {
        radius: isolated(length(radiusM)),
        position: `\u2066${formatPosition(lon, lat, "decimal", 5)}\u2069`,
      }),
    ),
    ...(area.polygons.length > 0 ? [t("warning.polygon")] : []),
  ];
  return (
    <>
      <Text size="sm" fw={600}>
        {t(`warning.hazard.${message.hazard}`)} · {t(`warning.urgency.${message.urgency}`)} ·{" "}
        {t(`warning.severity.${message.severity}`)} · {t(`warning.certainty.${message.certainty}`)}
      </Text>
      {message.words.map(({ language, headline, description, instruction }) => (
        <div key={language} lang={language} {...AUTO} className="warning-words">
          {within ? (
            <Text fw={700} fz="h4" {...AUTO}>
              {headline}
            </Text>
          ) : (
            <Title order={4} size="h4" {...AUTO}>
              {headline}
            </Title>
          )}
          <Text {...AUTO}>{description}</Text>
          <Text {...AUTO} fw={600}>
            {instruction}
          </Text>
        </div>
      ))}
      <dl className="facts">
        <dt>{t("warning.where")}</dt>
        <dd>
          <span dir="auto">{area.name}</span>
          {where.map((words) => (
            <Text key={words} size="sm" c="dimmed">
              {words}
            </Text>
          ))}
        </dd>
        <dt>{t("warning.from")}</dt>
        <dd>{both(message.from)}</dd>
        <dt>{t("warning.until")}</dt>
        <dd>{both(message.until)}</dd>
      </dl>
    </>
  );
}
