// Step 0008 of the store's tables: desks of people, units' tablets and headings, and incidents that merge and are parted.

export const district = [
  // How each person has arranged their screens; desk as its schema has it.
  `create table desks (
     person_id text primary key references people, desk json not null, at_ms bigint not null)`,
  // Whether a unit's tablet could ring, as it was last told; since when. Of people who speak for it, by their sockets.
  `create table tablets (
     unit_id text not null references units, person_id text not null references people, state text not null,
     since_ms bigint not null, changed_by xid8 not null default pg_current_xact_id(),
     primary key (unit_id, person_id))`,
  `create trigger tablets_changed before insert or update on tablets for each row execute function note_changed_by()`,
  `alter table positions add column heading_deg double precision`,
  // When each incident was opened, for whoever asks what happened in a time.
  `alter table incidents add column opened_at_ms bigint`,
  `update incidents set opened_at_ms = coalesce((state::jsonb ->> 'openedAtMs')::bigint, last_alarm_at_ms)`,
  `alter table incidents alter column opened_at_ms set not null`,
  `create index incidents_by_opening on incidents (opened_at_ms)`,
  `create index alarms_of_incident on alarms (incident_id)`,
  // What this release's incidents and assignments hold besides.
  `update incidents set state = (
     state::jsonb || '{"transfers": [], "fromId": null, "mergedInto": null}'
     || jsonb_build_object('assignments', coalesce((
          select jsonb_agg(one || '{"marks": {}, "messages": []}' order by place)
          from jsonb_array_elements(state::jsonb -> 'assignments') with ordinality as each(one, place)), '[]'))
     )::json`,
  `grant select, insert, update, delete on desks, tablets to haixi_app`,
];
