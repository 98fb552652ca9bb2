//! A Postgres of one's own: on a socket that nobody else may open, and with its data still there the next time.

use std::os::unix::fs::PermissionsExt;

use foundry_store::ids::Industry;
use foundry_store::local::{LocalPostgres, Purpose, prepare};
use foundry_store::{PageRequest, Store, organizations};

#[tokio::test]
async fn a_private_server_keeps_its_data_and_to_itself() {
    let dir = std::env::temp_dir().join(format!("foundry-private-{}", std::process::id()));
    for round in 0..2 {
        let server = LocalPostgres::start(&dir, Purpose::Private).expect("a private Postgres");
        assert_eq!(std::fs::metadata(server.dir()).unwrap().permissions().mode() & 0o777, 0o700);
        let options = prepare(&server, "foundry", "foundry_server").await.unwrap();
        let store = Store::connect(options, 2).await.unwrap();
        let mut tx = store.platform().await.unwrap();
        let there = organizations::list(&mut tx, &PageRequest::first(10)).await.unwrap().items.len();
        assert_eq!(there, round, "what the round before made");
        organizations::create(&mut tx, &format!("org-{round}"), &format!("org-{round}"), Industry::Other)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // It waits for connections to end.
        store.pool().close().await;
        drop(server);
        assert!(!dir.join("data/postmaster.pid").exists(), "it stopped");
    }
    std::fs::remove_dir_all(&dir).unwrap();
}
