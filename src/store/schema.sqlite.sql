-- Written by scripts/dump-schema.ts; a test compares it with what the migrations make.

-- record.sqlite
CREATE TABLE answer (mission text not null, answer_key text not null, request text not null, entries text, answer text, until integer not null, primary key (mission, answer_key)) strict;
CREATE INDEX answer_until on answer (mission, until);
CREATE TABLE checkpoint (mission text not null, size integer not null, note blob not null, primary key (mission, size)) strict;
CREATE TABLE cosignature (mission text not null, size integer not null, name text not null, key_id text not null, signature blob not null, primary key (mission, size, name, key_id)) strict;
CREATE TABLE destruction (mission text not null, sha256 text not null, primary key (mission, sha256)) strict;
CREATE TABLE entry (mission text not null, entry_index integer not null, kind text, commitment text, envelope text, payload text, salt blob, leaf blob not null, erased_by integer, primary key (mission, entry_index)) without rowid, strict;
CREATE INDEX entry_commitment on entry (mission, commitment);
CREATE INDEX entry_kind on entry (mission, kind, entry_index);
CREATE TABLE import_key (mission text not null, import_key text not null, entry_index integer not null, primary key (mission, import_key)) without rowid, strict;
CREATE TABLE joined (mission text not null, origin text not null, origin_index integer not null, entry_index integer not null, proof blob not null, primary key (mission, origin, origin_index)) strict;
CREATE INDEX joined_entry on joined (mission, entry_index);
CREATE TABLE log_head (mission text not null, size integer not null, frontier blob not null, primary key (mission)) strict;
CREATE TABLE log_node (mission text not null, level integer not null, node_index integer not null, hash blob not null, primary key (mission, level, node_index)) without rowid, strict;
CREATE TABLE mission (mission text not null, name text not null, zone text not null, exercise integer not null, origin text not null, vkey text not null, created integer not null, primary key (mission)) strict;
CREATE TABLE name (mission text not null, author text not null, wrapped_key blob not null, ciphertext blob not null, primary key (mission, author)) strict;
CREATE TABLE pending (mission text not null, id text not null, author text not null, asked integer not null, until integer not null, act text not null, reason text not null, primary key (mission, id)) strict;
CREATE TABLE sealed (mission text not null, blob text not null, wrapped_key blob, ciphertext blob, primary key (mission, blob)) strict;

-- derived.sqlite
CREATE TABLE assessment (mission text not null, generation integer not null, profile text not null, id text not null, time_from integer not null, time_until integer not null, morton integer, lon real, lat real, kind text not null, marking_rank integer not null, incident text not null, clause text not null, reading text not null, content text not null, released_from integer not null default -8640000000000000, primary key (mission, generation, profile, id)) strict;
CREATE INDEX assessment_morton on assessment (mission, generation, profile, morton);
CREATE INDEX assessment_time on assessment (mission, generation, profile, time_from, id);
CREATE TABLE coverage (mission text not null, generation integer not null, profile text not null, id text not null, time_from integer not null, time_until integer not null, morton integer, lon real, lat real, kind text not null, marking_rank integer not null, station text not null, content text not null, released_from integer not null default -8640000000000000, primary key (mission, generation, profile, id)) strict;
CREATE INDEX coverage_morton on coverage (mission, generation, profile, morton);
CREATE INDEX coverage_time on coverage (mission, generation, profile, time_from, id);
CREATE TABLE derived_state (mission text not null, generation integer not null, active integer not null, derivation text not null, size integer not null, root text not null, revision integer not null, longest integer not null, account text not null default '', primary key (mission, generation)) strict;
CREATE TABLE facet (mission text not null, generation integer not null, profile text not null, time_from integer not null, id text not null, time_until integer not null, released_from integer not null, marking_rank integer not null, result_set integer not null, morton integer, lon real, lat real, kind text not null, act text not null, counts text not null, results text not null, zones text not null, sources text not null, words text not null, digest text not null, primary key (mission, generation, profile, time_from, id)) without rowid, strict;
CREATE INDEX facet_morton on facet (mission, generation, profile, morton, time_until, released_from, marking_rank, result_set, lon, lat, kind, act, counts, results, zones);
CREATE TABLE incident (mission text not null, generation integer not null, profile text not null, id text not null, time_from integer not null, time_until integer not null, morton integer, lon real, lat real, kind text not null, marking_rank integer not null, act text not null, content text not null, released_from integer not null default -8640000000000000, primary key (mission, generation, profile, id)) strict;
CREATE INDEX incident_morton on incident (mission, generation, profile, morton);
CREATE INDEX incident_time on incident (mission, generation, profile, time_from, id);
CREATE TABLE lease (mission text not null, holder text not null, fence integer not null, until integer not null, primary key (mission)) strict;
CREATE TABLE observation (mission text not null, generation integer not null, profile text not null, id text not null, time_from integer not null, time_until integer not null, morton integer, lon real, lat real, kind text not null, marking_rank integer not null, act text not null, source text not null, content text not null, released_from integer not null default -8640000000000000, primary key (mission, generation, profile, id)) strict;
CREATE INDEX observation_kind on observation (mission, generation, profile, kind, marking_rank, released_from);
CREATE INDEX observation_morton on observation (mission, generation, profile, morton);
CREATE INDEX observation_time on observation (mission, generation, profile, time_from, id);
CREATE TABLE place (mission text not null, generation integer not null, id text not null, content text not null, primary key (mission, generation, id)) strict;
