#!/usr/bin/env bash
# Makes a standard library for wasm32-unknown-unknown available and prints the environment to build with:
#   eval "$(tests/tools/wasm-toolchain.sh)" && cargo build --release --target wasm32-unknown-unknown
# 1. It is there already, or `rustup target add` brings it: plain cargo does the rest.
# 2. No toolchain server in reach: Debian's own compiler and library source (rustc-web, rust-web-src). The library is
#    built once into target/wasm-sysroot. WASM_FALLBACK=1 forces this way, to test it.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=wasm32-unknown-unknown
plain="export CARGO_TARGET_DIR='$PWD/target/wasm'"

have_std() { compgen -G "$(rustc --print target-libdir --target $target)/libstd-*.rlib" >/dev/null; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
apt_install() {
  as_root apt-get update -qq >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

if [ "${WASM_FALLBACK:-0}" != 1 ]; then
  if have_std; then echo "$plain"; exit 0; fi
  if command -v rustup >/dev/null && timeout "${WASM_RUSTUP_TIMEOUT:-30}" rustup target add $target >&2 && have_std; then
    echo "$plain"
    exit 0
  fi
fi

debian_rustc=/usr/bin/rustc
if ! [ -e /usr/lib/rustlib/src/rust/library/std/src/lib.rs ] || ! [ -x $debian_rustc ]; then
  apt_install rustc-web rust-web-src
fi

linker="$(rustc --print sysroot)/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld"
if ! [ -x "$linker" ]; then
  llvm="$($debian_rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')"
  linker=/usr/bin/wasm-ld-$llvm
  [ -x "$linker" ] || apt_install "lld-$llvm"
fi

sysroot="$PWD/target/wasm-sysroot"
lib="$sysroot/lib/rustlib/$target/lib"
stamp="$sysroot/$($debian_rustc -V | tr ' ()' '___')"
if ! [ -e "$stamp" ]; then
  # A package without content, built with -Zbuild-std, leaves the library behind.
  probe="$(mktemp -d)"
  trap 'rm -rf "$probe"' EXIT
  mkdir -p "$probe/src"
  echo '#![no_std]' > "$probe/src/lib.rs"
  cat > "$probe/Cargo.toml" <<'TOML'
[package]
name = "stdprobe"
version = "0.0.0"
edition = "2021"
[workspace]
[profile.release]
panic = "abort"
TOML
  RUSTC=$debian_rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$probe/target" RUSTFLAGS='' \
    cargo build -q --release --manifest-path "$probe/Cargo.toml" --target $target -Zbuild-std=std,panic_abort >&2
  rm -rf "$sysroot"
  mkdir -p "$lib" "$sysroot/bin"
  ln -s /usr/lib/rustlib/x86_64-unknown-linux-gnu "$sysroot/lib/rustlib/x86_64-unknown-linux-gnu"
  cp "$probe/target/$target/release/deps/"*.rlib "$lib/"
  rm -f "$lib"/libstdprobe-*
  printf '#!/bin/sh\nexec %s --sysroot %s "$@"\n' "$debian_rustc" "$sysroot" > "$sysroot/bin/rustc"
  chmod +x "$sysroot/bin/rustc"
  touch "$stamp"
fi
echo "export CARGO_TARGET_DIR='$PWD/target/wasm' RUSTC='$sysroot/bin/rustc' CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER='$linker'"
