//! Connections whose other end vanishes without a word (test R5): no error comes by itself, so every call has a deadline. All
//! connections of the pool are hit, one of them in the middle of a transaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use foundry_store::local::{LocalPostgres, Purpose, prepare};
use foundry_store::queue::{self, Claim};
use foundry_store::{ErrorKind, JobId, JobKind, OrgId, Store, organizations};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// It must be noticed within this.
const BOUND: Duration = Duration::from_secs(30);

/// Gives what is wrong; empty is good.
pub async fn run() -> Vec<String> {
    let dir = std::env::temp_dir().join(format!("foundry-proxy-{}", std::process::id()));
    let server = LocalPostgres::start(&dir, Purpose::ThrowAway).expect("a throw-away Postgres");
    let options = prepare(&server, "half_open", "foundry_half_open").await.expect("the migrations");
    let silent = Arc::new(AtomicBool::new(false));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (target, quiet) = (server.port(), silent.clone());
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(backend) = TcpStream::connect(("127.0.0.1", target)).await else { continue };
            let (from_client, to_client) = client.into_split();
            let (from_backend, to_backend) = backend.into_split();
            tokio::spawn(forward(from_client, to_backend, quiet.clone()));
            tokio::spawn(forward(from_backend, to_client, quiet.clone()));
        }
    });
    let store = Store::connect(options.port(port), 4).await.expect("through the proxy");
    let before = queue::claim(&store, "w", &[JobKind::Process], Duration::from_secs(1)).await;
    let mut faults = Vec::new();
    if !matches!(before, Ok(None)) {
        faults.push("the proxy does not work".to_owned());
    }
    let mut open = store.tenant(OrgId(1)).await.expect("a transaction");
    silent.store(true, Ordering::Relaxed);
    let start = Instant::now();
    let claim = Claim {
        org: OrgId(1),
        job: JobId(1),
        attempt: 1,
        worker: String::new(),
        lease: Duration::from_secs(1),
    };
    let (claimed, beaten, released, read) = tokio::join!(
        queue::claim(&store, "w", &[JobKind::Process], Duration::from_secs(1)),
        queue::heartbeat(&store, &claim),
        queue::release(&store, &claim),
        organizations::members(&mut open),
    );
    drop(open);
    let took = start.elapsed();
    for (call, error) in [
        ("claim", claimed.err()),
        ("heartbeat", beaten.err()),
        ("release", released.err()),
        ("members", read.err()),
    ] {
        if error.map(|error| error.kind()) != Some(ErrorKind::Unavailable) {
            faults.push(format!("`{call}` over a half-open connection did not say so"));
        }
    }
    if took > BOUND {
        faults.push(format!("half-open connections were noticed after {took:?}"));
    }
    silent.store(false, Ordering::Relaxed);
    let again = queue::claim(&store, "w", &[JobKind::Process], Duration::from_secs(1)).await;
    if !matches!(again, Ok(None)) {
        faults.push("the pool did not recover".to_owned());
    }
    println!(
        "4 calls over half-open connections noticed after {:.1} s; the pool recovered: {}",
        took.as_secs_f64(),
        again.is_ok()
    );
    faults
}

/// Passes bytes on until it is told to be silent; then it keeps the connection and forgets what comes.
async fn forward(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    silent: Arc<AtomicBool>,
) {
    let mut buffer = [0; 8192];
    while let Ok(n) = from.read(&mut buffer).await {
        if n == 0 {
            break;
        }
        if silent.load(Ordering::Relaxed) {
            // This connection is dead for good, whatever happens later.
            std::future::pending::<()>().await;
        }
        if to.write_all(&buffer[..n]).await.is_err() {
            break;
        }
    }
}
