-- Written by scripts/dump-schema.ts; a test compares it with what the migrations make.

answer.mission text collate "C" not null
answer.answer_key text collate "C" not null
answer.request text collate "C" not null
answer.entries text collate "C"
answer.answer text collate "C"
answer.until bigint not null
assessment.mission text collate "C" not null
assessment.generation bigint not null
assessment.profile text collate "C" not null
assessment.id text collate "C" not null
assessment.time_from bigint not null
assessment.time_until bigint not null
assessment.morton bigint
assessment.lon double precision
assessment.lat double precision
assessment.kind text collate "C" not null
assessment.marking_rank bigint not null
assessment.incident text collate "C" not null
assessment.clause text collate "C" not null
assessment.reading text collate "C" not null
assessment.content text collate "C" not null
assessment.released_from bigint not null
checkpoint.mission text collate "C" not null
checkpoint.size bigint not null
checkpoint.note bytea not null
cosignature.mission text collate "C" not null
cosignature.size bigint not null
cosignature.name text collate "C" not null
cosignature.key_id text collate "C" not null
cosignature.signature bytea not null
coverage.mission text collate "C" not null
coverage.generation bigint not null
coverage.profile text collate "C" not null
coverage.id text collate "C" not null
coverage.time_from bigint not null
coverage.time_until bigint not null
coverage.morton bigint
coverage.lon double precision
coverage.lat double precision
coverage.kind text collate "C" not null
coverage.marking_rank bigint not null
coverage.station text collate "C" not null
coverage.content text collate "C" not null
coverage.released_from bigint not null
derived_state.mission text collate "C" not null
derived_state.generation bigint not null
derived_state.active bigint not null
derived_state.derivation text collate "C" not null
derived_state.size bigint not null
derived_state.root text collate "C" not null
derived_state.revision bigint not null
derived_state.longest bigint not null
derived_state.account text collate "C" not null
destruction.mission text collate "C" not null
destruction.sha256 text collate "C" not null
entry.mission text collate "C" not null
entry.entry_index bigint not null
entry.kind text collate "C"
entry.commitment text collate "C"
entry.envelope text collate "C"
entry.payload text collate "C"
entry.salt bytea
entry.leaf bytea not null
entry.erased_by bigint
facet.mission text collate "C" not null
facet.generation bigint not null
facet.profile text collate "C" not null
facet.time_from bigint not null
facet.id text collate "C" not null
facet.time_until bigint not null
facet.released_from bigint not null
facet.marking_rank bigint not null
facet.result_set bigint not null
facet.morton bigint
facet.lon double precision
facet.lat double precision
facet.kind text collate "C" not null
facet.act text collate "C" not null
facet.counts text collate "C" not null
facet.results text collate "C" not null
facet.zones text collate "C" not null
facet.sources text collate "C" not null
facet.words text collate "C" not null
facet.digest text collate "C" not null
import_key.mission text collate "C" not null
import_key.import_key text collate "C" not null
import_key.entry_index bigint not null
incident.mission text collate "C" not null
incident.generation bigint not null
incident.profile text collate "C" not null
incident.id text collate "C" not null
incident.time_from bigint not null
incident.time_until bigint not null
incident.morton bigint
incident.lon double precision
incident.lat double precision
incident.kind text collate "C" not null
incident.marking_rank bigint not null
incident.act text collate "C" not null
incident.content text collate "C" not null
incident.released_from bigint not null
joined.mission text collate "C" not null
joined.origin text collate "C" not null
joined.origin_index bigint not null
joined.entry_index bigint not null
joined.proof bytea not null
lease.mission text collate "C" not null
lease.holder text collate "C" not null
lease.fence bigint not null
lease.until bigint not null
log_head.mission text collate "C" not null
log_head.size bigint not null
log_head.frontier bytea not null
log_node.mission text collate "C" not null
log_node.level bigint not null
log_node.node_index bigint not null
log_node.hash bytea not null
mission.mission text collate "C" not null
mission.name text collate "C" not null
mission.zone text collate "C" not null
mission.exercise bigint not null
mission.origin text collate "C" not null
mission.vkey text collate "C" not null
mission.created bigint not null
name.mission text collate "C" not null
name.author text collate "C" not null
name.wrapped_key bytea not null
name.ciphertext bytea not null
observation.mission text collate "C" not null
observation.generation bigint not null
observation.profile text collate "C" not null
observation.id text collate "C" not null
observation.time_from bigint not null
observation.time_until bigint not null
observation.morton bigint
observation.lon double precision
observation.lat double precision
observation.kind text collate "C" not null
observation.marking_rank bigint not null
observation.act text collate "C" not null
observation.source text collate "C" not null
observation.content text collate "C" not null
observation.released_from bigint not null
pending.mission text collate "C" not null
pending.id text collate "C" not null
pending.author text collate "C" not null
pending.asked bigint not null
pending.until bigint not null
pending.act text collate "C" not null
pending.reason text collate "C" not null
place.mission text collate "C" not null
place.generation bigint not null
place.id text collate "C" not null
place.content text collate "C" not null
sealed.mission text collate "C" not null
sealed.blob text collate "C" not null
sealed.wrapped_key bytea
sealed.ciphertext bytea
store_schema.part text collate "C" not null
store_schema.signature text collate "C" not null
store_schema.version bigint not null

