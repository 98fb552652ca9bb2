-- Jobs. The seed's table is itself the queue: its "select the next pending one, then update it" ran 1,326 of 2,000 jobs
-- twice with two workers, so claiming is one statement that skips locked rows, under a lease by this database's clock.
-- `attempt` is the fence: it grows with every claim, and every write of a worker names the attempt it was given.

create table processing_jobs (
    id bigint generated always as identity primary key,
    organization_id bigint not null,
    project_id bigint not null,
    kind varchar(10) not null default 'process' check (kind in ('process', 'sync', 'export')),
    status varchar(20) not null default 'pending'
        check (status in ('pending', 'running', 'completed', 'failed', 'cancelled')),
    records_total bigint not null default 0 check (records_total >= 0),
    records_processed bigint not null default 0 check (records_processed >= 0),
    records_filtered bigint not null default 0 check (records_filtered between 0 and records_processed),
    progress integer not null generated always as (
        case when status = 'completed' then 100
             when records_total = 0 then 0
             else least(99, records_processed * 100 / records_total) end) stored
        check (progress between 0 and 100),
    config_snapshot jsonb not null default '{}' check (jsonb_typeof(config_snapshot) = 'object'),
    parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object'),
    checkpoint jsonb check (jsonb_typeof(checkpoint) = 'object'),
    started_at timestamptz,
    completed_at timestamptz,
    error text,
    error_code varchar(50) check (error_code ~ '^[a-z][a-z0-9_]*$'),
    warnings jsonb not null default '[]' check (jsonb_typeof(warnings) = 'array'),
    summary jsonb check (jsonb_typeof(summary) = 'object'),
    triggered_by_id bigint references users (id) on delete set null,
    correlation_id varchar(64),
    idempotency_key varchar(100),
    attempt integer not null default 0 check (attempt >= 0),
    failures integer not null default 0 check (failures >= 0),
    max_attempts integer not null default 3 check (max_attempts > 0),
    run_after timestamptz not null default now(),
    lease_expires_at timestamptz,
    worker_id varchar(100),
    cancel_requested_at timestamptz,
    originals_purged_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
    check ((status = 'running') = (lease_expires_at is not null)),
    check ((status = 'running') = (worker_id is not null)),
    check ((status in ('completed', 'failed', 'cancelled')) = (completed_at is not null))
);
create index processing_jobs_project_id_idx on processing_jobs (organization_id, project_id, created_at desc, id desc);
-- The seed's one index on status becomes the two that the queue reads.
create index processing_jobs_status_idx on processing_jobs (run_after, id) where status = 'pending';
create index processing_jobs_lease_idx on processing_jobs (lease_expires_at, id) where status = 'running';
create index processing_jobs_created_at_idx on processing_jobs (organization_id, created_at desc, id desc);
-- One active job of a kind per project: a double click, or two people, make one run.
create unique index processing_jobs_active_idx on processing_jobs (organization_id, project_id, kind)
    where status in ('pending', 'running');
create unique index processing_jobs_idempotency_idx on processing_jobs (organization_id, idempotency_key)
    where idempotency_key is not null;
create trigger set_updated_at before update on processing_jobs for each row execute function set_updated_at();
create trigger keep_organization before update on processing_jobs for each row execute function keep_organization();
create trigger check_transition before update of status on processing_jobs
    for each row execute function check_transition('pending>running', 'pending>cancelled', 'running>completed',
        'running>failed', 'running>cancelled', 'running>pending');

-- What a job was told to do does not change once it is told, and a finished job does not change at all.
create function keep_job() returns trigger
    language plpgsql
    as $$
begin
    if new.config_snapshot is distinct from old.config_snapshot
       or new.parameters is distinct from old.parameters
       or new.project_id is distinct from old.project_id
       or new.attempt < old.attempt then
        raise exception using errcode = 'FS002', message = 'the order of a job is fixed when it is made';
    end if;
    if old.status in ('completed', 'failed', 'cancelled')
       and to_jsonb(new) - array['triggered_by_id', 'originals_purged_at', 'updated_at', 'progress']
           is distinct from to_jsonb(old) - array['triggered_by_id', 'originals_purged_at', 'updated_at', 'progress'] then
        raise exception using errcode = 'FS001', message = 'a finished job stays as it is';
    end if;
    return new;
