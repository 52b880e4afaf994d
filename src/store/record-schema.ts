import type { Migration } from "./tables.ts";

/**
 * The record's schema. Every key begins with the mission, and there are no foreign keys, sequences, triggers or
 * extensions: what can be partitioned by mission and distributed, Citus and CockroachDB take as it is (docs/scale.md).
 */
export const RECORD_MIGRATIONS: readonly Migration[] = [
  {
    statements: (t) => [
      `create table mission (mission ${t.text} not null, name ${t.text} not null, zone ${t.text} not null,
        exercise ${t.int} not null, origin ${t.text} not null, vkey ${t.text} not null, created ${t.int} not null,
        primary key (mission))${t.plain}`,
      `create table log_head (mission ${t.text} not null, size ${t.int} not null, frontier ${t.bytes} not null,
        primary key (mission))${t.plain}`,
      `create table entry (mission ${t.text} not null, entry_index ${t.int} not null, kind ${t.text},
        commitment ${t.text}, envelope ${t.text}, payload ${t.text}, salt ${t.bytes}, leaf ${t.bytes} not null,
        erased_by ${t.int}, primary key (mission, entry_index))${t.clustered}`,
      "create index entry_commitment on entry (mission, commitment)",
      "create index entry_kind on entry (mission, kind, entry_index)",
      `create table import_key (mission ${t.text} not null, import_key ${t.text} not null, entry_index ${t.int} not null,
        primary key (mission, import_key))${t.clustered}`,
      `create table joined (mission ${t.text} not null, origin ${t.text} not null, origin_index ${t.int} not null,
        entry_index ${t.int} not null, proof ${t.bytes} not null,
        primary key (mission, origin, origin_index))${t.plain}`,
      "create index joined_entry on joined (mission, entry_index)",
      `create table log_node (mission ${t.text} not null, level ${t.int} not null, node_index ${t.int} not null,
        hash ${t.bytes} not null, primary key (mission, level, node_index))${t.clustered}`,
      `create table checkpoint (mission ${t.text} not null, size ${t.int} not null, note ${t.bytes} not null,
        primary key (mission, size))${t.plain}`,
      `create table cosignature (mission ${t.text} not null, size ${t.int} not null, name ${t.text} not null,
        key_id ${t.text} not null, signature ${t.bytes} not null,
        primary key (mission, size, name, key_id))${t.plain}`,
      `create table sealed (mission ${t.text} not null, blob ${t.text} not null, wrapped_key ${t.bytes},
        ciphertext ${t.bytes}, primary key (mission, blob))${t.plain}`,
      `create table name (mission ${t.text} not null, author ${t.text} not null, wrapped_key ${t.bytes} not null,
        ciphertext ${t.bytes} not null, primary key (mission, author))${t.plain}`,
      `create table destruction (mission ${t.text} not null, sha256 ${t.text} not null,
        primary key (mission, sha256))${t.plain}`,
    ],
  },
  {
    statements: (t) => [
      `create table answer (mission ${t.text} not null, answer_key ${t.text} not null, request ${t.text} not null,
        entries ${t.text}, answer ${t.text}, until ${t.int} not null, primary key (mission, answer_key))${t.plain}`,
      "create index answer_until on answer (mission, until)",
    ],
    example: {
      before: ["insert into destruction values ('m', 'a')"],
      query: "select mission, sha256, (select count(*) from answer) as answers from destruction",
      after: [{ mission: "m", sha256: "a", answers: 0 }],
    },
  },
  {
    statements: (t) => [
      `create table pending (mission ${t.text} not null, id ${t.text} not null, author ${t.text} not null,
        asked ${t.int} not null, until ${t.int} not null, act ${t.text} not null, reason ${t.text} not null,
        primary key (mission, id))${t.plain}`,
    ],
    example: {
      before: ["insert into destruction values ('m', 'b')"],
      query: "select sha256, (select count(*) from pending) as waiting from destruction where sha256 = 'b'",
      after: [{ sha256: "b", waiting: 0 }],
    },
  },
];
