// Step 0007 of the store's tables: how a camera joins, is moved, replaced and retired; stickers, work orders, tests.

export const devices = [
  // key_sealed is the agent's key for a broker that has to be told it (accounts/seal); key_hash null: it has none, and
  // withdrawn_key_hash is the last one that was taken from it: who still shows that is told why it opens nothing.
  // commissioned_at_ms null: on no map yet, and its alarms are tests; 0: since before that was written down.
  `alter table sites
     alter column key_hash drop not null, add column key_sealed text, add column key_revoked_at_ms bigint,
     add column withdrawn_key_hash text,
     add column serial text, add column datum text not null default 'wgs84', add column config_version bigint not null default 0,
     add column on_test_until_ms bigint, add column commissioned_at_ms bigint default 0, add column retired_at_ms bigint`,
  // camera is the sealed address, for an enrolled box; privacy a list of polygons.
  `alter table sources
     add column datum text not null default 'wgs84', add column accuracy_m double precision,
     add column height_m double precision, add column place text, add column legal_basis text,
     add column privacy json not null default '[]', add column camera text, add column button_kind text,
     add column commissioned_at_ms bigint default 0, add column retired_at_ms bigint`,
  `create index sites_withdrawn on sites (site_id) where withdrawn_key_hash is not null`,
  // Stickers of boxes; the claim code by hash alone. state: new, claimed, enrolled, withdrawn.
  `create table stickers (
     serial text primary key, code_hash text not null, area_id text not null references areas, made_at_ms bigint not null,
     state text not null, site_id text references sites, order_id text)`,
  // Work orders; body, draft and ticket as their schemas have them, the draft without the camera's address.
  // claim_proof is the sealed key of the box's proof, for as long as its claim stands.
  `create table orders (
     order_id text primary key, area_id text not null references areas, installer_id text references people,
     site_id text not null, source_id text not null, state text not null, body json not null,
     draft json not null default '{}', planned_at_ms bigint not null, serial text, claim_until_ms bigint, claim_proof text,
     notice_sha256 text, notice_type text, ticket text, accepted_at_ms bigint)`,
  `create index orders_of_installer on orders (installer_id)`,
  `create table order_checks (
     order_id text not null references orders, check_name text not null, state text not null,
     value double precision, limit_value double precision, detail text not null, at_ms bigint not null,
     primary key (order_id, check_name))`,
  // Test alarms that the server asked for, by the command's id: no other alarm may call itself a test.
  `create table asked_tests (
     test text primary key, site_id text not null references sites, source_id text not null, order_id text,
     asked_at_ms bigint not null, stored_at_ms bigint)`,
  // A tested alarm is stored once like any other, and is in no incident.
  `alter table alarms alter column incident_id drop not null`,
  // Readings as this release has them: what an earlier contract told of cameras was of cameras without privacy zones.
  `update readings set readings = (readings::jsonb || '{"v": 3}'
     || jsonb_build_object('cameras', coalesce((
          select jsonb_agg(camera || '{"masking": null}')
          from jsonb_array_elements(readings::jsonb -> 'cameras') as camera), '[]')))::json
     where readings ->> 'v' = '2'`,
  `grant select, insert, update, delete on stickers, orders, order_checks, asked_tests to haixi_app`,
];
