// Step 0005 of the store's tables: how what is new is found without anyone's clock, and how what is due is found for upkeep.

export const upkeep = [
  // The transaction that last changed a latest value. A look finds what is new by it, whatever the clocks of servers do.
  `alter table positions add column changed_by xid8 not null default pg_current_xact_id()`,
  `alter table readings add column changed_by xid8 not null default pg_current_xact_id()`,
  `alter table sites add column proved_by xid8 not null default pg_current_xact_id()`,
  `create function note_changed_by() returns trigger language plpgsql as $$
     begin new.changed_by := pg_current_xact_id(); return new; end $$`,
  `create function note_proved_by() returns trigger language plpgsql as $$
     begin new.proved_by := pg_current_xact_id(); return new; end $$`,
  `create trigger positions_changed before insert or update on positions
     for each row execute function note_changed_by()`,
  `create trigger readings_changed before insert or update on readings
     for each row execute function note_changed_by()`,
  `create trigger sites_proved before update of proved_at_ms on sites
     for each row when (old.proved_at_ms is distinct from new.proved_at_ms) execute function note_proved_by()`,
  // What upkeep takes away when it is due.
  `create index commands_oldest on commands (at_ms)`,
  `create index deadlines_done on deadlines (due_at_ms) where state <> 'running'`,
  `create index camera_troubles_ended on camera_troubles (until_ms) where until_ms is not null`,
];
