-- Sources: where conversations come from, how their columns are read, how far a synchronization came.

create table sources (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    project_id bigint not null,
    type varchar(20) not null check (type in ('file', 'teamwork', 'gohighlevel', 'database')),
    name varchar(100) not null check (length(trim(name)) > 0),
    status varchar(20) not null default 'pending' check (status in ('pending', 'connected', 'error', 'syncing')),
    config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
    -- The seed keeps credentials inside config; here they are sealed and apart, so that config can be shown.
    credentials bytea,
    encryption_key_version integer,
    file_path text,
    file_size bigint check (file_size >= 0),
    mime_type varchar(100),
    -- Names, types and up to five samples of each column: samples are personal data, so it is sealed.
    raw_schema bytea,
    record_count bigint check (record_count >= 0),
    last_sync_at timestamptz,
    last_error text,
    -- A source of finished jobs is hidden, not deleted: its records are what their exports counted.
    deleted_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
    check ((credentials is null) = (encryption_key_version is null)),
    check (not config ?| array['apiKey', 'accessToken', 'refreshToken', 'password',
                               'apiKeyEncrypted', 'accessTokenEncrypted', 'refreshTokenEncrypted'])
);
create index sources_project_id_idx on sources (organization_id, project_id);
create index sources_type_idx on sources (organization_id, type);
create index sources_status_idx on sources (organization_id, status);
create trigger set_updated_at before update on sources for each row execute function set_updated_at();
create trigger keep_organization before update on sources for each row execute function keep_organization();
create trigger check_transition before update of status on sources
    for each row execute function check_transition('pending>connected', 'pending>error', 'connected>syncing',
        'syncing>connected', 'syncing>error', 'error>syncing', 'error>connected');
comment on table sources is 'A file or a connection that conversations are read from.';
comment on column sources.config is 'What steers reading, tagged by type; no secret may stand in it.';
comment on column sources.credentials is 'Keys and tokens of the connection, sealed.';
comment on column sources.encryption_key_version is 'Version of the data key that sealed the credentials.';
comment on column sources.file_size is 'Bytes; the seed''s integer refuses files above 2 GiB.';
comment on column sources.raw_schema is 'Columns with samples, sealed.';
comment on column sources.last_error is 'What went wrong, without a value of the data.';
comment on column sources.deleted_at is 'Set: no longer shown or read.';

create table source_mappings (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    source_id bigint not null,
    source_field varchar(255) not null,
    target_field varchar(255) not null check (
        target_field in ('conversation_id', 'content', 'sender_role', 'sender_id', 'timestamp', 'status')
        or target_field ~ '^custom_[a-z0-9_]{1,64}$'),
    confidence varchar(10) not null default 'low' check (confidence in ('high', 'medium', 'low')),
    is_pii boolean not null default false,
    transform_rule jsonb check (jsonb_typeof(transform_rule) = 'object' and transform_rule ? 'type'),
    detected_by varchar(10) not null default 'auto' check (detected_by in ('auto', 'user')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, source_id) references sources (organization_id, id) on delete cascade
);
-- Also serves look-ups by source; the seed's source_mappings_source_id_idx is its prefix.
create unique index source_mappings_unique_idx on source_mappings (organization_id, source_id, source_field);
create trigger set_updated_at before update on source_mappings for each row execute function set_updated_at();
comment on table source_mappings is 'Which column of a source means what.';
comment on column source_mappings.transform_rule is '{type, params}: how the value is changed on the way.';
comment on column source_mappings.detected_by is 'A person''s choice is never overwritten by detection.';

create table cursor_states (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    source_id bigint not null,
    object varchar(50) not null,
    cursor text not null check (length(cursor) <= 4000),
    -- Grows by one with each move; a writer names the one it read, so two synchronizations cannot interleave.
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, source_id) references sources (organization_id, id) on delete cascade
);
create unique index cursor_states_unique_idx on cursor_states (organization_id, source_id, object);
create trigger set_updated_at before update on cursor_states for each row execute function set_updated_at();
comment on table cursor_states is 'How far a synchronization came; moved only in the transaction that stores the rows.';
comment on column cursor_states.object is 'The kind of thing that is read: tickets, messages.';
comment on column cursor_states.version is 'Optimistic lock.';

create table synced_messages (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    source_id bigint not null,
    -- object:remote id; the source stands beside it.
    dedupe_key varchar(300) not null,
    version integer not null default 1 check (version > 0),
    content_hash bytea not null check (length(content_hash) = 32),
    payload bytea not null,
    remote_at timestamptz,
    synced_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, source_id) references sources (organization_id, id) on delete cascade
);
create unique index synced_messages_dedupe_idx on synced_messages (organization_id, source_id, dedupe_key);
create index synced_messages_order_idx on synced_messages (organization_id, source_id, id);
create trigger set_updated_at before update on synced_messages for each row execute function set_updated_at();
alter table synced_messages alter column payload set storage external;
comment on table synced_messages is 'Messages fetched from a connection, waiting for a job; one row each, however often they are fetched.';
comment on column synced_messages.dedupe_key is '{object}:{remote id}, unique within the source.';
comment on column synced_messages.version is 'Counts the remote edits seen.';
comment on column synced_messages.content_hash is 'Keyed hash of the message; equal: nothing changed.';
comment on column synced_messages.payload is 'The message as the connection gave it, sealed.';
