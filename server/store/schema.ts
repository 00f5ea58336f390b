// The tables as Kysely sees them; what each one means stands beside the statement that makes it (migrations).
import type { Generated } from 'kysely';

export interface Database {
  areas: {
    area_id: string;
    parent_id: string | null;
    name: string;
    name_en: string;
    outline: string | null;
    illustrative: boolean;
  };
  area_heads: { area_id: string; n: number; hash: string; at_ms: number };
  log: {
    area_id: string;
    n: number;
    at_ms: number;
    type: string;
    actor: string;
    incident_id: string | null;
    data: string | null;
    salt: string | null;
    data_hash: string;
    prev_hash: string;
    hash: string;
  };
  sites: {
    site_id: string;
    area_id: string;
    type: string;
    name: string;
    name_en: string;
    address: string;
    address_en: Generated<string>;
    lon: number;
    lat: number;
    key_hash: string;
    presence: string;
    presence_at_ms: number | null;
    link: string | null;
    epoch: string | null;
    oldest_held: number | null;
    next_seq: number | null;
    agent: string | null;
    last_heard_at_ms: number | null;
    will_at_ms: number | null;
    proved_at_ms: number | null;
    unproven_since_ms: number | null;
    contract_max: number | null;
    proved_by: Generated<string>;
  };
  received: { site_id: string; epoch: string; from_seq: number; to_seq: number };
  gaps: {
    gap_id: string;
    site_id: string;
    epoch: string;
    from_seq: number;
    to_seq: number;
    missing: number;
    since_ms: number;
    lost_at_ms: number | null;
  };
  sources: {
    site_id: string;
    source_id: string;
    type: string;
    name: string;
    name_en: Generated<string>;
    lon: number | null;
    lat: number | null;
    heading_deg: number | null;
    fov_deg: number | null;
    range_m: number | null;
  };
  units: {
    unit_id: string;
    area_id: string;
    kind: string;
    name: string;
    name_en: string;
    on_duty: boolean;
    duty_at_ms: number | null;
  };
  unit_people: { unit_id: string; person_id: string };
  people: { person_id: string; name: string };
  grants: { person_id: string; role: string; area_id: string };
  sessions: {
    id_hash: string;
    person_id: string;
    created_at_ms: number;
    expires_at_ms: number;
  };
  sign_in_links: { token_hash: string; person_id: string; expires_at_ms: number; used_at_ms: number | null };
  watches: { person_id: string; seen_at_ms: number };
  alarms: {
    site_id: string;
    epoch: string;
    seq: number;
    alarm_id: string;
    incident_id: string;
    source_id: string | null;
    kind: string | null;
    at_ms: number | null;
  };
  incidents: {
    incident_id: string;
    area_id: string;
    site_id: string | null;
    unit_id: string | null;
    stage: string;
    last_alarm_at_ms: number;
    closed_at_ms: number | null;
    state: string;
  };
  deadlines: {
    incident_id: string;
    step: string;
    assignment_id: string;
    due_at_ms: number;
    state: string;
  };
  commands: { person_id: string; key: string; request_hash: string; answer: string; at_ms: number };
  photos: {
    incident_id: string;
    photo_id: string;
    type: string;
    bytes: number;
    sha256: string;
    person_id: string;
    at_ms: number;
  };
  quarantine: {
    id: Generated<number>;
    at_ms: number;
    site_id: string | null;
    epoch: string | null;
    seq: number | null;
    topic: string;
    reason: string;
    detail: string;
    bytes: number;
    payload: Buffer;
  };
  refusals: { reason: string; times: number };
  positions: {
    unit_id: string;
    lon: number;
    lat: number;
    accuracy_m: number | null;
    at_ms: number;
    server_at_ms: number;
    changed_by: Generated<string>;
  };
  readings: {
    site_id: string;
    server_at_ms: number;
    skew_ms: number;
    readings: string;
    changed_by: Generated<string>;
  };
  reading_history: {
    site_id: string;
    source_id: string;
    minute_ms: number;
    at_ms: number;
    state: string;
    fps: number | null;
    kbps: number | null;
    key_frame_every_ms: number | null;
    sound_db: number | null;
    skew_ms: number;
    cpu_percent: number | null;
    memory_mb: number | null;
  };
  camera_troubles: {
    id: Generated<number>;
    site_id: string;
    source_id: string;
    trouble: string;
    since_ms: number;
    until_ms: number | null;
    value: number | null;
    threshold: number | null;
  };
  snapshots: {
    alarm_id: string;
    incident_id: string;
    taken_at_ms: number;
    bytes: number;
    sha256: string;
    at_ms: number;
  };
  views: {
    view_id: string;
    person_id: string;
    site_id: string;
    source_id: string;
    area_id: string;
    incident_id: string | null;
    started_at_ms: number;
    seen_at_ms: number;
    bytes: number;
  };
}
