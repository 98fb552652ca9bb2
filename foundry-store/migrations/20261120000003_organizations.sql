-- Organizations (the tenants), who belongs to them, who is invited, their data keys and their service accounts.

create table organizations (
    id bigint generated always as identity primary key,
    name varchar(100) not null check (length(trim(name)) > 0),
    slug varchar(63) not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    industry varchar(20) not null default 'other'
        check (industry in ('healthcare', 'finance', 'retail', 'technology', 'manufacturing', 'other')),
    -- What projects cannot loosen: entity types always on, columns never read, longest retention, formats allowed.
    policy jsonb not null default '{}' check (jsonb_typeof(policy) = 'object'),
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create unique index organizations_name_idx on organizations (name);
create unique index organizations_slug_idx on organizations (slug);
create index organizations_created_at_idx on organizations (created_at desc, id desc);
create trigger set_updated_at before update on organizations for each row execute function set_updated_at();
comment on table organizations is 'Tenants. Every table with organization_id is closed to the others by row-level security.';
comment on column organizations.slug is 'Short name for addresses.';
comment on column organizations.industry is 'Chooses the preset of privacy settings.';
comment on column organizations.policy is 'Rules that the projects'' own settings cannot loosen.';
comment on column organizations.disabled_at is 'Set: nobody may enter, checked at every request.';

create table data_keys (
    organization_id bigint not null references organizations (id) on delete cascade,
    version integer not null check (version > 0),
    -- The key under the master key; null once it is destroyed, which makes all it sealed unreadable, backups too.
    sealed_key bytea,
    encryption_key_version integer not null check (encryption_key_version > 0),
    destroyed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (organization_id, version),
    check ((sealed_key is null) = (destroyed_at is not null))
);
create trigger set_updated_at before update on data_keys for each row execute function set_updated_at();
comment on table data_keys is 'One key per organization and version, sealed under the master key.';
comment on column data_keys.version is 'Written at the head of every value the key sealed; the highest one seals.';
comment on column data_keys.encryption_key_version is 'The version of the master key that sealed this key.';

create table organization_memberships (
    id bigint generated always as identity primary key,
    user_id bigint not null references users (id) on delete cascade,
    organization_id bigint not null references organizations (id) on delete cascade,
    role varchar(20) not null default 'viewer' check (role in ('viewer', 'editor', 'admin')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id)
);
create index org_memberships_org_id_idx on organization_memberships (organization_id);
-- Serves look-ups by user as well, so the seed's org_memberships_user_id_idx would only cost.
create unique index org_memberships_unique_idx on organization_memberships (user_id, organization_id);
create trigger set_updated_at before update on organization_memberships for each row execute function set_updated_at();
comment on table organization_memberships is 'Who may do what in which organization.';
comment on column organization_memberships.role is 'viewer reads, editor works, admin also manages people and reads the audit log.';

-- The last admin stays: an organization that nobody can manage cannot be repaired from inside. A deferred check would see
-- two admins leaving at once as fine twice, so the admins are locked first.
create function keep_last_admin() returns trigger
    language plpgsql
    as $$
begin
    if old.role = 'admin' and (tg_op = 'DELETE' or new.role <> 'admin') then
        -- The whole organization is going, or the person: then the membership goes with it.
        if not exists (select from organizations where id = old.organization_id)
           or not exists (select from users where id = old.user_id) then
            return coalesce(new, old);
        end if;
        perform from organization_memberships
            where organization_id = old.organization_id and role = 'admin' order by id for update;
        if not exists (select from organization_memberships
                       where organization_id = old.organization_id and role = 'admin' and id <> old.id) then
            raise exception using errcode = 'FS003', message = 'the last admin of an organization stays';
        end if;
    end if;
    return coalesce(new, old);
end $$;
create trigger keep_last_admin before update of role or delete on organization_memberships
    for each row execute function keep_last_admin();
grant execute on function keep_last_admin() to foundry_app, foundry_system, foundry_retention;

create table invitations (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id) on delete cascade,
    email varchar(255) not null check (email = lower(email) and email like '_%@_%'),
    role varchar(20) not null default 'viewer' check (role in ('viewer', 'editor', 'admin')),
    token_hash bytea not null check (length(token_hash) = 32),
    expires_at timestamptz not null default now() + interval '7 days',
    accepted_at timestamptz,
    revoked_at timestamptz,
    invited_by_id bigint references users (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    check (accepted_at is null or revoked_at is null)
);
create index invitations_org_id_idx on invitations (organization_id, created_at desc, id desc);
create unique index invitations_token_hash_idx on invitations (token_hash);
create index invitations_email_idx on invitations (email);
-- One open invitation per person and organization; sending again replaces the token, and the old one is dead.
create unique index invitations_open_idx on invitations (organization_id, email)
    where accepted_at is null and revoked_at is null;
create trigger set_updated_at before update on invitations for each row execute function set_updated_at();
-- From open only: an accepted or revoked invitation is final.
create function keep_closed_invitation() returns trigger
    language plpgsql
    as $$
begin
    if old.accepted_at is not null or old.revoked_at is not null then
        -- The inviter may vanish (on delete set null); nothing else changes.
        if (new.accepted_at, new.revoked_at, new.token_hash, new.role, new.email)
           is distinct from (old.accepted_at, old.revoked_at, old.token_hash, old.role, old.email) then
            raise exception using errcode = 'FS001', message = 'a closed invitation stays closed';
        end if;
    end if;
    return new;
end $$;
create trigger keep_closed before update on invitations for each row execute function keep_closed_invitation();
grant execute on function keep_closed_invitation() to foundry_app, foundry_system, foundry_retention;
comment on table invitations is 'Invitations by mail: seven days, once.';
comment on column invitations.token_hash is 'SHA-256 of 256 random bits.';
comment on column invitations.invited_by_id is 'Null when the inviter is gone.';
comment on column invitations.revoked_at is 'Taken back by an admin.';

create table api_keys (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id) on delete cascade,
    name varchar(100) not null,
    role varchar(20) not null default 'viewer' check (role in ('viewer', 'editor')),
    key_hash bytea not null check (length(key_hash) = 32),
    -- The first characters, so that people can tell their keys apart.
    prefix varchar(12) not null,
    created_by_id bigint references users (id) on delete set null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id)
);
create unique index api_keys_key_hash_idx on api_keys (key_hash);
create index api_keys_org_id_idx on api_keys (organization_id, created_at desc, id desc);
create trigger set_updated_at before update on api_keys for each row execute function set_updated_at();
comment on table api_keys is 'Service accounts of an organization; never an admin.';
comment on column api_keys.key_hash is 'SHA-256 of 256 random bits; the key is shown once.';
