// Step 0004 of the store's tables: which numbers of each outbox have come, what is missing, and proofs of life.

export const gaps = [
  // What has come from each outbox, stored or refused, as ranges that neither touch nor overlap (rule D5).
  `create table received (
     site_id text not null references sites, epoch text not null, from_seq bigint not null, to_seq bigint not null,
     primary key (site_id, epoch, from_seq), check (from_seq <= to_seq))`,
  // What came before this step: alarms, and refused entries whose number could be read.
  `insert into received (site_id, epoch, from_seq, to_seq)
   select site_id, epoch, min(seq), max(seq) from (
     select site_id, epoch, seq, seq - row_number() over (partition by site_id, epoch order by seq) as island
     from (select site_id, epoch, seq from alarms
           union select q.site_id, q.epoch, q.seq from quarantine q join sites using (site_id)
           where q.epoch is not null and q.seq is not null) as came) as numbered
   group by site_id, epoch, island`,
  // Gaps that are shown: open ones, and lost ones until somebody has acknowledged them.
  `create table gaps (
     gap_id text primary key, site_id text not null references sites, epoch text not null,
     from_seq bigint not null, to_seq bigint not null, missing bigint not null, since_ms bigint not null,
     lost_at_ms bigint)`,
  `create index gaps_by_site on gaps (site_id)`,
  // Of one site only so many refused messages a minute are kept (rule D6).
  `create index quarantine_by_site on quarantine (site_id, at_ms)`,
  // The last proof of life, since when it has been missed, and the newest contract the agent speaks (rule P3).
  `alter table sites add column proved_at_ms bigint, add column unproven_since_ms bigint,
     add column contract_max bigint`,
  `grant select, insert, update, delete on received, gaps to haixi_app`,
];
