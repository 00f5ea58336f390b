// The store's tables, one numbered step after another; a step that has landed is never changed.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { cameras } from './migration-0002-cameras.js';
import { views } from './migration-0003-views.js';
import { gaps } from './migration-0004-gaps.js';
import { upkeep } from './migration-0005-upkeep.js';
import { people } from './migration-0006-people.js';
import { devices } from './migration-0007-devices.js';
import { district } from './migration-0008-district.js';

/** A step is its statements, one after another in one transaction. */
const step = (statements: readonly string[]): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

const spine = [
  // The tree of areas 辖区. The root has no parent.
  `create table areas (
     area_id text primary key, parent_id text references areas, name text not null, name_en text not null,
     outline json, illustrative boolean not null)`,
  // The end of each area's chain. Locked in id order by whoever appends.
  `create table area_heads (
     area_id text primary key references areas, n bigint not null, hash text not null, at_ms bigint not null)`,
  // The log 台账. actor and data are canonical JSON text (RFC 8785): jsonb would not keep the bytes that are hashed.
  // data and salt are nullable so that personal content can be blanked when due; data_hash keeps the chain whole.
  `create table log (
     area_id text not null references areas, n bigint not null, at_ms bigint not null, type text not null,
     actor text not null, incident_id text, data text, salt text, data_hash text not null,
     prev_hash text not null, hash text not null, primary key (area_id, n))`,
  `create index log_by_incident on log (incident_id, n) where incident_id is not null`,
  // Sites, the agent's key as SHA-256 of 32 random bytes, and what its link last told (rules P1, P2).
  `create table sites (
     site_id text primary key, area_id text not null references areas, type text not null, name text not null,
     name_en text not null, address text not null, lon double precision not null, lat double precision not null,
     key_hash text not null, presence text not null default 'never', presence_at_ms bigint,
     link text, epoch text, oldest_held bigint, next_seq bigint, agent text, last_heard_at_ms bigint,
     will_at_ms bigint)`,
  `create table sources (
     site_id text not null references sites, source_id text not null, type text not null, name text not null,
     primary key (site_id, source_id))`,
  `create table people (person_id text primary key, name text not null)`,
  `create table grants (
     person_id text not null references people, role text not null, area_id text not null references areas,
     primary key (person_id, role, area_id))`,
  `create table units (
     unit_id text primary key, area_id text not null references areas, kind text not null, name text not null,
     name_en text not null, on_duty boolean not null default false, duty_at_ms bigint)`,
  `create table unit_people (
     unit_id text not null references units, person_id text not null references people,
     primary key (unit_id, person_id))`,
  // Cookie sessions and one-use links, both by hash only.
  `create table sessions (
     id_hash text primary key, person_id text not null references people, created_at_ms bigint not null,
     expires_at_ms bigint not null)`,
  `create table sign_in_links (
     token_hash text primary key, person_id text not null references people, expires_at_ms bigint not null,
     used_at_ms bigint)`,
  // When a person was last seen at a live screen: who an overdue clock can go to.
  `create table watches (person_id text primary key references people, seen_at_ms bigint not null)`,
  // Each outbox entry that is stored, once (rule D3).
  `create table alarms (
     site_id text not null references sites, epoch text not null, seq bigint not null, alarm_id text not null,
     incident_id text not null, primary key (site_id, epoch, seq))`,
  // Incidents as their events fold, for reading and for locking.
  `create table incidents (
     incident_id text primary key, area_id text not null references areas, site_id text, unit_id text,
     stage text not null, last_alarm_at_ms bigint not null, closed_at_ms bigint, state json not null)`,
  `create index incidents_open_by_site on incidents (site_id) where stage <> 'closed'`,
  `create index incidents_open_by_area on incidents (area_id) where stage <> 'closed'`,
  `create index incidents_closed on incidents (closed_at_ms desc) where stage = 'closed'`,
  // Clocks are data (rule I4). state: running, met, fired. assignment_id is '' for the incident's own clocks.
  `create table deadlines (
     incident_id text not null references incidents, step text not null, assignment_id text not null,
     due_at_ms bigint not null, state text not null, primary key (incident_id, step, assignment_id))`,
  `create index deadlines_running on deadlines (due_at_ms) where state = 'running'`,
  // Answers already given, so that the same key gets the same answer.
  `create table commands (
     person_id text not null references people, key text not null, request_hash text not null,
     answer text not null, at_ms bigint not null, primary key (person_id, key))`,
  // Photos; their bytes are files in the data folder.
  `create table photos (
     incident_id text not null references incidents, photo_id text not null, type text not null,
     bytes bigint not null, sha256 text not null, person_id text not null references people,
     at_ms bigint not null, primary key (incident_id, photo_id))`,
  // What could not be understood, kept apart (rule D6); the payload is cut at a few kilobytes.
  `create table quarantine (
     id bigint generated always as identity primary key, at_ms bigint not null, site_id text, epoch text,
     seq bigint, topic text not null, reason text not null, detail text not null, bytes bigint not null,
     payload bytea not null)`,
  `create unique index quarantine_once on quarantine (site_id, epoch, seq) where seq is not null`,
  // How often each reason occurred, for good; also for what left no row.
  `create table refusals (reason text primary key, times bigint not null)`,
  // Readings: the latest value with its time, never in the log.
  `create table positions (
     unit_id text primary key references units, lon double precision not null, lat double precision not null,
     accuracy_m double precision, at_ms bigint not null, server_at_ms bigint not null)`,
  `create table readings (site_id text primary key references sites, server_at_ms bigint not null, readings json not null)`,
  // The application may read and write its tables, but only insert into and read the log.
  `grant usage on schema public to haixi_app`,
  `grant select, insert, update, delete on all tables in schema public to haixi_app`,
  `revoke update, delete, truncate on log from haixi_app`,
  `revoke insert, update, delete on kysely_migration, kysely_migration_lock from haixi_app`,
  `revoke insert, update, delete on areas, people, grants, unit_people, sources from haixi_app`,
  `grant usage on all sequences in schema public to haixi_app`,
];

/** Forward only: what a later release needs is a further step. */
export const migrations: Record<string, Migration> = {
  '0001-spine': step(spine),
  '0002-cameras': step(cameras),
  '0003-views': step(views),
  '0004-gaps': step(gaps),
  '0005-upkeep': step(upkeep),
  '0006-people': step(people),
  '0007-devices': step(devices),
  '0008-district': step(district),
};
