// Step 0006 of the store's tables: people who sign in by themselves, their sessions, tokens of other systems, settings.

export const people = [
  // Whether the store is a demonstration or for real, and other single values.
  `create table settings (key text primary key, value text not null)`,
  // The number of the register: it grows with every change of areas, sites, sources, units, people and grants.
  `create table register (one boolean primary key default true check (one), n bigint not null)`,
  `insert into register (n) values (1)`,
  // A person signs in by name and password, or by the directory. kind: person, token (another system).
  // password_hash is Argon2id with its parameters; second_factor is sealed (accounts/seal); its last step was used.
  `alter table people
     add column kind text not null default 'person', add column area_id text references areas,
     add column sign_in_name text unique, add column directory_name text unique, add column password_hash text,
     add column second_factor text, add column second_factor_pending text,
     add column second_factor_step bigint, add column last_seen_at_ms bigint, add column retired_at_ms bigint`,
  `create table recovery_codes (
     person_id text not null references people, code_hash text not null, used_at_ms bigint,
     primary key (person_id, code_hash))`,
  // One-time links to choose a password, by hash. person_id is null for the set-up link alone.
  `create table invitations (
     token_hash text primary key, person_id text references people, kind text not null,
     expires_at_ms bigint not null, used_at_ms bigint)`,
  // A session keeps its id while its token changes; the token before it holds until the new one was shown (shown_at_ms),
  // and as long after that as a request may be under way.
  `drop table sessions`,
  `create table sessions (
     session_id text primary key, person_id text not null references people, token_hash text not null unique,
     previous_hash text unique, rotated_at_ms bigint not null, shown_at_ms bigint, created_at_ms bigint not null,
     seen_at_ms bigint not null, expires_at_ms bigint not null, second_factor_at_ms bigint,
     browser text not null default '', address text not null default '')`,
  `create index sessions_of_person on sessions (person_id)`,
  // Wrong tries, by person and address, and by person alone: what locks somebody out.
  `create table sign_in_tries (
     key text primary key, wrong int not null, since_ms bigint not null, locked_until_ms bigint)`,
  // From where a person came in: a flood of wrong tries from elsewhere does not lock these out.
  `create table known_addresses (
     person_id text not null references people, address text not null, at_ms bigint not null,
     primary key (person_id, address))`,
  // Named tokens of other systems. Each has a row in people, so that what it does has somebody who did it.
  `create table tokens (
     token_id text primary key references people (person_id), area_id text not null references areas,
     actions json not null, secret_hash text not null unique, issued_by text not null references people,
     issued_at_ms bigint not null, until_ms bigint not null, last_used_at_ms bigint, revoked_at_ms bigint)`,
  // Why somebody looks, kept beside the view while it lasts; and rounds with the looks within them.
  `alter table views
     add column purpose text not null default 'check', add column reason text not null default '',
     add column round_id text, add column order_id text`,
  `create table rounds (
     round_id text primary key, person_id text not null references people, area_id text not null references areas,
     reason text not null, started_at_ms bigint not null, until_ms bigint not null)`,
  `create table round_looks (
     view_id text primary key, round_id text not null references rounds, site_id text not null,
     source_id text not null, from_ms bigint not null, to_ms bigint not null)`,
  `create index round_looks_of_round on round_looks (round_id)`,
  `create table snapshot_looks (
     person_id text not null references people, alarm_id text not null, at_ms bigint not null,
     primary key (person_id, alarm_id))`,
  `grant select, insert, update, delete on settings, register, recovery_codes, invitations, sessions, sign_in_tries,
     known_addresses, tokens, rounds, round_looks, snapshot_looks to haixi_app`,
  `grant insert, update, delete on areas, people, grants, unit_people, sources to haixi_app`,
];
