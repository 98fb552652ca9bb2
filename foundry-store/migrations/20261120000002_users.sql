-- People. They belong to no organization (memberships do), so these tables have no organization_id.

create table users (
    id bigint generated always as identity primary key,
    -- Lower case: the seed compares bytes, so `Ann@X.com` could stand beside `ann@x.com`.
    email varchar(255) not null check (email = lower(email) and email like '_%@_%'),
    -- Empty for people who only come in from outside; argon2id, or bcrypt until the next login.
    password_hash text,
    name varchar(255) not null,
    is_platform_admin boolean not null default false,
    disabled_at timestamptz,
    password_changed_at timestamptz,
    failed_logins integer not null default 0 check (failed_logins >= 0),
    locked_until timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
-- The seed has the column's own UNIQUE beside this index; one is enough, and it keeps the seed's name.
create unique index users_email_idx on users (email);
create trigger set_updated_at before update on users for each row execute function set_updated_at();
comment on table users is 'People who log in.';
comment on column users.email is 'Lower case, unique over the whole system.';
comment on column users.password_hash is 'argon2id in PHC form; bcrypt is accepted and replaced at the next login. Null: no password.';
comment on column users.is_platform_admin is 'May see organizations and counts and disable them; sees no tenant data.';
comment on column users.disabled_at is 'Set: cannot log in anywhere.';
comment on column users.password_changed_at is 'Sessions begun before it are over.';
comment on column users.failed_logins is 'Wrong passwords since the last right one.';
comment on column users.locked_until is 'Until then no password is tried; the delay doubles, it never lasts for ever.';

create table password_resets (
    id bigint generated always as identity primary key,
    user_id bigint not null references users (id) on delete cascade,
    token_hash bytea not null check (length(token_hash) = 32),
    expires_at timestamptz not null default now() + interval '1 hour',
    used_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index password_resets_user_id_idx on password_resets (user_id);
-- Unique here and below: the seed's plain index lets two rows answer one token.
create unique index password_resets_token_hash_idx on password_resets (token_hash);
create trigger set_updated_at before update on password_resets for each row execute function set_updated_at();
comment on table password_resets is 'Links to set a new password: an hour, once.';
comment on column password_resets.token_hash is 'SHA-256 of 256 random bits; the token itself is only in the mail.';
comment on column password_resets.used_at is 'Set by use, and by a newer request: one link lives at a time.';

create table refresh_tokens (
    id bigint generated always as identity primary key,
    user_id bigint not null references users (id) on delete cascade,
    -- All tokens that came from one login; ended as a whole when an old one is used again.
    family_id bigint not null,
    token_hash bytea not null check (length(token_hash) = 32),
    expires_at timestamptz not null,
    replaced_at timestamptz,
    revoked_at timestamptz,
    user_agent varchar(400),
    ip_address inet,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create unique index refresh_tokens_token_hash_idx on refresh_tokens (token_hash);
create index refresh_tokens_user_id_idx on refresh_tokens (user_id, created_at desc, id desc);
create index refresh_tokens_family_id_idx on refresh_tokens (family_id);
create sequence refresh_token_families owned by refresh_tokens.family_id;
create trigger set_updated_at before update on refresh_tokens for each row execute function set_updated_at();
comment on table refresh_tokens is 'Sessions. The seed names refresh and logout but has no table for them.';
comment on column refresh_tokens.family_id is 'The login this token descends from.';
comment on column refresh_tokens.replaced_at is 'When a newer token took its place; using it again ends the family.';
comment on column refresh_tokens.revoked_at is 'Logout, password change, disabling or reuse.';
