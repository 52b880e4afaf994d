import type { ColumnTypes, Migration } from "./tables.ts";

const derived = (t: ColumnTypes, table: string, own: readonly string[]): string[] => [
  `create table ${table} (mission ${t.text} not null, generation ${t.int} not null, profile ${t.text} not null,
    id ${t.text} not null, time_from ${t.int} not null, time_until ${t.int} not null, morton ${t.int}, lon ${t.real},
    lat ${t.real}, kind ${t.text} not null, marking_rank ${t.int} not null,${own
      .map((column) => ` ${column} ${t.text} not null,`)
      .join("")} content ${t.text} not null, primary key (mission, generation, profile, id))${t.plain}`,
  `create index ${table}_time on ${table} (mission, generation, profile, time_from, id)`,
  `create index ${table}_morton on ${table} (mission, generation, profile, morton)`,
];

/** Tables that can be dropped at any time. A generation is one whole derived state; reads see the active one. */
export const DERIVED_MIGRATIONS: readonly Migration[] = [
  {
    statements: (t) => [
      `create table derived_state (mission ${t.text} not null, generation ${t.int} not null, active ${t.int} not null,
        derivation ${t.text} not null, size ${t.int} not null, root ${t.text} not null, revision ${t.int} not null, longest ${t.int} not null,
        primary key (mission, generation))${t.plain}`,
      `create table lease (mission ${t.text} not null, holder ${t.text} not null, fence ${t.int} not null,
        until ${t.int} not null, primary key (mission))${t.plain}`,
      ...derived(t, "observation", ["act", "source"]),
      ...derived(t, "incident", ["act"]),
      ...derived(t, "assessment", ["incident", "clause", "reading"]),
      ...derived(t, "coverage", ["station"]),
    ],
  },
  {
    statements: (t) => [
      `alter table derived_state add column account ${t.text} not null default ''`,
      `create table place (mission ${t.text} not null, generation ${t.int} not null, id ${t.text} not null,
        content ${t.text} not null, primary key (mission, generation, id))${t.plain}`,
    ],
    example: {
      before: [
        "insert into derived_state values ('m', 1, 1, 'flow-1', 3, 'r', 1, 0)",
        "insert into lease values ('m', 'one', 1, 0)",
      ],
      query: "select mission, size, account from derived_state",
      after: [{ mission: "m", size: 3, account: "" }],
    },
  },
  {
    statements: (t) =>
      ["observation", "incident", "assessment", "coverage"].map(
        (table) => `alter table ${table} add column released_from ${t.int} not null default -8640000000000000`,
      ),
    example: {
      before: [
        "insert into incident values ('m', 1, 'full', 'i', 0, 1, null, null, null, 'recorded', 2, 'clash', '{}')",
      ],
      query: "select id, released_from from incident",
      after: [{ id: "i", released_from: -8_640_000_000_000_000 }],
    },
  },
  {
    // A state that was made before there were facets has none of them: it is made again, as every state of an older flow.
    statements: (t) => [
      `create table facet (mission ${t.text} not null, generation ${t.int} not null, profile ${t.text} not null,
        time_from ${t.int} not null, id ${t.text} not null, time_until ${t.int} not null,
        released_from ${t.int} not null, marking_rank ${t.int} not null, result_set ${t.int} not null,
        morton ${t.int}, lon ${t.real}, lat ${t.real}, kind ${t.text} not null, act ${t.text} not null,
        counts ${t.text} not null, results ${t.text} not null, zones ${t.text} not null, sources ${t.text} not null,
        words ${t.text} not null, digest ${t.text} not null, primary key (mission, generation, profile, time_from, id))${t.clustered}`,
      "create index facet_morton on facet (mission, generation, profile, morton)",
      "create index observation_kind on observation (mission, generation, profile, kind, marking_rank, released_from)",
    ],
    example: {
      before: [
        "insert into incident values ('m', 2, 'full', 'j', 0, 1, null, null, null, 'recorded', 2, 'clash', '{}', 0)",
      ],
      query: "select id, (select count(*) from facet) as facets from incident where generation = 2",
      after: [{ id: "j", facets: 0 }],
    },
  },
  {
    // A low tile holds all there is: by the narrow index SQLite searched the table for each of its rows.
    statements: (t) => {
      const covered = t.covering(
        "time_until, released_from, marking_rank, result_set, lon, lat, kind, act, counts, results, zones",
      );
      if (covered === "") return [];
      return [
        "drop index facet_morton",
        `create index facet_morton on facet (mission, generation, profile, morton${covered})`,
      ];
    },
    example: {
      before: [
        "insert into facet values ('m', 2, 'full', 0, 'j', 1, 0, 2, 16, 7, 1.5, 2.5, 'recorded', 'clash', '', '', '', '', '', 'd')",
      ],
      query:
        "select id, lon, kind from facet indexed by facet_morton where mission = 'm' and generation = 2 and profile = 'full' and morton = 7",
      after: [{ id: "j", lon: 1.5, kind: "recorded" }],
    },
  },
  {
    // PostgreSQL's rows lie as they came, by time: those of one tile in nearly as many pages. Texts that may be longer than
    // an index takes (results, zones, counts) stay in the row.
    statements: (t) =>
      t.covering("id") !== ""
        ? []
        : [
            "drop index facet_morton",
            `create index facet_morton on facet (mission, generation, profile, morton, time_from, time_until, released_from,
              marking_rank, result_set, lon, lat, kind, act, id)`,
          ],
    example: {
      before: [],
      query: "select id from facet where mission = 'm' and generation = 2 and profile = 'full' and morton = 7",
      after: [{ id: "j" }],
    },
  },
];
