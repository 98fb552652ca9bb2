//! JSON: an array of rows anywhere in a document, or one object a line. Nested fields become dotted columns, and
//! an array of messages inside a row becomes rows of its own.

mod advance;
mod join;
mod opening;
mod parse;
mod path;
mod product;
mod shape;
mod splice;
mod tree;

use self::join::{Joined, Tables};
use self::opening::Opening;
use self::parse::{Parser, Token};
use self::path::{Step, broken, find_rows, go_to, parse_path, peek, write_path};
use self::product::Product;
use self::shape::{JsonColumn, Sample, columns_of, messages_path};
use self::tree::{Found, Tree};
use super::options::{ReadLimits, ReadOptions};
use super::remarks::Remarks;
use super::text::{Block, from_windows_1252};
use super::{Row, SAMPLE_BYTES, SAMPLE_ROWS};
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::record::{Cell, Record, ValueKind, Warning};

/// What is told of a document whose tables stay apart.
const TABLES_NOT_JOINED: &str = "the document has several tables and is larger than `limits.maxJoinBytes`, so one of them was \
     read and the others were not joined to it: names, roles and tickets that stand there are missing; raise the limit, \
     or split the export";

/// How the rows follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One a line.
    Lines,
    /// Elements of an array.
    Elements,
    /// One single object.
    Single,
}

enum Advance {
    Element,
    Rejected(Warning),
    End,
}

/// The rows of a JSON file, one after the other.
pub(super) struct JsonRows<'r> {
    block: Block<'r>,
    layout: Layout,
    limits: ReadLimits,
    utf16: bool,
    columns: Vec<JsonColumn>,
    messages: Option<String>,
    bound: Vec<String>,
    outer: Tree,
    inner: Tree,
    inner_slots: Vec<usize>,
    /// The row before.
    row: u64,
    /// Where in the window the next element is looked for.
    at: usize,
    /// The element in the window.
    start: usize,
    end: usize,
    /// Whether the window must keep what was read, to read it again.
    sampling: bool,
    first: bool,
    done: bool,
    /// Whether the rows are the whole document, so that nothing may stand behind them.
    whole: bool,
    /// Whether tables may stand behind the rows that were too far away to join.
    may_have_tables: bool,
    found: Found,
    /// The element as text of its own: where it holds messages, or had to be decoded.
    text: String,
    /// Where in `text` the next message is looked for, and where their array ends.
    message_at: Option<usize>,
    cells: Vec<Cell>,
    unescaped: String,
    outer_unescaped: usize,
    /// The product whose export it is, where that needs more than an array of messages.
    product: Option<&'static Product>,
    opening: Opening,
    /// Bytes of the caller behind a window that holds joined tables instead.
    taken: u64,
}

