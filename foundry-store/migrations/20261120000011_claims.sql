-- Claims of several jobs in one call, and claims that do not wait for the disk.
--
-- A claim that is lost in a crash of the database is nobody's: the job waits again. But its attempt number comes again too,
-- so the fence names the worker beside the attempt, under a name that no other claim ever has.
create function claim_jobs(worker text, lease interval, kinds text[], at_most integer)
    returns table (organization_id bigint, job_id bigint, attempt integer)
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
#variable_conflict use_column
declare
    -- Once: compared with a call, an index is read to its end.
    moment timestamptz := clock_timestamp();
    taken integer;
begin
    perform set_config('synchronous_commit', 'off', true);
    -- Work whose worker is lost comes first: it has waited longest.
    return query
        with lost as (
            select j.id, j.cancel_requested_at is not null as cancelled,
                j.cancel_requested_at is null and j.failures + 1 >= j.max_attempts as spent
            from processing_jobs j
            where j.status = 'running' and j.lease_expires_at < moment and j.kind = any (kinds)
            order by j.lease_expires_at, j.id limit at_most
            for update skip locked),
        swept as (
            update processing_jobs j set
                status = case when cancelled then 'cancelled' when spent then 'failed' else 'running' end,
                failures = j.failures + 1,
                attempt = j.attempt + case when cancelled or spent then 0 else 1 end,
                worker_id = case when cancelled or spent then null else worker end,
                lease_expires_at = case when cancelled or spent then null else moment + lease end,
                completed_at = case when cancelled or spent then moment end,
                error_code = case when spent then 'worker_lost' else j.error_code end,
                error = case when spent then 'the worker was lost too often' else j.error end
            from lost where j.id = lost.id
            returning j.organization_id, j.id, j.attempt, j.status)
        select s.organization_id, s.id, s.attempt from swept s where s.status = 'running';
    get diagnostics taken = row_count;
    return query
        with next as (
            select j.id from processing_jobs j
            where j.status = 'pending' and j.run_after <= moment and j.kind = any (kinds)
              and not exists (select from organizations o where o.id = j.organization_id and o.disabled_at is not null)
            order by j.run_after, j.id limit at_most - taken
            for update of j skip locked)
        update processing_jobs j set
            status = 'running', attempt = j.attempt + 1, worker_id = worker,
            lease_expires_at = moment + lease, started_at = coalesce(j.started_at, moment)
            from next where j.id = next.id
            returning j.organization_id, j.id, j.attempt;
end $$;
comment on column processing_jobs.worker_id is 'The name of the claim: who holds the job, and half of the fence.';

grant create on schema public to foundry_system;
alter function claim_jobs(text, interval, text[], integer) owner to foundry_system;
revoke create on schema public from foundry_system;
grant execute on function claim_jobs(text, interval, text[], integer) to foundry_app;
-- `claim_job` stays for programs of before.
