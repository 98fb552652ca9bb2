-- The wall between organizations: row-level security, enabled and forced, with USING and WITH CHECK; and who may do what.

do $$
declare
    tenant_table text;
begin
    foreach tenant_table in array array[
        'data_keys', 'organization_memberships', 'invitations', 'api_keys', 'projects', 'sources', 'source_mappings',
        'cursor_states', 'synced_messages', 'processing_jobs', 'processed_records', 'exports', 'evidence_packs',
        'schedules', 'outbox_events'
    ] loop
        execute format('alter table %I enable row level security', tenant_table);
        execute format('alter table %I force row level security', tenant_table);
        -- The sub-select makes the setting a constant of the query; without it, it is read for every row.
        execute format('create policy tenant on %I using (organization_id = (select app_organization_id()))'
            ' with check (organization_id = (select app_organization_id()))', tenant_table);
        execute format('grant select, insert, update, delete on %I to foundry_app', tenant_table);
    end loop;
end $$;

-- Organizations are seen by themselves and by the platform; only the platform makes or disables one.
alter table organizations enable row level security;
alter table organizations force row level security;
create policy tenant on organizations
    using (id = (select app_organization_id()) or (select app_is_platform()))
    with check (id = (select app_organization_id()) or (select app_is_platform()));
grant select, insert, update, delete on organizations to foundry_app;

-- People belong to no organization.
grant select, insert, update, delete on users, password_resets, refresh_tokens to foundry_app;
grant usage on refresh_token_families to foundry_app;

-- The audit log: read by its organization, written by audit_append() alone, dropped month by month by its owner.
do $$
declare
    audit_table text;
begin
    foreach audit_table in array array['audit_logs', 'audit_heads', 'audit_anchors'] loop
        execute format('alter table %I enable row level security', audit_table);
        execute format('alter table %I force row level security', audit_table);
        execute format('create policy tenant on %I using (organization_id = (select app_organization_id())'
            ' or organization_id is null and (select app_is_platform())) with check (organization_id ='
            ' (select app_organization_id()) or organization_id is null and (select app_is_platform()))', audit_table);
        execute format('grant select on %I to foundry_app', audit_table);
    end loop;
end $$;
grant insert on audit_anchors to foundry_app;
-- A dropped month leaves anchors of every organization in it.
create policy retention on audit_anchors for insert to foundry_retention with check (true);

grant create on schema public to foundry_retention;
alter table audit_logs owner to foundry_retention;
alter table audit_heads owner to foundry_retention;
alter table audit_anchors owner to foundry_retention;
alter function audit_field(text) owner to foundry_retention;
alter function audit_make_partition(date) owner to foundry_retention;
alter function audit_prepare() owner to foundry_retention;
alter function audit_append(bigint, text, text, text, text, text, bigint, inet, text, text, jsonb)
    owner to foundry_retention;
alter function audit_drop_old(interval, boolean) owner to foundry_retention;
grant execute on function audit_append(bigint, text, text, text, text, text, bigint, inet, text, text, jsonb),
    audit_drop_old(interval, boolean), audit_prepare() to foundry_app;
grant execute on function audit_prepare() to current_user;
select audit_prepare();

-- Looking past one organization: a closed list of functions, each giving ids or counts.
create function organization_of_invitation(hash bytea) returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select organization_id from invitations where token_hash = hash $$;
create function organization_of_api_key(hash bytea) returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select organization_id from api_keys where key_hash = hash $$;
create function organizations_of_user(wanted bigint)
    returns table (organization_id bigint, name text, slug text, role text, disabled_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
    select o.id, o.name::text, o.slug::text, m.role::text, o.disabled_at
    from organization_memberships m join organizations o on o.id = m.organization_id
    where m.user_id = wanted order by o.name, o.id
$$;
create function organization_counts(wanted bigint[])
    returns table (organization_id bigint, user_count bigint, project_count bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
    select w, (select count(*) from organization_memberships m where m.organization_id = w),
           (select count(*) from projects p where p.organization_id = w)
    from unnest(wanted) w
$$;

create policy lookup on organizations for select to foundry_system using (true);
create policy lookup on organization_memberships for select to foundry_system using (true);
create policy lookup on invitations for select to foundry_system using (true);
create policy lookup on api_keys for select to foundry_system using (true);
create policy lookup on projects for select to foundry_system using (true);
create policy lookup on schedules for select to foundry_system using (true);
create policy queue on processing_jobs to foundry_system using (true) with check (true);
create policy queue on outbox_events to foundry_system using (true) with check (true);
grant select (id, name, slug, disabled_at) on organizations to foundry_system;
grant select (organization_id, user_id, role) on organization_memberships to foundry_system;
grant select (organization_id, token_hash) on invitations to foundry_system;
grant select (organization_id, key_hash) on api_keys to foundry_system;
grant select (organization_id) on projects to foundry_system;
grant select (id, organization_id, next_run_at, paused_at) on schedules to foundry_system;
grant select, update on processing_jobs to foundry_system;
grant select, update on outbox_events to foundry_system;

grant create on schema public to foundry_system;
alter function claim_job(text, interval, text[]) owner to foundry_system;
alter function claim_outbox_events(integer, interval) owner to foundry_system;
alter function due_schedules(integer) owner to foundry_system;
alter function organization_of_invitation(bytea) owner to foundry_system;
alter function organization_of_api_key(bytea) owner to foundry_system;
alter function organizations_of_user(bigint) owner to foundry_system;
alter function organization_counts(bigint[]) owner to foundry_system;
revoke create on schema public from foundry_system;
grant execute on function claim_job(text, interval, text[]), claim_outbox_events(integer, interval),
    due_schedules(integer), organization_of_invitation(bytea), organization_of_api_key(bytea),
    organizations_of_user(bigint), organization_counts(bigint[]) to foundry_app;
