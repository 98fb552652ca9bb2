-- The audit log: append-only, one hash chain per organization and one for the platform, in monthly partitions.
--
-- No foreign key leaves it: the seed's cascade from organizations empties the log although DELETE on it was revoked, and
-- its `set null` from users rewrites it. Ids stay, with the labels they had, and rows outlive both.
-- The server's role cannot write the table at all: audit_append() takes the head of the chain under a lock, so that a chain
-- cannot fork, and computes the hash from what it stores.

create table audit_logs (
    id bigint generated always as identity,
    -- Null: an event of the platform, such as a failed login of an unknown address.
    organization_id bigint,
    seq bigint not null check (seq > 0),
    user_id bigint,
    actor_type varchar(20) not null check (actor_type in ('user', 'service_account', 'worker', 'system', 'anonymous')),
    actor_label varchar(255),
    action varchar(50) not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
    status varchar(10) not null check (status in ('success', 'error', 'denied')),
    resource_type varchar(50),
    resource_id bigint,
    ip_address inet,
    user_agent text check (length(user_agent) <= 400),
    correlation_id varchar(64),
    details jsonb not null default '{}' check (jsonb_typeof(details) = 'object'),
    prev_hash bytea not null check (length(prev_hash) = 32),
    hash bytea not null check (length(hash) = 32),
    created_at timestamptz not null,
    primary key (id, created_at)
) partition by range (created_at);
create index audit_logs_org_id_idx on audit_logs (organization_id, created_at desc, id desc);
create index audit_logs_user_id_idx on audit_logs (organization_id, user_id, created_at desc, id desc);
create index audit_logs_action_idx on audit_logs (organization_id, action, created_at desc, id desc);
create index audit_logs_created_at_idx on audit_logs (created_at);
create index audit_logs_resource_idx on audit_logs (organization_id, resource_type, resource_id);
create index audit_logs_seq_idx on audit_logs (organization_id, seq);
comment on table audit_logs is 'Who did what, when, and with what outcome; kept a year.';
comment on column audit_logs.organization_id is 'Null: the platform''s own chain.';
comment on column audit_logs.seq is 'Place in the chain, without gaps.';
comment on column audit_logs.user_id is 'The id the person had; no foreign key.';
comment on column audit_logs.actor_label is 'How the actor was called then.';
comment on column audit_logs.status is 'success, error or denied.';
comment on column audit_logs.correlation_id is 'The request, as in logs and jobs.';
comment on column audit_logs.hash is 'SHA-256 over the length-prefixed fields and the hash before.';

create table audit_heads (
    -- The organization, or 0 for the platform.
    chain bigint primary key,
    organization_id bigint,
    seq bigint not null,
    hash bytea not null,
    created_at timestamptz not null
);
comment on table audit_heads is 'The last link of each chain.';

create table audit_anchors (
    id bigint generated always as identity primary key,
    organization_id bigint,
    seq bigint not null,
    hash bytea not null check (length(hash) = 32),
    reason varchar(20) not null check (reason in ('partition', 'export')),
    created_at timestamptz not null default now()
);
create index audit_anchors_org_id_idx on audit_anchors (organization_id, seq);
comment on table audit_anchors is 'Links remembered apart from the log: the last of a dropped month, the head of an exported log.';

create trigger refuse_change before update or delete on audit_logs for each row execute function refuse_change();
create trigger refuse_truncate before truncate on audit_logs for each statement execute function refuse_change();
create trigger refuse_change before update or delete on audit_anchors for each row execute function refuse_change();

-- One field of the hashed text: its length in bytes, then the bytes; null is told from the empty text.
create function audit_field(value text) returns bytea
    language sql immutable parallel safe
    as $$
    select case when value is null then '\xffffffff'::bytea
                else int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8') end
$$;