impl<'r> JsonRows<'r> {
    /// Finds the rows of a JSON document; writes where into `options`.
    pub(super) fn document(
        mut block: Block<'r>,
        options: &mut ReadOptions,
        remarks: &mut Remarks,
    ) -> Result<JsonRows<'r>> {
        let depth = options.limits.max_depth;
        let mut unseen = false;
        match JsonRows::tables(&mut block, options)? {
            Tables::Joined(joined) => return JsonRows::of_joined(&block, joined, options),
            Tables::TooLarge => remarks.note("tables_not_joined", TABLES_NOT_JOINED),
            Tables::Unseen => unseen = true,
            Tables::One => {}
        }
        let mut steps = match &options.json_path {
            Some(path) => parse_path(path)?,
            None if peek(&mut block)? == Some(b'{') => {
                block.fill_to(SAMPLE_BYTES)?;
                find_rows(block.data(), block.ended(), depth)
            }
            None => Vec::new(),
        };
        if let Some(all) = steps.iter().position(|step| *step == Step::All) {
            // `tickets[*].comments[*]`: what follows the first star is the path of the messages.
            let rest: Vec<Step> = steps.drain(all..).filter(|step| *step != Step::All).collect();
            if !rest.is_empty() && options.messages_path.is_none() {
                options.messages_path = Some(write_path(&rest));
            }
        }
        let layout = match go_to(&mut block, &steps)? {
            b'[' => {
                block.consume(1);
                Layout::Elements
            }
            b'{' => Layout::Single,
            _ if steps.is_empty() => return Err(broken(&block, "expected an array or an object")),
            _ => {
                let path = write_path(&steps);
                return Err(Error::new(
                    ErrorKind::Config,
                    "`jsonPath` leads to neither an array nor an object",
                )
                .at_path(path));
            }
        };
        options.json_path = Some(write_path(&steps));
        let mut rows = JsonRows::open(block, layout, options)?;
        rows.whole = steps.is_empty();
        rows.may_have_tables = unseen && steps.len() == 1;
        Ok(rows)
    }

    /// Joins the tables of a document that has several.
    fn tables(block: &mut Block<'r>, options: &ReadOptions) -> Result<Tables> {
        if peek(block)? != Some(b'{') {
            return Ok(Tables::One);
        }
        let steps = options.json_path.as_deref().map(parse_path).transpose()?;
        let wanted = match steps.as_deref() {
            None => None,
            Some([Step::Key(key)] | [Step::Key(key), Step::All]) => Some(key.as_str()),
            Some(_) => return Ok(Tables::One),
        };
        join::join(block, wanted, &options.limits)
    }

    /// Reads the messages of a document of several tables, each with what it names in the others.
    fn of_joined(block: &Block<'r>, joined: Joined, options: &mut ReadOptions) -> Result<JsonRows<'r>> {
        let taken = block.bytes_read();
        options.json_path = Some(write_path(&[Step::Key(joined.key)]));
        let mut block = Block::of_text(joined.text, &options.limits)?;
        peek(&mut block)?;
        block.consume(1);
        let mut rows = JsonRows::open(block, Layout::Elements, options)?;
        rows.taken = taken;
        Ok(rows)
    }

    /// Reads one object a line.
    pub(super) fn lines(block: Block<'r>, options: &mut ReadOptions) -> Result<JsonRows<'r>> {
        JsonRows::open(block, Layout::Lines, options)
    }

    fn open(block: Block<'r>, layout: Layout, options: &mut ReadOptions) -> Result<JsonRows<'r>> {
        use super::options::Encoding;
        let mut rows = JsonRows {
            block,
            layout,
            limits: options.limits.clone(),
            utf16: matches!(options.encoding, Some(Encoding::Utf16Le | Encoding::Utf16Be)),
            columns: Vec::new(),
            messages: None,
            bound: Vec::new(),
            outer: Tree::new(),
            inner: Tree::new(),
            inner_slots: Vec::new(),
            row: 0,
            at: 0,
            start: 0,
            end: 0,
            sampling: false,
            first: true,
            done: false,
            whole: false,
            may_have_tables: false,
            found: Found::default(),
            text: String::new(),
            message_at: None,
            cells: Vec::new(),
            unescaped: String::new(),
            outer_unescaped: 0,
            product: None,
            opening: Opening::default(),
            taken: 0,
        };
        let mut samples = rows.sample_elements()?;
        rows.messages = match options.messages_path.as_deref() {
            Some("") => None,
            Some(path) => Some(check_messages(path, &samples)?),
            None => messages_path(&samples),
        };
        let product = product::recognise(&samples);
        if let Some(product) = product.filter(|_| options.messages_path.is_none()) {
            rows.messages = Some(product.messages.to_owned());
        }
        options.messages_path = Some(rows.messages.clone().unwrap_or_default());
        rows.product = product.filter(|product| rows.messages.as_deref() == Some(product.messages));
        if rows.product.is_some_and(|product| product.lookup.is_some()) {
            samples = rows.sample_elements()?;
        }
        rows.columns = columns_of(&samples, rows.messages.as_deref());
        if let Some(product) = rows.product {
            opening::add_columns(product, &mut rows.columns);
        }
        if rows.columns.len() > rows.limits.max_columns {
            let limit = rows.limits.max_columns;
            return Err(Error::new(
                ErrorKind::Limit,
                format!("the rows have more than {limit} different fields"),
            )
            .with_hint("raise `limits.maxColumns`, or point `jsonPath` at the rows"));
        }
        let names: Vec<String> = rows.columns.iter().map(|column| column.name.clone()).collect();
        rows.bind(&names.iter().map(String::as_str).collect::<Vec<_>>());
        Ok(rows)
    }

    /// The names of the columns seen in the sample.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Bytes taken from the caller so far.
    pub(super) fn bytes_read(&self) -> u64 {
        if self.taken > 0 { self.taken } else { self.block.bytes_read() }
    }

    /// Chooses the columns by name. A name that is not in the sample is taken as a dotted path.
    pub(super) fn bind(&mut self, names: &[&str]) {
        self.outer = Tree::new();
        self.inner = Tree::new();
        self.inner_slots.clear();
        self.bound = names.iter().map(|&name| name.to_owned()).collect();
        let messages = self.messages.clone();
        if let Some(messages) = &messages {
            self.outer.mark_messages(messages.split('.'));
        }
        for (slot, &name) in names.iter().enumerate() {
            let known = self.columns.iter().find(|column| column.name == name).cloned();
            let column = known.unwrap_or_else(|| unknown_column(name, messages.as_deref()));
            let path = column.path.iter().map(String::as_str);
            if column.inner {
                self.inner.add(path, slot);
                self.inner_slots.push(slot);
            } else {
                self.outer.add(path, slot);
            }
        }
        let product = self.product.filter(|_| !self.inner_slots.is_empty());
        self.opening = Opening::bind(product, &self.bound, messages.as_deref(), &mut self.outer);
        self.found.tokens = vec![Token::NULL; names.len() + self.opening.shadows()];
        self.cells = vec![Cell::NULL; names.len()];
    }

    /// The values of the first rows, column by column, without taking them.
    pub(super) fn sample(&mut self) -> Result<Vec<Vec<String>>> {
        let mut values = vec![Vec::new(); self.columns.len()];
        let mut remarks = Remarks::default();
        self.sampling = true;
        let mut rows = 0;
        while rows < SAMPLE_ROWS {
            match self.next(&mut remarks)? {
                Some(Row::Record(record)) => {
                    for (slot, column) in values.iter_mut().enumerate() {
                        column.push(record.get(slot).text.to_owned());
                    }
                    rows += 1;
                }
                Some(Row::Rejected(_)) => {}
                None => break,
            }
        }
        self.rewind();
        Ok(values)
    }

    /// The first elements as small copies, without taking them.
    fn sample_elements(&mut self) -> Result<Vec<Sample>> {
        self.sampling = true;
        self.found.tokens.clear();
        let mut samples = Vec::new();
        let mut first_fault = None;
        while samples.len() < SAMPLE_ROWS {
            match self.advance()? {
                Advance::Element => {
                    let element = &self.block.data()[self.start..self.end];
                    let spliced = self
                        .product
                        .and_then(|product| opening::look_up(product, element, self.limits.max_depth));
                    let element = spliced.as_deref().map_or(element, str::as_bytes);
                    if let Ok(sample) = Sample::parse(&mut Parser::new(element, 0, self.limits.max_depth)) {
                        samples.push(sample);
                    }
                }
                Advance::Rejected(warning) => first_fault = first_fault.or(Some(warning)),
                Advance::End => break,
            }
        }
        self.rewind();
        match first_fault {
            Some(warning) if samples.is_empty() && self.block.ended() => {
                let row = warning.row.unwrap_or(1);
                Err(Error::new(
                    ErrorKind::Format,
                    format!("no row is a JSON object; the first one: {}", warning.message),
                )
                .at_row(row)
                .with_hint("check the file with a JSON tool, or set `jsonPath` to the array of rows"))
            }
            _ => Ok(samples),
        }
    }

    fn rewind(&mut self) {
        self.sampling = false;
        self.at = 0;
        self.row = 0;
        self.first = true;
        self.done = false;
        self.message_at = None;
        self.opening.set_pending(false);
    }

    /// The next row.
    pub(super) fn next(&mut self, remarks: &mut Remarks) -> Result<Option<Row<'_>>> {
        loop {
            if self.opening.take_pending() {
                if let Some(warning) = self.fill_opening(remarks) {
                    return Ok(Some(Row::Rejected(warning)));
                }
                let record = Record::new(self.row, &self.text, &self.unescaped, &self.cells);
                return Ok(Some(Row::Record(record)));
            }
            if let Some(at) = self.message_at.take() {
                match self.next_message(at, remarks) {
                    Some(None) => {
                        return Ok(Some(Row::Record(Record::new(
                            self.row,
                            &self.text,
                            &self.unescaped,
                            &self.cells,
                        ))));
                    }
                    Some(Some(warning)) => return Ok(Some(Row::Rejected(warning))),
                    None => continue,
                }
            }
            match self.advance()? {
                Advance::End => {
                    if !self.sampling && std::mem::take(&mut self.whole) && self.text_follows()? {
                        let what = if self.layout == Layout::Single { "object" } else { "array" };
                        let message = format!(
                            "text stands behind the {what} and was not read; write one object a line"
                        );
                        remarks.note("text_after_rows", message);
                    }
                    if !self.sampling && std::mem::take(&mut self.may_have_tables) && self.table_follows()? {
                        remarks.note("tables_not_joined", TABLES_NOT_JOINED);
                    }
                    return Ok(None);
                }
                Advance::Rejected(warning) => return Ok(Some(Row::Rejected(warning))),
                Advance::Element => {}
            }
            if self.messages.is_none() && std::str::from_utf8(self.element()).is_ok() {
                break;
            }
            if let Err(warning) = self.own_element(remarks) {
                return Ok(Some(Row::Rejected(warning)));
            }
            if self.messages.is_some() {
                if let Err(warning) = self.begin_messages(remarks) {
                    return Ok(Some(Row::Rejected(warning)));
                }
                continue;
            }
            // The element was decoded into `text`.
            self.unescaped.clear();
            let slots = 0..self.bound.len();
            return Ok(Some(match self.fill_own(slots, remarks) {
                Some(warning) => Row::Rejected(warning),
                None => Row::Record(Record::new(self.row, &self.text, &self.unescaped, &self.cells)),
            }));
        }
        self.unescaped.clear();
        let element = self.block.data().get(self.start..self.end).unwrap_or(&[]);
        let text = std::str::from_utf8(element).unwrap_or("");
        let mut filling = Filling {
            text,
            unescaped: &mut self.unescaped,
            cells: &mut self.cells,
            max_cell: self.limits.max_cell_bytes,
            lone: false,
        };
        let long = (0..self.bound.len()).find(|&slot| !filling.fill(slot, &self.found.tokens));
        if filling.lone {
            remarks.lone_surrogates.count(self.row);
        }
        Ok(Some(match long {
            Some(slot) => Row::Rejected(too_long(self.row, &self.bound[slot], self.limits.max_cell_bytes)),
            None => Row::Record(Record::new(self.row, text, &self.unescaped, &self.cells)),
        }))
    }

    fn element(&self) -> &[u8] {
        self.block.data().get(self.start..self.end).unwrap_or(&[])
    }

    /// Copies the element into `text`; one that is not UTF-8 is decoded and shredded again.
    fn own_element(&mut self, remarks: &mut Remarks) -> std::result::Result<(), Warning> {
        self.text.clear();
        let element = self.block.data().get(self.start..self.end).unwrap_or(&[]);
        match std::str::from_utf8(element) {
            Ok(text) => self.text.push_str(text),
            Err(error) => {
                let Some(text) = from_windows_1252(element).filter(|_| !self.utf16) else {
                    let code = if self.utf16 { "invalid_utf16" } else { "invalid_utf8" };
                    let message = format!("byte {} of the row is not valid text", error.valid_up_to() + 1);
                    return Err(Warning::rejected(code, self.row, message));
                };
                remarks.mixed_encoding.count(self.row);
                self.text = text;
                self.found.tokens.fill(Token::NULL);
                self.found.messages = None;
                let mut parser = Parser::new(self.text.as_bytes(), 0, self.limits.max_depth);
                // It parsed before; only bytes above ASCII have changed.
                let _ = self.outer.shred(&mut parser, &mut self.found);
            }
        }
        Ok(())
    }

    /// Copies what tells of authors into the messages and shreds the element again.
    fn look_up_authors(&mut self) {
        let spliced = self
            .product
            .and_then(|product| opening::look_up(product, self.text.as_bytes(), self.limits.max_depth));
        if let Some(text) = spliced {
            self.text = text;
            self.found.tokens.fill(Token::NULL);
            self.found.messages = None;
            let mut parser = Parser::new(self.text.as_bytes(), 0, self.limits.max_depth);
            // It parsed before; only whole objects were added.
            let _ = self.outer.shred(&mut parser, &mut self.found);
        }
    }

    /// Turns what the row tells of its first message into the cells of a message.
    fn fill_opening(&mut self, remarks: &mut Remarks) -> Option<Warning> {
        for &slot in &self.inner_slots {
            self.found.tokens[slot] = Token::NULL;
        }
        self.unescaped.truncate(self.outer_unescaped);
        self.opening.fill_tokens(&mut self.found.tokens);
        let slots = std::mem::take(&mut self.inner_slots);
        let warning = self.fill_own(slots.iter().copied(), remarks);
        self.inner_slots = slots;
        self.opening.fill_texts(&mut self.unescaped, &mut self.cells);
        warning
    }

    /// Prepares the outer cells and goes to the first message.
    fn begin_messages(&mut self, remarks: &mut Remarks) -> std::result::Result<(), Warning> {
        self.look_up_authors();
        let opens = self.opening.says_something(&self.found.tokens);
        let array = self.found.messages.filter(|(start, end)| {
            let mut parser = Parser::new(self.text.as_bytes(), start + 1, self.limits.max_depth);
            parser.peek() != Ok(b']') && end > start
        });
        if array.is_none() && !opens {
            let what = if self.found.messages.is_some() { "is empty" } else { "is missing" };
            return Err(Warning::rejected("no_messages", self.row, format!("the array of messages {what}")));
        }
        self.unescaped.clear();
        if let Some(warning) = self.fill_own(0..self.bound.len(), remarks) {
            return Err(warning);
        }
        self.outer_unescaped = self.unescaped.len();
        self.message_at = array.map(|(start, _)| start + 1);
        self.opening.set_pending(opens);
        Ok(())
    }

    /// The message that starts here: `None` after the last one, `Some(None)` for a readable one.
    fn next_message(&mut self, at: usize, remarks: &mut Remarks) -> Option<Option<Warning>> {
        for &slot in &self.inner_slots {
            self.found.tokens[slot] = Token::NULL;
        }
        self.unescaped.truncate(self.outer_unescaped);
        let mut parser = Parser::new(self.text.as_bytes(), at, self.limits.max_depth);
        if parser.peek() == Ok(b',') {
            parser.bump();
        }
        if parser.peek().is_ok_and(|byte| byte == b']')
            || self.inner.shred(&mut parser, &mut self.found).is_err()
        {
            return None;
        }
        self.message_at = Some(parser.position());
        let slots = std::mem::take(&mut self.inner_slots);
        let warning = self.fill_own(slots.iter().copied(), remarks);
        self.inner_slots = slots;
        Some(warning)
    }

    /// Turns tokens over `text` into cells; a warning if one is too long.
    fn fill_own(&mut self, mut slots: impl Iterator<Item = usize>, remarks: &mut Remarks) -> Option<Warning> {
        let max_cell = self.limits.max_cell_bytes;
        let mut filling = Filling {
            text: &self.text,
            unescaped: &mut self.unescaped,
            cells: &mut self.cells,
            max_cell,
            lone: false,
        };
        let long = slots.find(|&slot| !filling.fill(slot, &self.found.tokens));
        if filling.lone {
            remarks.lone_surrogates.count(self.row);
        }
        long.map(|slot| too_long(self.row, &self.bound[slot], max_cell))
    }
}

fn too_long(row: u64, column: &str, limit: usize) -> Warning {
    Warning::rejected("cell_too_long", row, format!("a value is longer than {limit} bytes")).at_column(column)
}

/// A column that the sample does not have: its name is its path.
fn unknown_column(name: &str, messages: Option<&str>) -> JsonColumn {
    let inner = messages
        .and_then(|messages| name.strip_prefix(messages))
        .filter(|rest| rest.is_empty() || rest.starts_with('.'));
    let path = inner.map_or(name, |rest| rest.strip_prefix('.').unwrap_or(rest));
    let path = if path.is_empty() { Vec::new() } else { path.split('.').map(str::to_owned).collect() };
    JsonColumn { name: name.to_owned(), path, inner: inner.is_some() }
}

/// Checks a path of messages that the caller gave against the sample.
fn check_messages(path: &str, samples: &[Sample]) -> Result<String> {
    let path = path.trim_start_matches("$.").trim_end_matches("[*]");
    let mut level: Vec<&Sample> = samples.iter().collect();
    for key in path.split('.') {
        let next: Vec<&Sample> = level.iter().filter_map(|sample| sample.get(key)).collect();
        if next.is_empty() && !level.is_empty() {
            let keys = level.iter().flat_map(|sample| match sample {
                Sample::Object(members) => members.as_slice(),
                _ => &[],
            });
            let error = Error::new(ErrorKind::Config, format!("no sampled row has the key `{key}`"))
                .at_path("messagesPath");
            return Err(match nearest(key, keys.map(|(name, _)| name.as_str())) {
                Some(name) => error.with_hint(format!("did you mean `{name}`?")),
                None => error.with_hint("leave `messagesPath` out to have it found"),
            });
        }
        level = next;
    }
    Ok(path.to_owned())
}

/// Turns tokens into cells.
struct Filling<'a> {
    text: &'a str,
    unescaped: &'a mut String,
    cells: &'a mut [Cell],
    max_cell: usize,
    lone: bool,
}

impl Filling<'_> {
    /// Fills one cell; `false` if its value is too long.
    fn fill(&mut self, slot: usize, tokens: &[Token]) -> bool {
        let (Some(token), Some(cell)) = (tokens.get(slot), self.cells.get_mut(slot)) else { return true };
        let raw = self.text.get(token.start..token.end).unwrap_or("");
        let start = self.unescaped.len();
        match token.kind {
            ValueKind::Text if token.escaped => self.lone |= parse::unescape(raw, self.unescaped),
            ValueKind::Json if parse::has_space(raw) => parse::compact(raw, self.unescaped),
            kind => {
                // Elements are shorter than `element_limit`, far below 4 GiB.
                *cell = Cell { start: token.start as u32, end: token.end as u32, kind, unescaped: false };
                return raw.len() <= self.max_cell;
            }
        }
        let end = self.unescaped.len();
        *cell = Cell { start: start as u32, end: end as u32, kind: token.kind, unescaped: true };
        end - start <= self.max_cell
    }
}
