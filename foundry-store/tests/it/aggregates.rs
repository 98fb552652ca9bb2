//! Every query of the seed, by the typed function that carries it; and lists that change while they are paged.

use std::time::Duration;

use crate::database::Database;
use crate::streams::{job_order, new_job};
use foundry_store::jobs::NewJob;
use foundry_store::mappings::NewMapping;
use foundry_store::projects::ProjectSettings;
use foundry_store::*;
use serde_json::json;

#[tokio::test]
async fn people_log_in_by_any_case_and_wait_after_wrong_passwords() {
    let database = Database::fresh().await;
    let (org, user) = database.organization("alpha").await;
    let mut tx = database.store.platform().await.unwrap();
    let found = users::by_email(tx.conn(), "  Admin@ALPHA.example.com ").await.unwrap().unwrap();
    assert_eq!(found.id, user);
    assert!(users::by_email(tx.conn(), "nobody@example.com").await.unwrap().is_none());
    let taken = users::create(tx.conn(), "ADMIN@alpha.example.com", "x", None).await.unwrap_err();
    assert_eq!(taken.kind(), ErrorKind::Conflict);
    assert!(!format!("{taken:?}").contains('@'), "no address in an error");

    let mut tx = database.store.platform().await.unwrap();
    let (_, organizations) = users::with_organizations(tx.conn(), user).await.unwrap();
    assert_eq!(organizations.len(), 1);
    assert_eq!((organizations[0].organization_id, organizations[0].role), (org, OrgRole::Admin));
    for failure in 1..=5 {
        assert_eq!(users::login_failed(tx.conn(), user).await.unwrap(), None, "try {failure} is free");
    }
    let first = users::login_failed(tx.conn(), user).await.unwrap().unwrap();
    let mut last = first;
    for _ in 0..40 {
        last = users::login_failed(tx.conn(), user).await.unwrap().unwrap();
    }
    assert!(last - first < chrono::TimeDelta::minutes(15), "never locked for good");
    users::login_succeeded(tx.conn(), user).await.unwrap();
    assert_eq!(users::get(tx.conn(), user).await.unwrap().locked_until, None);
    assert_eq!(users::list(tx.conn(), &PageRequest::first(10)).await.unwrap().items.len(), 1);
    assert!(!format!("{found:?}").contains("alpha"));
}

#[tokio::test]
async fn members_have_roles_and_the_last_admin_stays() {
    let database = Database::fresh().await;
    let (org, admin) = database.organization("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    let mut people = Vec::new();
    for name in ["Zoe", "Ben"] {
        let email = format!("{name}@example.com");
        let mut platform = database.store.platform().await.unwrap();
        people.push(users::create(platform.conn(), &email, name, None).await.unwrap().id);
        platform.commit().await.unwrap();
    }
    organizations::add_member(&mut tx, people[0], OrgRole::Editor).await.unwrap();
    organizations::add_member(&mut tx, people[1], OrgRole::Viewer).await.unwrap();
    let names: Vec<String> =
        organizations::members(&mut tx).await.unwrap().into_iter().map(|m| m.name).collect();
    assert_eq!(names, ["Ada Admin", "Ben", "Zoe"]);
    assert_eq!(organizations::role_of(&mut tx, people[0]).await.unwrap(), Some(OrgRole::Editor));
    assert_eq!(organizations::role_of(&mut tx, UserId(999)).await.unwrap(), None);
    tx.commit().await.unwrap();
    for change in [Some(OrgRole::Viewer), None] {
        let mut tx = database.store.tenant(org).await.unwrap();
        let refused = match change {
            Some(role) => organizations::set_role(&mut tx, admin, role).await,
            None => organizations::remove_member(&mut tx, admin).await,
        };
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::LastAdmin);
    }
    // Disabling is seen at the next question.
    let mut tx = database.store.platform().await.unwrap();
    organizations::set_disabled(&mut tx, org, true).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = database.store.tenant(org).await.unwrap();
    assert_eq!(organizations::role_of(&mut tx, admin).await.unwrap(), None);
    drop(tx);
    // The whole organization may go, admins and all, and so may a person.
    let mut tx = database.store.platform().await.unwrap();
    users::delete(tx.conn(), admin).await.unwrap();
    tx.commit().await.unwrap();
}

