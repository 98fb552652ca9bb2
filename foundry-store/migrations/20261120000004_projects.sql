-- Projects: what is to become training data, and by which settings.

create table projects (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id) on delete cascade,
    name varchar(100) not null check (length(trim(name)) > 0),
    description text check (length(description) <= 10000),
    status varchar(20) not null default 'active' check (status in ('active', 'archived')),
    archived_at timestamptz,
    pii_settings jsonb not null default '{"emailDomainAllowList": [], "companyAllowList": [], "customPatterns": []}'
        check (jsonb_typeof(pii_settings) = 'object'),
    filter_settings jsonb not null default '{"minMessageCount": 1}'
        check (jsonb_typeof(filter_settings) = 'object'),
    -- Counts up with every change of the settings; a writer names the one it saw.
    settings_version integer not null default 1 check (settings_version > 0),
    -- The seed keeps raw personal data for ever.
    keep_originals_days integer not null default 30 check (keep_originals_days between 0 and 3650),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, id),
    check ((status = 'archived') = (archived_at is not null))
);
create index projects_org_id_idx on projects (organization_id, updated_at desc, id desc);
create index projects_status_idx on projects (archived_at) where status = 'archived';
-- Among active ones only: under the seed's index an archived project's name can never be used again.
create unique index projects_org_name_idx on projects (organization_id, name) where status = 'active';
create trigger set_updated_at before update on projects for each row execute function set_updated_at();
create trigger keep_organization before update on projects for each row execute function keep_organization();
create trigger check_transition before update of status on projects
    for each row execute function check_transition('active>archived', 'archived>active');
comment on table projects is 'A set of training data in the making.';
comment on column projects.archived_at is 'Purged 90 days later.';
comment on column projects.pii_settings is 'How personal data is found and replaced (camelCase, the published schema).';
comment on column projects.filter_settings is 'Which conversations are good enough (camelCase, the published schema).';
comment on column projects.settings_version is 'Optimistic lock: a change names the version it was made from.';
comment on column projects.keep_originals_days is 'How long originals and token maps stay; 0: they are never stored.';