CREATE UNIQUE INDEX answer_pkey ON answer USING btree (mission, answer_key)
CREATE INDEX answer_until ON answer USING btree (mission, until)
CREATE INDEX assessment_morton ON assessment USING btree (mission, generation, profile, morton)
CREATE UNIQUE INDEX assessment_pkey ON assessment USING btree (mission, generation, profile, id)
CREATE INDEX assessment_time ON assessment USING btree (mission, generation, profile, time_from, id)
CREATE UNIQUE INDEX checkpoint_pkey ON checkpoint USING btree (mission, size)
CREATE UNIQUE INDEX cosignature_pkey ON cosignature USING btree (mission, size, name, key_id)
CREATE INDEX coverage_morton ON coverage USING btree (mission, generation, profile, morton)
CREATE UNIQUE INDEX coverage_pkey ON coverage USING btree (mission, generation, profile, id)
CREATE INDEX coverage_time ON coverage USING btree (mission, generation, profile, time_from, id)
CREATE UNIQUE INDEX derived_state_pkey ON derived_state USING btree (mission, generation)
CREATE UNIQUE INDEX destruction_pkey ON destruction USING btree (mission, sha256)
CREATE INDEX entry_commitment ON entry USING btree (mission, commitment)
CREATE INDEX entry_kind ON entry USING btree (mission, kind, entry_index)
CREATE UNIQUE INDEX entry_pkey ON entry USING btree (mission, entry_index)
CREATE INDEX facet_morton ON facet USING btree (mission, generation, profile, morton, time_from, time_until, released_from, marking_rank, result_set, lon, lat, kind, act, id)
CREATE UNIQUE INDEX facet_pkey ON facet USING btree (mission, generation, profile, time_from, id)
CREATE UNIQUE INDEX import_key_pkey ON import_key USING btree (mission, import_key)
CREATE INDEX incident_morton ON incident USING btree (mission, generation, profile, morton)
CREATE UNIQUE INDEX incident_pkey ON incident USING btree (mission, generation, profile, id)
CREATE INDEX incident_time ON incident USING btree (mission, generation, profile, time_from, id)
CREATE INDEX joined_entry ON joined USING btree (mission, entry_index)
CREATE UNIQUE INDEX joined_pkey ON joined USING btree (mission, origin, origin_index)
CREATE UNIQUE INDEX lease_pkey ON lease USING btree (mission)
CREATE UNIQUE INDEX log_head_pkey ON log_head USING btree (mission)
CREATE UNIQUE INDEX log_node_pkey ON log_node USING btree (mission, level, node_index)
CREATE UNIQUE INDEX mission_pkey ON mission USING btree (mission)
CREATE UNIQUE INDEX name_pkey ON name USING btree (mission, author)
CREATE INDEX observation_kind ON observation USING btree (mission, generation, profile, kind, marking_rank, released_from)
CREATE INDEX observation_morton ON observation USING btree (mission, generation, profile, morton)
CREATE UNIQUE INDEX observation_pkey ON observation USING btree (mission, generation, profile, id)
CREATE INDEX observation_time ON observation USING btree (mission, generation, profile, time_from, id)
CREATE UNIQUE INDEX pending_pkey ON pending USING btree (mission, id)
CREATE UNIQUE INDEX place_pkey ON place USING btree (mission, generation, id)
CREATE UNIQUE INDEX sealed_pkey ON sealed USING btree (mission, blob)
CREATE UNIQUE INDEX store_schema_pkey ON store_schema USING btree (part)
