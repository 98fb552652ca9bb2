-- Schedules, and events for the outside.

create table schedules (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    project_id bigint not null,
    kind varchar(10) not null check (kind in ('process', 'sync')),
    cron varchar(100) not null,
    time_zone varchar(64) not null default 'UTC',
    next_run_at timestamptz,
    last_run_at timestamptz,
    paused_at timestamptz,
    created_by_id bigint references users (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade
);
create index schedules_project_id_idx on schedules (organization_id, project_id);
create index schedules_due_idx on schedules (next_run_at) where paused_at is null;
create trigger set_updated_at before update on schedules for each row execute function set_updated_at();
comment on table schedules is 'When jobs start by themselves; a run that meets an active one is skipped.';
comment on column schedules.cron is 'Five fields, read in the time zone.';
comment on column schedules.next_run_at is 'Null: never again.';

create table outbox_events (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id) on delete cascade,
    -- What the receiver keeps to drop a second delivery.
    event_id uuid not null default gen_random_uuid(),
    kind varchar(50) not null check (kind ~ '^[a-z_]+\.[a-z_]+$'),
    payload jsonb not null check (jsonb_typeof(payload) = 'object'),
    attempts integer not null default 0 check (attempts >= 0),
    run_after timestamptz not null default now(),
    delivered_at timestamptz,
    -- Not an error: after so many tries nobody is listening, and the event is kept to be looked at.
    abandoned_at timestamptz,
    last_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id)
);
create unique index outbox_events_event_id_idx on outbox_events (event_id);
create index outbox_events_due_idx on outbox_events (run_after, id) where delivered_at is null and abandoned_at is null;
create index outbox_events_created_at_idx on outbox_events (organization_id, created_at desc, id desc);
create trigger set_updated_at before update on outbox_events for each row execute function set_updated_at();
comment on table outbox_events is 'Events, written in the transaction they tell of; delivered at least once.';
comment on column outbox_events.payload is 'Ids and counts, no personal data.';
comment on column outbox_events.attempts is 'Deliveries tried; also the fence of a delivery.';
comment on column outbox_events.run_after is 'Next try; also the lease of the delivery under way.';

-- Takes due events for delivery, whoever they belong to, and pushes their next try behind the lease.
create function claim_outbox_events(batch integer, lease interval)
    returns table (organization_id bigint, id bigint, attempts integer)
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$
    with due as (
        select e.id from outbox_events e
        where e.delivered_at is null and e.abandoned_at is null and e.run_after <= clock_timestamp()
        order by e.run_after, e.id limit batch
        for update skip locked)
    update outbox_events e set attempts = e.attempts + 1, run_after = clock_timestamp() + lease
        from due where e.id = due.id
        returning e.organization_id, e.id, e.attempts
$$;

-- The schedules whose time has come.
create function due_schedules(batch integer)
    returns table (organization_id bigint, id bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
    select s.organization_id, s.id from schedules s join organizations o on o.id = s.organization_id
    where s.paused_at is null and s.next_run_at <= clock_timestamp() and o.disabled_at is null
    order by s.next_run_at, s.id limit batch
$$;
