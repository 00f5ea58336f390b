// Step 0002 of the store's tables: where cameras stand, what they measured and what is wrong with them, and snapshots.

export const cameras = [
  // Sources and addresses in English; where it is empty the Chinese is shown.
  `alter table sources add column name_en text not null default ''`,
  `alter table sites add column address_en text not null default ''`,
  // Where a camera stands and what it sees; all five or none. Null is not registered.
  `alter table sources add column lon double precision, add column lat double precision,
     add column heading_deg double precision, add column fov_deg double precision,
     add column range_m double precision`,
  `alter table sources add constraint sources_place check (
     num_nulls(lon, lat, heading_deg, fov_deg, range_m) in (0, 5))`,
  // What each alarm was, out of the log, so that a camera's alarms are found without it. Null only where the log's own
  // content was blanked before.
  `alter table alarms add column source_id text, add column kind text, add column at_ms bigint`,
  `update alarms set source_id = told.alarm ->> 'sourceId', kind = told.alarm ->> 'kind', at_ms = told.at_ms
     from (select at_ms, data::json -> 'alarm' as alarm from log
           where type in ('incident.opened', 'alarm.joined') and data is not null) as told
     where alarms.alarm_id = told.alarm ->> 'alarmId'`,
  `create index alarms_by_source on alarms (site_id, source_id, at_ms desc)`,
  // Incidents as this release folds them.
  `update incidents set state = (state::jsonb || '{"snapshots": []}')::json where not (state::jsonb ? 'snapshots')`,
  // Readings as this release has them (contract 2); what version 1 did not tell is null, or nothing.
  `alter table readings add column skew_ms bigint not null default 0`,
  `update readings set readings = (readings::jsonb
     || '{"v": 2, "snapshotsHeld": 0, "snapshotsLost": 0, "load": null}'
     || jsonb_build_object('cameras', coalesce((
          select jsonb_agg(camera || '{"keyFrameEveryMs": null, "reconnects": 0, "soundDb": null,
                                       "armed": false, "watched": false}')
          from jsonb_array_elements(readings::jsonb -> 'cameras') as camera), '[]')))::json
     where readings ->> 'v' = '1'`,
  // The last readings of each minute, for a day.
  `create table reading_history (
     site_id text not null, source_id text not null, minute_ms bigint not null, at_ms bigint not null,
     state text not null, fps double precision, kbps double precision, key_frame_every_ms bigint,
     sound_db double precision, skew_ms bigint not null, cpu_percent double precision,
     memory_mb double precision, primary key (site_id, source_id, minute_ms),
     foreign key (site_id, source_id) references sources)`,
  `create index reading_history_oldest on reading_history (minute_ms)`,
  // Troubles, open and past. source_id is '' for the site's agent.
  `create table camera_troubles (
     site_id text not null references sites, source_id text not null, trouble text not null,
     since_ms bigint not null, until_ms bigint, value double precision, threshold double precision,
     id bigint generated always as identity primary key)`,
  `create unique index camera_troubles_open on camera_troubles (site_id, source_id, trouble)
     where until_ms is null`,
  `create index camera_troubles_latest on camera_troubles (site_id, source_id, since_ms desc)`,
  // The picture that came with an alarm; its bytes are a file in the data folder.
  `create table snapshots (
     alarm_id text primary key, incident_id text not null references incidents, taken_at_ms bigint not null,
     bytes bigint not null, sha256 text not null, at_ms bigint not null)`,
  `grant select, insert, update, delete on reading_history, camera_troubles, snapshots to haixi_app`,
  `grant usage on all sequences in schema public to haixi_app`,
];