-- Makes the partition of a month where it is missing. It locks the whole log, so months are made ahead (audit_prepare). Its own row-level security matters only to who reads it directly, which nobody may.
create function audit_make_partition(month date) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    part text := 'audit_logs_' || to_char(month, 'YYYY_MM');
begin
    if to_regclass('public.' || part) is not null then
        return;
    end if;
    begin
        execute format('create table public.%I partition of audit_logs for values from (%L) to (%L)', part,
            date_trunc('month', month::timestamp) at time zone 'UTC',
            (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC');
    exception when duplicate_table then
        -- Somebody else was first.
        return;
    end;
    execute format('alter table public.%I enable row level security', part);
    execute format('alter table public.%I force row level security', part);
    execute format('create policy tenant on public.%I using (organization_id = (select app_organization_id())'
        ' or organization_id is null and (select app_is_platform())) with check (organization_id ='
        ' (select app_organization_id()) or organization_id is null and (select app_is_platform()))', part);
    -- The owner counts a month before it drops it.
    execute format('create policy retention on public.%I for select to foundry_retention using (true)', part);
end $$;

-- Makes this month's partition and the next one's; retention calls it every time it runs.
create function audit_prepare() returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    perform audit_make_partition((now() at time zone 'UTC')::date);
    perform audit_make_partition(((now() at time zone 'UTC') + interval '1 month')::date);
end $$;

-- Appends one event to the chain of the transaction's organization, or to the platform's.
create function audit_append(
    in_user_id bigint, in_actor_type text, in_actor_label text, in_action text, in_status text,
    in_resource_type text, in_resource_id bigint, in_ip_address inet, in_user_agent text,
    in_correlation_id text, in_details jsonb)
    returns table (seq bigint, hash bytea)
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
#variable_conflict use_column
declare
    org bigint := app_organization_id();
    head audit_heads;
    at timestamptz;
    link bytea;
begin
    if org is null and not app_is_platform() then
        raise exception using errcode = 'FS004', message = 'the transaction has no organization';
    end if;
    insert into audit_heads (chain, organization_id, seq, hash, created_at)
        values (coalesce(org, 0), org, 0, decode(repeat('00', 32), 'hex'), '-infinity')
        on conflict (chain) do nothing;
    select * into head from audit_heads h where h.chain = coalesce(org, 0) for update;
    -- Never before the link before, so that months hold whole stretches of a chain.
    at := greatest(clock_timestamp(), head.created_at);
    if to_regclass('public.audit_logs_' || to_char(at at time zone 'UTC', 'YYYY_MM')) is null then
        perform audit_make_partition((at at time zone 'UTC')::date);
    end if;
    head.seq := head.seq + 1;
    link := sha256(audit_field(head.seq::text) || audit_field(encode(head.hash, 'hex')) || audit_field(org::text)
        || audit_field(in_user_id::text) || audit_field(in_actor_type) || audit_field(in_actor_label)
        || audit_field(in_action) || audit_field(in_status) || audit_field(in_resource_type)
        || audit_field(in_resource_id::text) || audit_field(in_ip_address::text) || audit_field(in_user_agent)
        || audit_field(in_correlation_id) || audit_field(in_details::text)
        || audit_field((extract(epoch from at) * 1000000)::bigint::text));
    insert into audit_logs (organization_id, seq, user_id, actor_type, actor_label, action, status, resource_type,
            resource_id, ip_address, user_agent, correlation_id, details, prev_hash, hash, created_at)
        values (org, head.seq, in_user_id, in_actor_type, in_actor_label, in_action, in_status, in_resource_type,
            in_resource_id, in_ip_address, in_user_agent, in_correlation_id, in_details, head.hash, link, at);
    update audit_heads h set seq = head.seq, hash = link, created_at = at where h.chain = head.chain;
    return query select head.seq, link;
end $$;

-- Drops the months that are older than the given age, remembering the last link of every chain in them.
create function audit_drop_old(age interval, dry_run boolean)
    returns table (month text, rows bigint)
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
#variable_conflict use_column
declare
    part record;
    counted bigint;
begin
    if age < interval '1 month' then
        raise exception using errcode = 'FS005', message = 'the audit log is kept a month at least';
    end if;
    for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.audit_logs'::regclass and c.relname ~ '^audit_logs_\d{4}_\d{2}$'
          and (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC' <= now() - age
        order by c.relname
    loop
        execute format('select count(*) from public.%I', part.relname) into counted;
        if not dry_run then
            execute format(
                'insert into audit_anchors (organization_id, seq, hash, reason)
                 select distinct on (organization_id) organization_id, seq, hash, ''partition'' from public.%I
                 order by organization_id, seq desc', part.relname);
            execute format('drop table public.%I', part.relname);
        end if;
        month := right(part.relname, 7);
        rows := counted;
        return next;
    end loop;
end $$;
