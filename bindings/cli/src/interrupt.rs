//! Ctrl-C and termination: half-written files go, the exit code is 130.

use std::fs;

use foundry_files::unfinished;

/// Ends the run on Ctrl-C, SIGTERM and SIGHUP. It ends at once, even where a read blocks: a file is at its final
/// name only when it is complete, so there is nothing to wind down.
pub fn listen() {
    // Without a handler the system ends the run by itself; a half-written file then stays under its `.part` name.
    let _ = ctrlc::set_handler(|| {
        // The lock is kept to the end: whoever is about to create or rename a file waits for ever.
        let unfinished = unfinished();
        for path in unfinished.iter() {
            let _ = fs::remove_file(path);
        }
        eprintln!("\ninterrupted");
        std::process::exit(130);
    });
}
