//! Bytes in pieces: files that JavaScript reads for the core, and streams that it takes.

use std::cell::RefCell;
use std::io::{self, Read, Write};

use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::group::Spill;
use foundry_core::pipeline::Input;
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;

/// Bytes that are asked for, or handed over, at a time.
const PIECE: usize = 1 << 20;

#[wasm_bindgen]
extern "C" {
    /// A file, read from its start to its end.
    #[derive(Clone)]
    pub type Source;

    /// Begins at the start again.
    #[wasm_bindgen(method, catch)]
    fn rewind(this: &Source) -> std::result::Result<(), JsValue>;

    #[wasm_bindgen(method, getter)]
    fn name(this: &Source) -> String;

    /// Bytes of the whole file, if known.
    #[wasm_bindgen(method, getter)]
    fn size(this: &Source) -> Option<f64>;

    /// At most so many of the next bytes; none at the end.
    #[wasm_bindgen(method, catch)]
    fn read(this: &Source, most: usize) -> std::result::Result<Uint8Array, JsValue>;

    /// A place for what does not fit in memory.
    #[derive(Clone)]
    pub type Store;

    #[wasm_bindgen(method, catch)]
    fn append(this: &Store, bytes: Uint8Array) -> std::result::Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = readAt)]
    fn read_at(this: &Store, offset: f64, length: usize) -> std::result::Result<Uint8Array, JsValue>;
}

thread_local! {
    /// Objects that the core holds by their number: it wants to be able to send what it holds to another thread, and
    /// there is none.
    static HELD: RefCell<Vec<Option<JsValue>>> = const { RefCell::new(Vec::new()) };
    /// What was thrown while the core was calling, to be thrown on when it returns.
    static THROWN: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// An object of JavaScript by its number.
struct Held(usize);

impl Held {
    fn new(object: JsValue) -> Held {
        HELD.with_borrow_mut(|held| {
            let free = held.iter().position(Option::is_none);
            let place = free.unwrap_or(held.len());
            match held.get_mut(place) {
                Some(slot) => *slot = Some(object),
                None => held.push(Some(object)),
            }
            Held(place)
        })
    }

    fn get(&self) -> JsValue {
        HELD.with_borrow(|held| held.get(self.0).cloned().flatten()).unwrap_or(JsValue::UNDEFINED)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.with_borrow_mut(|held| {
            if let Some(slot) = held.get_mut(self.0) {
                *slot = None;
            }
        });
    }
}

/// Keeps what was thrown, for [`thrown_or`].
pub fn keep_thrown(thrown: JsValue) {
    THROWN.set(Some(thrown));
}

/// What was thrown by JavaScript while the core was calling, or else the error that the core gave.
pub fn thrown_or(error: Error) -> JsValue {
    THROWN.take().unwrap_or_else(|| crate::error::raised(error))
}

fn failed(thrown: JsValue) -> io::Error {
    keep_thrown(thrown);
    io::Error::other("the caller's stream failed")
}

/// Files as inputs of a run.
pub fn inputs(files: &Array) -> std::result::Result<Vec<Input<'static>>, JsValue> {
    files.iter().map(|file| open(file.unchecked_into())).collect()
}

/// A file as an input, from its start.
pub fn open(file: Source) -> std::result::Result<Input<'static>, JsValue> {
    file.rewind()?;
    Ok(reading(file))
}

fn reading(file: Source) -> Input<'static> {
    let (name, size) = (file.name(), file.size().map(|size| size as u64));
    let reader = Pieces { source: Held::new(file.into()), piece: Vec::new(), at: 0 };
    Input { name, reader: Box::new(reader), size }
}

/// Reads a file of JavaScript piece by piece.
struct Pieces {
    source: Held,
    piece: Vec<u8>,
    at: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            let source: Source = self.source.get().unchecked_into();
            let piece = source.read(PIECE).map_err(failed)?;
            self.piece.resize(piece.length() as usize, 0);
            piece.copy_to(&mut self.piece);
            self.at = 0;
        }
        let mut rest = self.piece.get(self.at..).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// Writes to a function of JavaScript that takes pieces.
pub struct Sink {
    take: Option<Function>,
    piece: Vec<u8>,
}

impl Sink {
    /// What is written without a function goes nowhere.
    pub fn new(take: JsValue) -> Sink {
        Sink { take: take.dyn_into().ok(), piece: Vec::new() }
    }

    /// Whether somebody takes what is written.
    pub fn is_wanted(&self) -> bool {
        self.take.is_some()
    }

    fn hand_over(&mut self) -> io::Result<()> {
        if let Some(take) = &self.take
            && !self.piece.is_empty()
        {
            let piece = Uint8Array::from(self.piece.as_slice());
            take.call1(&JsValue::UNDEFINED, &piece).map_err(failed)?;
        }
        self.piece.clear();
        Ok(())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.take.is_some() {
            self.piece.extend_from_slice(bytes);
            if self.piece.len() >= PIECE {
                self.hand_over()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_over()
    }
}

/// The spill place of grouping: a store of JavaScript, outside this module's memory.
pub struct StoreSpill {
    store: Held,
    end: u64,
}

impl StoreSpill {
    /// A spill place in this store, which is empty.
    pub fn new(store: JsValue) -> StoreSpill {
        StoreSpill { store: Held::new(store), end: 0 }
    }

    fn failed(thrown: JsValue) -> Error {
        keep_thrown(thrown);
        Error::new(ErrorKind::Io, "the caller's store failed")
    }
}

impl Spill for StoreSpill {
    fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        let store: Store = self.store.get().unchecked_into();
        store.append(Uint8Array::from(bytes)).map_err(StoreSpill::failed)?;
        let start = self.end;
        self.end += bytes.len() as u64;
        Ok(start)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let store: Store = self.store.get().unchecked_into();
        let bytes = store.read_at(offset as f64, buffer.len()).map_err(StoreSpill::failed)?;
        if bytes.length() as usize != buffer.len() {
            return Err(Error::new(ErrorKind::Io, "the caller's store gave back less than was put in"));
        }
        bytes.copy_to(buffer);
        Ok(())
    }
}