end $$;
create trigger keep_job before update on processing_jobs for each row execute function keep_job();

-- A wake-up and no more: it may be lost, workers also ask every few seconds.
create function announce_job() returns trigger
    language plpgsql
    as $$
begin
    perform pg_notify('foundry_jobs', '');
    return null;
end $$;
create trigger announce_job after insert on processing_jobs for each row execute function announce_job();
grant execute on function keep_job(), announce_job() to foundry_app, foundry_system, foundry_retention;

comment on table processing_jobs is 'Runs over a project, and the queue of them.';
comment on column processing_jobs.kind is 'process, sync or export; one active job of each kind per project.';
comment on column processing_jobs.progress is 'Percent, derived from the counts.';
comment on column processing_jobs.records_processed is 'Records done, those filtered out included.';
comment on column processing_jobs.config_snapshot is 'The settings as they were when the job was made, with engine version and hashes.';
comment on column processing_jobs.parameters is 'What this run was asked for beside the settings.';
comment on column processing_jobs.checkpoint is 'Where to go on; written together with the records it stands for.';
comment on column processing_jobs.error is 'What went wrong, without a value of the data.';
comment on column processing_jobs.summary is 'Counts per stage of the finished run.';
comment on column processing_jobs.correlation_id is 'The request that made the job, as in the audit log.';
comment on column processing_jobs.idempotency_key is 'The same key twice is the same job.';
comment on column processing_jobs.attempt is 'The fence: grows with every claim.';
comment on column processing_jobs.failures is 'Attempts that failed or whose worker was lost; released ones do not count.';
comment on column processing_jobs.max_attempts is 'So many failures and the job is failed for good.';
comment on column processing_jobs.run_after is 'Not before; grows with failures.';
comment on column processing_jobs.lease_expires_at is 'Until then the job belongs to its worker.';
comment on column processing_jobs.originals_purged_at is 'When the originals of its records were removed.';
comment on column processing_jobs.cancel_requested_at is 'The worker stops at its next batch.';

-- Gives a job to a worker. Looks over all organizations, so it belongs to foundry_system and gives back ids alone.
create function claim_job(worker text, lease interval, kinds text[])
    returns table (organization_id bigint, job_id bigint, attempt integer)
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
#variable_conflict use_column
declare
    found_job record;
begin
    -- Work whose worker is lost comes first: it has waited longest.
    loop
        select j.id, j.failures + 1 >= j.max_attempts as spent, j.cancel_requested_at is not null as cancelled
            into found_job
            from processing_jobs j
            where j.status = 'running' and j.lease_expires_at < clock_timestamp() and j.kind = any (kinds)
            order by j.lease_expires_at, j.id limit 1
            for update skip locked;
        exit when not found;
        if found_job.cancelled or found_job.spent then
            update processing_jobs j set
                status = case when found_job.cancelled then 'cancelled' else 'failed' end,
                failures = j.failures + 1, completed_at = clock_timestamp(), lease_expires_at = null, worker_id = null,
                error_code = case when found_job.cancelled then null else 'worker_lost' end,
                error = case when found_job.cancelled then null else 'the worker was lost too often' end
                where j.id = found_job.id;
            continue;
        end if;
        return query update processing_jobs j set
            attempt = j.attempt + 1, failures = j.failures + 1, worker_id = worker,
            lease_expires_at = clock_timestamp() + lease
            where j.id = found_job.id
            returning j.organization_id, j.id, j.attempt;
        return;
    end loop;
    return query
        with next as (
            select j.id from processing_jobs j join organizations o on o.id = j.organization_id
            where j.status = 'pending' and j.run_after <= clock_timestamp() and j.kind = any (kinds)
              and o.disabled_at is null
            order by j.run_after, j.id limit 1
            for update of j skip locked)
        update processing_jobs j set
            status = 'running', attempt = j.attempt + 1, worker_id = worker,
            lease_expires_at = clock_timestamp() + lease, started_at = coalesce(j.started_at, clock_timestamp())
            from next where j.id = next.id
            returning j.organization_id, j.id, j.attempt;
end $$;
