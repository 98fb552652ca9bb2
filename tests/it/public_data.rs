//! Public conversations beside the checkout, where they are there: real shapes that nobody made for us.

use std::fs;
use std::path::PathBuf;

use foundry_core::export::{ExportFormat, validate};
use foundry_tests::repository;

use crate::runs::{assert_counts_add_up, run_as};

/// File, rows with a message, conversations. Third-party text is never committed, so a checkout may stand alone.
const FILES: [(&str, u64, u64); 4] = [
    ("agentune_sample/sample_conversations.csv", 840, 47),
    ("abcd_sample/abcd_sample.json", 72, 3),
    ("taskmaster4/data_00.json", 1_883, 500),
    ("taskmaster4/data_07.json", 786, 210),
];

fn folder() -> Option<PathBuf> {
    let folder = repository().parent()?.join("shared/data");
    folder.is_dir().then_some(folder)
}

/// Names and bytes of the files that are there; `None` where the folder is missing.
pub fn files() -> Option<Vec<(&'static str, Vec<u8>)>> {
    let folder = folder()?;
    Some(FILES.iter().filter_map(|(name, ..)| Some((*name, fs::read(folder.join(name)).ok()?))).collect())
}

#[test]
fn public_conversations_become_valid_data_sets() {
    let Some(folder) = folder() else {
        println!("not run: there is no `shared/data` beside the checkout");
        return;
    };
    for (name, rows, conversations) in FILES {
        let Ok(bytes) = fs::read(folder.join(name)) else { continue };
        for format in ExportFormat::ALL {
            let (output, manifest) = run_as(format, name, &bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_counts_add_up(&manifest);
            assert_eq!(manifest.counts.rows_mapped, rows, "{name}");
            assert_eq!(manifest.counts.conversations, conversations, "{name}");
            assert_eq!(manifest.leak_audit.residual, 0, "{name}");
            let report = validate(output.as_bytes(), format).expect("it can be read");
            assert!(report.valid, "{name} as {}: {:?}", format.as_str(), report.problems.first());
        }
    }
}