/// Two admins who demote each other at once: one stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_admins_leaving_at_once_leave_one() {
    let database = Database::fresh().await;
    for round in 0..20 {
        let (org, first) = database.organization(&format!("org-{round}")).await;
        let mut tx = database.store.platform().await.unwrap();
        let second = users::create(tx.conn(), &format!("b{round}@example.com"), "B", None).await.unwrap().id;
        tx.commit().await.unwrap();
        let mut tx = database.store.tenant(org).await.unwrap();
        organizations::add_member(&mut tx, second, OrgRole::Admin).await.unwrap();
        tx.commit().await.unwrap();
        let leave = |user| {
            let store = database.store.clone();
            tokio::spawn(async move {
                let mut tx = store.tenant(org).await?;
                organizations::remove_member(&mut tx, user).await?;
                tx.commit().await
            })
        };
        let (a, b) = tokio::join!(leave(first), leave(second));
        assert_eq!([a.unwrap(), b.unwrap()].iter().filter(|r| r.is_ok()).count(), 1, "round {round}");
    }
}

#[tokio::test]
async fn projects_are_made_listed_changed_archived_and_restored() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    let made = projects::get(&mut tx, project).await.unwrap();
    assert_eq!(made.filter_settings, json!({"minMessageCount": 1}));
    assert_eq!(
        made.pii_settings,
        json!({"emailDomainAllowList": [], "companyAllowList": [], "customPatterns": []})
    );
    assert_eq!(projects::create(&mut tx, "Support", None).await.unwrap_err().kind(), ErrorKind::Conflict);
    drop(tx);
    let mut tx = database.store.tenant(org).await.unwrap();
    let settings = ProjectSettings {
        pii_settings: json!({"policy": "strict"}),
        filter_settings: json!({}),
        keep_originals_days: 7,
    };
    assert_eq!(projects::update_settings(&mut tx, project, 1, &settings).await.unwrap(), 2);
    assert_eq!(
        projects::update_settings(&mut tx, project, 1, &settings).await.unwrap_err().kind(),
        ErrorKind::Conflict
    );
    let job = new_job(&mut tx, project).await;
    assert_eq!(projects::detail(&mut tx, project).await.unwrap().latest_job, Some((job, JobStatus::Pending)));
    projects::archive(&mut tx, project).await.unwrap();
    assert_eq!(jobs::get(&mut tx, job).await.unwrap().status, JobStatus::Cancelled);
    assert_eq!(projects::archive(&mut tx, project).await.unwrap_err().kind(), ErrorKind::State);
    assert_eq!(jobs::create(&mut tx, project, &job_order()).await.unwrap_err().kind(), ErrorKind::State);
    // The name is free again, and then it is not: restoring says so.
    let again = projects::create(&mut tx, "Support", Some("the second")).await.unwrap().id;
    tx.commit().await.unwrap();
    let mut tx = database.store.tenant(org).await.unwrap();
    assert_eq!(projects::restore(&mut tx, project).await.unwrap_err().kind(), ErrorKind::Conflict);
    drop(tx);
    let mut tx = database.store.tenant(org).await.unwrap();
    projects::rename(&mut tx, again, "Support 2", None).await.unwrap();
    projects::restore(&mut tx, project).await.unwrap();
    let all = projects::list(&mut tx, ProjectStatus::Active, &PageRequest::first(10)).await.unwrap();
    let counts: Vec<(ProjectId, i64)> = all.items.iter().map(|p| (p.project.id, p.source_count)).collect();
    assert!(counts.contains(&(project, 1)) && counts.contains(&(again, 0)), "{counts:?}");
}

/// Rows come and go between two pages: none is seen twice, none that was there all along is left out.
#[tokio::test]
async fn pages_stay_stable_while_rows_change() {
    let database = Database::fresh().await;
    let (org, ..) = database.project("alpha").await;
    let mut ids = Vec::new();
    for i in 0..25 {
        // One transaction each, so that each has its own time.
        let mut tx = database.store.tenant(org).await.unwrap();
        ids.push(projects::create(&mut tx, &format!("p{i}"), None).await.unwrap().id);
        tx.commit().await.unwrap();
    }
    let mut seen = Vec::new();
    let mut request = PageRequest::first(7);
    loop {
        let mut tx = database.store.tenant(org).await.unwrap();
        let page = projects::list(&mut tx, ProjectStatus::Active, &request).await.unwrap();
        seen.extend(page.items.iter().map(|p| p.project.id));
        // Meanwhile one is made, one that was seen is changed, and one that was seen is archived.
        projects::create(&mut tx, &format!("new {}", seen.len()), None).await.unwrap();
        projects::rename(&mut tx, seen[0], &format!("renamed {}", seen.len()), None).await.unwrap();
        projects::archive(&mut tx, seen[seen.len() - 2]).await.unwrap();
        tx.commit().await.unwrap();
        match page.next {
            Some(cursor) => request = PageRequest::after(&cursor, 7).unwrap(),
            None => break,
        }
    }
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), seen.len(), "a row came twice");
    assert!(ids.iter().all(|id| seen.contains(id)), "a row was left out");
    assert_eq!(PageRequest::after("garbage", 7).unwrap_err().kind(), ErrorKind::Cursor);
}

