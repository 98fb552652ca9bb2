-- The roles of the store and the functions every table uses.
--
-- foundry_app        what the server's login is a member of: reads and writes rows, owns nothing.
-- foundry_system     owns the few functions that must look past one organization (claiming a job, finding the
--                    organization of a token). It may not log in; each function gives back ids, never contents.
-- foundry_retention  owns the audit log and the functions that delete old rows. It may not log in.
--
-- Roles belong to the whole cluster, so another database may have made them already, even at this moment.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['foundry_app', 'foundry_system', 'foundry_retention'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I nologin nosuperuser nobypassrls nocreatedb nocreaterole', wanted);
            exception when duplicate_object or unique_violation then
                null;
            end;
        end if;
        -- Handing a function to a role needs membership in it.
        if not pg_has_role(current_user, wanted, 'member') then
            execute format('grant %I to current_user', wanted);
        end if;
    end loop;
end $$;

-- Nothing is open by default: neither the schema to strangers nor a new function to everyone.
revoke create on schema public from public;
grant usage on schema public to foundry_app, foundry_system, foundry_retention;
alter default privileges revoke execute on functions from public;

-- The organization of the transaction, set by `set_config('app.organization_id', …, true)`. After the transaction the
-- setting is '' and not null, hence nullif: no organization means no rows, never an error that depends on history.
create function app_organization_id() returns bigint
    language sql stable parallel safe
    as $$ select nullif(current_setting('app.organization_id', true), '')::bigint $$;

-- Whether the transaction speaks for the platform and not for an organization.
create function app_is_platform() returns boolean
    language sql stable parallel safe
    as $$ select coalesce(current_setting('app.scope', true), '') = 'platform' $$;

-- Every table with updated_at: the seed asks the application to set it by hand, which is forgotten sooner or later.
create function set_updated_at() returns trigger
    language plpgsql
    as $$
begin
    new.updated_at := now();
    return new;
end $$;

-- State machines: the allowed pairs come as trigger arguments, 'from>to'. Staying in a state is always allowed.
create function check_transition() returns trigger
    language plpgsql
    as $$
begin
    if new.status is distinct from old.status and not (old.status || '>' || new.status) = any (tg_argv) then
        raise exception using
            errcode = 'FS001',
            message = format('`%s` may not go from %s to %s', tg_table_name, old.status, new.status);
    end if;
    return new;
end $$;

-- Columns that say whose a row is never change; a row that moves would take its children's keys with it.
create function keep_organization() returns trigger
    language plpgsql
    as $$
begin
    if new.organization_id is distinct from old.organization_id then
        raise exception using errcode = 'FS002', message = format('`%s` stays in its organization', tg_table_name);
    end if;
    return new;
end $$;

grant execute on function app_organization_id(), app_is_platform(), set_updated_at(), check_transition(),
    keep_organization() to foundry_app, foundry_system, foundry_retention;
