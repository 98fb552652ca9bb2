//! The seed's transactions, and what happens when two run at once.

use std::time::Duration;

use crate::database::Database;
use foundry_store::invitations::Accepting;
use foundry_store::*;

const NEW: Accepting<'static> = Accepting::New { name: "Grace Guest", password_hash: "hash" };

async fn invite(database: &Database, org: OrgId, email: &str, by: UserId) -> (InvitationId, String) {
    let mut tx = database.store.tenant(org).await.unwrap();
    let (invitation, token) = invitations::create(&mut tx, email, OrgRole::Editor, by).await.unwrap();
    tx.commit().await.unwrap();
    (invitation.id, token.text.to_string())
}

#[tokio::test]
async fn an_invitation_makes_a_person_or_adds_a_membership() {
    let database = Database::fresh().await;
    let (alpha, admin) = database.organization("alpha").await;
    let (beta, beta_admin) = database.organization("beta").await;
    let (_, token) = invite(&database, alpha, "Guest@Example.com", admin).await;
    let (mut tx, user, organization) =
        invitations::accept(database.store.platform().await.unwrap(), &token, NEW).await.unwrap();
    assert_eq!((organization.id, user.email.as_str()), (alpha, "guest@example.com"));
    assert_eq!(organizations::role_of(&mut tx, user.id).await.unwrap(), Some(OrgRole::Editor));
    tx.commit().await.unwrap();
    let used =
        invitations::accept(database.store.platform().await.unwrap(), &token, NEW).await.err().unwrap();
    assert_eq!(used.kind(), ErrorKind::Token);

    // The same person, invited elsewhere: only logged in, and only as the invited one.
    let (_, token) = invite(&database, beta, "guest@example.com", beta_admin).await;
    for (accepting, kind) in [(NEW, ErrorKind::Conflict), (Accepting::Existing(admin), ErrorKind::Token)] {
        let refused = invitations::accept(database.store.platform().await.unwrap(), &token, accepting)
            .await
            .err()
            .unwrap();
        assert_eq!(refused.kind(), kind);
    }
    let (tx, again, _) =
        invitations::accept(database.store.platform().await.unwrap(), &token, Accepting::Existing(user.id))
            .await
            .unwrap();
    assert_eq!(again.id, user.id);
    tx.commit().await.unwrap();
    let mut tx = database.store.platform().await.unwrap();
    assert_eq!(users::with_organizations(tx.conn(), user.id).await.unwrap().1.len(), 2);
}

