//! With the feature `tokens`: writes the vocabularies of `bpe-openai` as plain lists of tokens, which the library includes.
//! The crate itself brings tables of 47 MB for its way of counting.
#![cfg_attr(
    feature = "tokens",
    expect(
        clippy::disallowed_methods,
        reason = "a build script speaks with the file system; the library never does"
    )
)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "tokens")]
    for (name, tokenizer) in [("o200k", bpe_openai::o200k_base()), ("cl100k", bpe_openai::cl100k_base())] {
        let folder = std::env::var("OUT_DIR").expect("cargo names the folder");
        std::fs::write(format!("{folder}/{name}.tokens"), listed(&tokenizer.bpe))
            .expect("the list can be written");
    }
}

/// The tokens by rank: of each its length as one byte, then all their bytes one after the other.
#[cfg(feature = "tokens")]
fn listed(vocabulary: &bpe_openai::byte_pair_encoding::BytePairEncoding) -> Vec<u8> {
    let tokens = || (0..vocabulary.num_tokens() as u32).map(|rank| vocabulary.token_bytes(rank));
    let lengths = tokens().map(|token| u8::try_from(token.len()).expect("no token is longer than 255 bytes"));
    (vocabulary.num_tokens() as u32)
        .to_le_bytes()
        .into_iter()
        .chain(lengths)
        .chain(tokens().flatten().copied())
        .collect()
}
