//! What the command line offers is what `bindings/capabilities.json` lists.

use std::collections::BTreeSet;
use std::path::Path;

use crate::{Bench, json, stdout};

#[test]
fn what_is_listed_is_offered_and_nothing_else() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../capabilities.json");
    let list = json(&std::fs::read_to_string(path).expect("reads"));
    let bench = Bench::new();
    let mut listed = BTreeSet::new();
    for capability in list["capabilities"].as_array().expect("a list") {
        let (name, offered) = (&capability["name"], &capability["cli"]);
        let names = offered["as"].as_array().map(Vec::as_slice).unwrap_or_default();
        assert!(!names.is_empty() || offered["reason"].is_string(), "{name}: neither offered nor a reason");
        for call in names {
            let call = call.as_str().expect("text");
            let (command, option) = call.split_once(' ').unwrap_or((call, ""));
            let help = stdout(&bench.run(&format!("{command} --help")).success());
            assert!(help.contains(option), "{name}: {call}");
            listed.insert(command.to_owned());
        }
    }
    let help = stdout(&bench.run("--help").success());
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Lines that go on are indented further.
    let commands = commands.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let commands: BTreeSet<String> =
        commands.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect();
    // Completions are of a shell alone.
    listed.insert("completions".to_owned());
    assert_eq!(commands, listed);
}