#[tokio::test]
async fn one_invitation_is_open_and_a_dead_link_is_dead() {
    let database = Database::fresh().await;
    let (org, admin) = database.organization("alpha").await;
    let (id, first) = invite(&database, org, "guest@example.com", admin).await;
    let mut tx = database.store.tenant(org).await.unwrap();
    assert_eq!(
        invitations::create(&mut tx, "GUEST@example.com", OrgRole::Admin, admin).await.err().unwrap().kind(),
        ErrorKind::Conflict
    );
    drop(tx);
    let mut tx = database.store.tenant(org).await.unwrap();
    let second = invitations::resend(&mut tx, id).await.unwrap();
    assert_eq!(invitations::open(&mut tx).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    assert!(
        invitations::accept(database.store.platform().await.unwrap(), &first, NEW).await.is_err(),
        "the old link"
    );
    let mut tx = database.store.tenant(org).await.unwrap();
    invitations::revoke(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        invitations::accept(database.store.platform().await.unwrap(), &second.text, NEW).await.is_err(),
        "revoked"
    );
    let (_, third) = invite(&database, org, "guest@example.com", admin).await;
    sqlx::query("update invitations set expires_at = now() where accepted_at is null and revoked_at is null")
        .execute(&mut database.owner().await)
        .await
        .unwrap();
    assert!(
        invitations::accept(database.store.platform().await.unwrap(), &third, NEW).await.is_err(),
        "expired"
    );
    // An expired one is no obstacle to a new one.
    invite(&database, org, "guest@example.com", admin).await;
}

/// Pairs at once, of each kind (tests R7 and R13).
const PAIRS: u32 = 500;

/// Pairs that accept, reset or refresh at once: exactly one of each succeeds (test R13).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_at_once_one_succeeds() {
    let database = Database::fresh().await;
    let (org, admin) = database.organization("alpha").await;
    let store = &database.store;
    for round in 0..PAIRS {
        let (_, token) = invite(&database, org, &format!("guest{round}@example.com"), admin).await;
        let mut tx = store.platform().await.unwrap();
        let reset = credentials::create_reset(tx.conn(), admin).await.unwrap();
        let older = credentials::create_reset(tx.conn(), admin).await.unwrap();
        assert!(credentials::consume_reset(tx.conn(), &reset.text).await.is_err(), "a newer one ended it");
        assert_eq!(credentials::find_reset(tx.conn(), &older.text).await.unwrap(), Some(admin));
        let month = Duration::from_secs(30 * 24 * 3600);
        let (_, session) = credentials::begin_session(tx.conn(), admin, month, None).await.unwrap();
        tx.commit().await.unwrap();
        let accept = || {
            let (store, token) = (store.clone(), token.clone());
            tokio::spawn(async move {
                let (tx, ..) = invitations::accept(store.platform().await?, &token, NEW).await?;
                tx.commit().await
            })
        };
        let consume = || {
            let (store, token) = (store.clone(), older.text.to_string());
            tokio::spawn(async move {
                let mut tx = store.platform().await?;
                credentials::consume_reset(tx.conn(), &token).await?;
                tx.commit().await
            })
        };
        let renew = || {
            let (store, token) = (store.clone(), session.text.to_string());
            tokio::spawn(async move {
                let mut tx = store.platform().await?;
                let grace = Duration::from_secs(20);
                let renewed = credentials::refresh(tx.conn(), &token, month, grace).await?;
                tx.commit().await?;
                Ok::<_, Error>(matches!(renewed, credentials::Refreshed::Renewed { .. }))
            })
        };
        let (a, b, c, d, e, f) = tokio::join!(accept(), accept(), consume(), consume(), renew(), renew());
        let renewed = [e.unwrap().unwrap(), f.unwrap().unwrap()];
        assert_eq!(renewed.iter().filter(|renewed| **renewed).count(), 1, "renewed in round {round}");
        assert_eq!(
            [a.unwrap(), b.unwrap()].iter().filter(|r| r.is_ok()).count(),
            1,
            "accepted in round {round}"
        );
        assert_eq!(
            [c.unwrap(), d.unwrap()].iter().filter(|r| r.is_ok()).count(),
            1,
            "reset in round {round}"
        );
    }
}

/// Double clicks: the same key at once makes one job, and both get it (test R7).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_makes_one_job() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    for round in 0..PAIRS {
        let click = || {
            let store = database.store.clone();
            let key = format!("click-{round}");
            tokio::spawn(async move {
                let mut tx = store.tenant(org).await?;
                let order = jobs::NewJob { idempotency_key: Some(&key), ..crate::streams::job_order() };
                let job = jobs::create(&mut tx, project, &order).await?;
                tx.commit().await?;
                Ok::<_, Error>(job)
            })
        };
        let (a, b) = tokio::join!(click(), click());
        let (a, b) = (a.unwrap().unwrap(), b.unwrap().unwrap());
        assert_eq!(a, b, "round {round}");
        let mut tx = database.store.tenant(org).await.unwrap();
        jobs::cancel(&mut tx, a).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_sum_of_text_that_postgres_refuses_is_an_error_and_no_panic() {
    let database = Database::fresh().await;
    let (org, ..) = database.project("alpha").await;
    for name in ["a\0b", "", "  ", &"x".repeat(101)] {
        let mut tx = database.store.tenant(org).await.unwrap();
        let refused = projects::create(&mut tx, name, None).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Invalid, "{refused:?}");
    }
}
