-- Results. One row is one conversation, since filters judge conversations and a row per message costs 2.5 times the time.
-- What is sealed is bytea, compressed before sealing (a sealed value does not compress any more, and base64 in text would
-- add a third); what is not sealed is text with lz4, never jsonb: nobody queries inside, and jsonb halves the speed.

create table processed_records (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    job_id bigint not null,
    source_id bigint not null,
    source_record_id varchar(255) not null,
    original_data bytea,
    processed_data text compression lz4,
    pii_tokens_map bytea,
    message_count integer not null default 0 check (message_count >= 0),
    filtered boolean not null default false,
    filter_reason varchar(100) check (filter_reason ~ '^[a-z][a-z0-9_]*$'),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    foreign key (organization_id, job_id) references processing_jobs (organization_id, id) on delete cascade,
    -- The seed deletes the records of finished jobs with their source, while the exports still count them.
    foreign key (organization_id, source_id) references sources (organization_id, id) on delete restrict,
    check (filtered = (filter_reason is not null)),
    check (filtered or processed_data is not null)
);
-- A batch that is written again changes nothing. Its head also serves the seed's processed_records_job_id_idx.
create unique index processed_records_unique_idx
    on processed_records (organization_id, job_id, source_id, source_record_id);
create index processed_records_source_id_idx on processed_records (source_id);
-- A boolean alone selects nothing; this one gives the records of an export in order.
create index processed_records_filtered_idx on processed_records (job_id, filtered, id);
create trigger set_updated_at before update on processed_records for each row execute function set_updated_at();
alter table processed_records alter column original_data set storage external;
alter table processed_records alter column pii_tokens_map set storage external;
comment on table processed_records is 'One conversation of a job: the original, what became of it, and the way back.';
comment on column processed_records.source_record_id is 'The conversation''s id in the source.';
comment on column processed_records.original_data is 'The original, sealed; null when it is not kept or no longer.';
comment on column processed_records.processed_data is 'The de-identified conversation as JSON text.';
comment on column processed_records.pii_tokens_map is 'Token to original value, sealed; never exported.';
comment on column processed_records.filter_reason is 'Stable reason code; set exactly when filtered.';

create table exports (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    job_id bigint not null,
    format varchar(30) not null check (format ~ '^[a-z][a-z0-9_]*$'),
    -- A row is made with its finished file, so there is no state before ready.
    status varchar(20) not null default 'ready' check (status in ('ready', 'expired')),
    file_path text not null,
    file_size bigint not null check (file_size >= 0),
    record_count bigint not null check (record_count >= 0),
    sha256 bytea not null check (length(sha256) = 32),
    export_config jsonb not null default '{}' check (jsonb_typeof(export_config) = 'object'),
    manifest jsonb not null default '{}' check (jsonb_typeof(manifest) = 'object'),
    expires_at timestamptz not null default now() + interval '30 days',
    file_deleted_at timestamptz,
    download_count bigint not null default 0 check (download_count >= 0),
    last_download_at timestamptz,
    created_by_id bigint references users (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, job_id) references processing_jobs (organization_id, id) on delete cascade,
    check (file_deleted_at is null or status = 'expired')
);
create index exports_job_id_idx on exports (organization_id, job_id, format);
create index exports_format_idx on exports (organization_id, format);
create index exports_expires_at_idx on exports (organization_id, expires_at) where file_deleted_at is null;
create unique index exports_file_path_idx on exports (organization_id, file_path);
create trigger set_updated_at before update on exports for each row execute function set_updated_at();
create trigger check_transition before update of status on exports
    for each row execute function check_transition('ready>expired');
comment on table exports is 'Finished export files; the row outlives the file.';
comment on column exports.sha256 is 'Digest of the file.';
comment on column exports.file_deleted_at is 'Set once the file of an expired export is gone.';

create table evidence_packs (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    job_id bigint not null,
    file_path text not null,
    file_size bigint not null check (file_size >= 0),
    sha256 bytea not null check (length(sha256) = 32),
    manifest jsonb not null check (jsonb_typeof(manifest) = 'object'),
    created_at timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, job_id) references processing_jobs (organization_id, id) on delete cascade
);
create index evidence_packs_job_id_idx on evidence_packs (organization_id, job_id);
create function refuse_change() returns trigger
    language plpgsql
    as $$
begin
    raise exception using errcode = 'FS002', message = format('rows of `%s` are never changed', tg_table_name);
end $$;
grant execute on function refuse_change() to foundry_app, foundry_system, foundry_retention;
create trigger refuse_change before update on evidence_packs for each row execute function refuse_change();
comment on table evidence_packs is 'Immutable proof of a job: settings, counts, hashes, audit excerpt.';