#[tokio::test]
async fn sources_count_mappings_and_a_persons_choice_stays() {
    let database = Database::fresh().await;
    let (org, _, project, source) = database.project("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    let mapping = |field: &str, target: &str| NewMapping {
        source_field: field.into(),
        target_field: target.into(),
        confidence: Confidence::Medium,
        is_pii: false,
        transform_rule: (field == "b").then(|| json!({"type": "trim"})),
    };
    mappings::replace(&mut tx, source, &[mapping("b", "content")]).await.unwrap();
    let taken = mappings::propose(&mut tx, source, &[mapping("b", "status"), mapping("a", "custom_x")])
        .await
        .unwrap();
    assert_eq!(taken, 1);
    let all = mappings::list(&mut tx, source).await.unwrap();
    let got: Vec<_> =
        all.iter().map(|m| (m.source_field.as_str(), m.target_field.as_str(), m.detected_by)).collect();
    assert_eq!(got, [("a", "custom_x", DetectedBy::Auto), ("b", "content", DetectedBy::User)]);
    assert_eq!(all[1].transform_rule, Some(json!({"type": "trim"})));
    let listed = sources::list(&mut tx, project).await.unwrap();
    assert_eq!((listed[0].mapping_count, listed[0].mapped_count), (2, 1));
    assert_eq!(listed[0].source.file_size, Some(3_221_225_472), "files above 2 GiB");
    sources::set_status(&mut tx, source, SourceStatus::Connected, Some(12), None).await.unwrap();
    sources::set_status(&mut tx, source, SourceStatus::Syncing, None, None).await.unwrap();
    sources::set_status(&mut tx, source, SourceStatus::Connected, None, None).await.unwrap();
    assert!(sources::get(&mut tx, source).await.unwrap().last_sync_at.is_some());
    sources::delete(&mut tx, source).await.unwrap();
    assert_eq!(sources::get(&mut tx, source).await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn jobs_have_a_history_with_names_and_export_counts() {
    let database = Database::fresh().await;
    let (org, user, project, _) = database.project("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    let order = NewJob { triggered_by: Some(user), idempotency_key: Some("click-1"), ..job_order() };
    let job = jobs::create(&mut tx, project, &order).await.unwrap();
    assert_eq!(jobs::create(&mut tx, project, &order).await.unwrap(), job, "a double click is one job");
    assert_eq!(jobs::create(&mut tx, project, &job_order()).await.unwrap_err().kind(), ErrorKind::Conflict);
    let config = json!({});
    for path in ["e/1", "e/2"] {
        exports::create(&mut tx, job, &crate::streams::new_export(path, &config)).await.unwrap();
    }
    let history = jobs::history(&mut tx, project, &PageRequest::first(10)).await.unwrap();
    assert_eq!(history.items.len(), 1);
    assert_eq!(
        (history.items[0].triggered_by.as_deref(), history.items[0].export_count),
        (Some("Ada Admin"), 2)
    );
    assert_eq!(jobs::progress(&mut tx, job).await.unwrap().progress, 0);
    assert_eq!(jobs::cancel(&mut tx, job).await.unwrap(), JobStatus::Cancelled);
    assert_eq!(jobs::cancel(&mut tx, job).await.unwrap_err().kind(), ErrorKind::State);
}

#[tokio::test]
async fn the_platform_sees_counts_and_no_contents() {
    let database = Database::fresh().await;
    database.project("alpha").await;
    database.organization("beta").await;
    let mut tx = database.store.platform().await.unwrap();
    let page = organizations::list(&mut tx, &PageRequest::first(1)).await.unwrap();
    assert_eq!(
        (page.items[0].organization.name.as_str(), page.items[0].user_count, page.items[0].project_count),
        ("beta", 1, 0)
    );
    let next = PageRequest::after(&page.next.unwrap(), 1).unwrap();
    let page = organizations::list(&mut tx, &next).await.unwrap();
    assert_eq!(
        (page.items[0].organization.name.as_str(), page.items[0].user_count, page.items[0].project_count),
        ("alpha", 1, 1)
    );
    assert!(page.next.is_none());
    let taken = organizations::create(&mut tx, "alpha", "other", Industry::Retail).await.unwrap_err();
    assert_eq!(taken.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn a_due_schedule_is_taken_once() {
    let database = Database::fresh().await;
    let (org, user, project, _) = database.project("alpha").await;
    let past = chrono::Utc::now() - chrono::TimeDelta::minutes(1);
    let mut tx = database.store.tenant(org).await.unwrap();
    let id =
        schedules::create(&mut tx, project, JobKind::Process, "0 3 * * *", "Europe/Berlin", Some(past), user)
            .await
            .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(schedules::due(&database.store, 10).await.unwrap(), [(org, id)]);
    let mut first = database.store.tenant(org).await.unwrap();
    let mut second = database.store.tenant(org).await.unwrap();
    assert!(schedules::take(&mut first, id).await.unwrap().is_some());
    assert!(schedules::take(&mut second, id).await.unwrap().is_none());
    schedules::advance(&mut first, id, Some(past + chrono::TimeDelta::days(1))).await.unwrap();
    first.commit().await.unwrap();
    drop(second);
    assert!(schedules::due(&database.store, 10).await.unwrap().is_empty());
    let mut tx = database.store.tenant(org).await.unwrap();
    schedules::set_paused(&mut tx, id, true, None).await.unwrap();
    assert!(schedules::list(&mut tx, project).await.unwrap()[0].paused_at.is_some());
    schedules::delete(&mut tx, id).await.unwrap();
}

#[tokio::test]
async fn api_keys_open_their_organization_until_they_are_revoked() {
    let database = Database::fresh().await;
    let (org, user) = database.organization("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    let (id, key) = api_keys::create(&mut tx, "ci", OrgRole::Editor, None, user).await.unwrap();
    assert_eq!(
        api_keys::create(&mut tx, "root", OrgRole::Admin, None, user).await.unwrap_err().kind(),
        ErrorKind::Invalid
    );
    drop(tx);
    let mut tx = database.store.tenant(org).await.unwrap();
    let (id_kept, kept) = api_keys::create(&mut tx, "ci", OrgRole::Editor, None, user).await.unwrap();
    tx.commit().await.unwrap();
    let dead =
        api_keys::authenticate(database.store.platform().await.unwrap(), &key.text).await.err().unwrap();
    assert_eq!(dead.kind(), ErrorKind::Token, "its transaction was rolled back: {id}");
    let (mut tx, found, role) =
        api_keys::authenticate(database.store.platform().await.unwrap(), &kept.text).await.unwrap();
    assert_eq!((tx.org(), found, role), (org, id_kept, OrgRole::Editor));
    assert!(api_keys::list(&mut tx).await.unwrap()[0].last_used_at.is_some());
    api_keys::revoke(&mut tx, found).await.unwrap();
    tx.commit().await.unwrap();
    assert!(api_keys::authenticate(database.store.platform().await.unwrap(), &kept.text).await.is_err());
}

#[tokio::test]
async fn sessions_are_renewed_and_a_stolen_one_ends() {
    use credentials::Refreshed;
    let database = Database::fresh().await;
    let (_, user) = database.organization("alpha").await;
    let store = &database.store;
    let month = Duration::from_secs(30 * 24 * 3600);
    let mut tx = store.platform().await.unwrap();
    let (family, first) = credentials::begin_session(tx.conn(), user, month, Some("browser")).await.unwrap();
    let grace = Duration::from_secs(20);
    let Refreshed::Renewed { token: second, .. } =
        credentials::refresh(tx.conn(), &first.text, month, grace).await.unwrap()
    else {
        panic!("renewed");
    };
    assert!(matches!(
        credentials::refresh(tx.conn(), &first.text, month, grace).await.unwrap(),
        Refreshed::Twice { .. }
    ));
    assert!(credentials::session_is_open(tx.conn(), family).await.unwrap());
    assert_eq!(credentials::sessions(tx.conn(), user).await.unwrap().len(), 1);
    let reused = credentials::refresh(tx.conn(), &first.text, month, Duration::ZERO).await.unwrap();
    assert!(matches!(reused, Refreshed::Reused { family: f, .. } if f == family));
    assert!(!credentials::session_is_open(tx.conn(), family).await.unwrap());
    let dead = credentials::refresh(tx.conn(), &second.text, month, grace).await.unwrap_err();
    assert_eq!(dead.kind(), ErrorKind::Token);
    // A new password ends them all.
    let (family, _) = credentials::begin_session(tx.conn(), user, month, None).await.unwrap();
    users::set_password(tx.conn(), user, "new hash").await.unwrap();
    assert!(!credentials::session_is_open(tx.conn(), family).await.unwrap());
}
