// Step 0003 of the store's tables: who looks at a camera now, so that a look that a restart cut off still ends in the log.

export const views = [
  // One row while a view lasts (rule V3). bytes and seen_at_ms are kept up each few seconds.
  `create table views (
     view_id text primary key, person_id text not null references people, site_id text not null references sites,
     source_id text not null, area_id text not null references areas, incident_id text,
     started_at_ms bigint not null, seen_at_ms bigint not null, bytes bigint not null,
     foreign key (site_id, source_id) references sources)`,
  `grant select, insert, update, delete on views to haixi_app`,
];
