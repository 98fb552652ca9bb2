//! Compound files (MS-CFB) around old workbooks: which streams there are, and how large the grid of a sheet is.

use super::{broken, protected};
use crate::error::{Error, ErrorKind, Result};
use crate::read::options::ReadLimits;

/// Marks the end of a chain; this and what is above is no sector.
const FIRST_MARK: u32 = 0xffff_fffa;

/// So many sheets may begin where no record does: each of them costs a walk over the file.
const MAX_ASTRAY: usize = 8;

/// A stream as pieces of the file, each `piece` bytes long.
struct Stream {
    places: Vec<usize>,
    piece: usize,
    length: usize,
}

impl Stream {
    /// The place in the file of a byte of the stream.
    fn place(&self, at: usize) -> Option<usize> {
        (at < self.length).then_some(())?;
        Some(self.places.get(at / self.piece)? + at % self.piece)
    }

    fn u16(&self, file: &[u8], at: usize) -> Option<u16> {
        let byte = |at| file.get(self.place(at)?).copied();
        Some(u16::from_le_bytes([byte(at)?, byte(at + 1)?]))
    }
}

struct File<'b> {
    bytes: &'b [u8],
    shift: u32,
    fat: Vec<u32>,
}

impl File<'_> {
    fn u32(&self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes.get(at..at + 4)?.try_into().ok()?))
    }

    fn sector(&self, number: u32) -> usize {
        (number as usize + 1) << self.shift
    }

    /// The sectors of a chain; `None` for a circle, which the library would follow for ever.
    fn chain(&self, first: u32) -> Option<Vec<u32>> {
        let (mut chain, mut sector) = (Vec::new(), first);
        while sector < FIRST_MARK {
            if chain.len() > self.fat.len() {
                return None;
            }
            chain.push(sector);
            sector = self.fat.get(sector as usize).copied().unwrap_or(FIRST_MARK);
        }
        Some(chain)
    }

    fn stream(&self, first: u32, length: usize) -> Option<Stream> {
        let places = self.chain(first)?.into_iter().map(|sector| self.sector(sector)).collect();
        Some(Stream { places, piece: 1 << self.shift, length })
    }
}

/// Checks an old workbook before any of it is unpacked, and gives it back with the records that promise sizes taken
/// out: the library would make room for whatever they say.
pub(super) fn check(bytes: &[u8], limits: &ReadLimits) -> Result<Vec<u8>> {
    let Streams { is_encrypted, books } = streams(bytes).ok_or_else(|| {
        Error::new(ErrorKind::Format, "the old Office document is damaged, or no whole file")
            .with_hint("open it in a spreadsheet program and save it as .xlsx")
    })?;
    if is_encrypted {
        return Err(protected());
    }
    if books.is_empty() {
        return Err(Error::new(ErrorKind::Unsupported, "the file is an old Office document, not a workbook")
            .with_hint("save the table as .xlsx or CSV"));
    }
    // Where the newer form is damaged, the library reads the older one beside it.
    books.iter().try_fold(bytes.to_vec(), |copy, book| check_book(bytes, copy, book, limits))
}

/// Checks one form of the workbook; gives the copy back without its promises.
fn check_book(bytes: &[u8], copy: Vec<u8>, book: &Stream, limits: &ReadLimits) -> Result<Vec<u8>> {
    let mut walk = Walk { bytes, book, copy, total: 0, starts: Vec::new(), sheets: Vec::new() };
    walk.from(0);
    let mut sheets = std::mem::take(&mut walk.sheets);
    sheets.sort_unstable();
    let begins = |start: &usize| walk.starts.binary_search(start).is_ok();
    // A damaged file may say that a sheet begins amid a record, where records are others than those that were seen.
    let mut astray: Vec<usize> = sheets.iter().copied().filter(|start| !begins(start)).collect();
    astray.dedup();
    if astray.len() > MAX_ASTRAY {
        return Err(broken());
    }
    astray.into_iter().for_each(|start| walk.from(start));
    // Each sheet is made room for, even if another begins at the same place.
    let repeated = sheets.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(1);
    let Walk { copy, total, .. } = walk;
    let total = total.saturating_mul(repeated as u64);
    if total > limits.max_grid_cells {
        let limit = limits.max_grid_cells;
        return Err(Error::new(ErrorKind::Limit, format!("the sheets span more than {limit} cells"))
            .with_hint(
                "save the workbook as .xlsx, or raise `limits.maxGridCells` if the file can be trusted",
            ));
    }
    Ok(copy)
}

/// A walk over the records of a workbook.
struct Walk<'b> {
    bytes: &'b [u8],
    book: &'b Stream,
    /// The file without the records that promise sizes.
    copy: Vec<u8>,
    /// How many cells the grids of all sheets have.
    total: u64,
    /// Where records begin, from the first on.
    starts: Vec<usize>,
    /// Where sheets begin, as the workbook says.
    sheets: Vec<usize>,
}

impl Walk<'_> {
    /// Visits the records from this place of the stream on.
    fn from(&mut self, start: usize) {
        let Walk { bytes, book, .. } = *self;
        let mut grid = Grid::default();
        let mut at = start;
        while let (Some(kind), Some(length)) = (book.u16(bytes, at), book.u16(bytes, at + 2)) {
            let data = at + 4;
            let length = usize::from(length);
            if start == 0 {
                self.starts.push(at);
            }
            match kind {
                // DIMENSIONS: a blank cell in its place is passed over.
                0x0200 => {
                    if let Some(place) = book.place(at).and_then(|place| self.copy.get_mut(place)) {
                        *place = 0x01;
                    }
                }
                // BOUNDSHEET: where a sheet begins.
                0x0085 if start == 0 => {
                    if let (Some(low), Some(high)) = (book.u16(bytes, data), book.u16(bytes, data + 2)) {
                        self.sheets.push(usize::from(low) | usize::from(high) << 16);
                    }
                }
                // BOF of the next sheet.
                0x0809 => self.total += std::mem::take(&mut grid).cells(),
                // NUMBER, LABEL, BOOLERR, FORMULA, RSTRING, RK, LABELSST, STRING.
                0x0203 | 0x0204 | 0x0205 | 0x0006 | 0x00d6 | 0x027e | 0x00fd => {
                    if let (Some(row), Some(column)) = (book.u16(bytes, data), book.u16(bytes, data + 2)) {
                        grid.add(row, column);
                    }
                }
                // MULRK: first and last column.
                0x00bd if length >= 6 => {
                    let last = book.u16(bytes, data + length - 2);
                    if let (Some(row), Some(first), Some(last)) =
                        (book.u16(bytes, data), book.u16(bytes, data + 2), last)
                    {
                        grid.add(row, first);
                        grid.add(row, last);
                    }
                }
                _ => {}
            }
            at = data + length;
        }
        self.total += grid.cells();
    }
}

/// The rectangle around the cells of a sheet.
#[derive(Debug, Default)]
struct Grid(Option<[u16; 4]>);

impl Grid {
    fn add(&mut self, row: u16, column: u16) {
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, column, column]);
        self.0 = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
    }

    fn cells(self) -> u64 {
        let span = |from: u16, to: u16| u64::from(to - from) + 1;
        self.0.map_or(0, |[top, bottom, left, right]| span(top, bottom) * span(left, right))
    }
}

/// Bytes below which a stream is kept in pieces within another (MS-CFB 2.2: no other number is allowed).
const CUTOFF: usize = 4096;

/// What is looked for in a compound file.
struct Streams {
    is_encrypted: bool,
    /// The forms of the workbook, in the order in which they are tried.
    books: Vec<Stream>,
}

/// Finds the streams of a compound file, by the same rules as the library: the first of a name counts, whatever it is
/// said to be.
fn streams(bytes: &[u8]) -> Option<Streams> {
    let u16_at = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let shift = u32::from(u16_at(30)?);
    if !matches!(shift, 9 | 12) {
        return None;
    }
    let mut file = File { bytes, shift, fat: Vec::new() };
    // The sectors of the allocation table: 109 of them in the header, further ones in a chain of their own.
    let mut tables: Vec<u32> = (0..109).filter_map(|at| file.u32(76 + at * 4)).collect();
    let sectors = (bytes.len() >> shift) + 1;
    let mut next = file.u32(68)?;
    let per_sector = (1usize << shift) / 4;
    for _ in 0..sectors {
        if next >= FIRST_MARK {
            break;
        }
        let start = file.sector(next);
        tables.extend((0..per_sector - 1).filter_map(|at| file.u32(start + at * 4)));
        next = file.u32(start + (per_sector - 1) * 4)?;
    }
    tables.retain(|table| *table < FIRST_MARK);
    if tables.len() > sectors {
        return None;
    }
    for table in tables {
        let start = file.sector(table);
        let entries: Vec<u32> = (0..per_sector).filter_map(|at| file.u32(start + at * 4)).collect();
        file.fat.extend(entries);
    }
    let directory = file.stream(file.u32(48)?, usize::MAX)?;
    if file.u32(56)? as usize != CUTOFF {
        return None;
    }
    let mut entries = Vec::new();
    for sector in &directory.places {
        for entry in 0..(1usize << shift) / 128 {
            let at = sector + entry * 128;
            let units = (0..32).filter_map(|i| u16_at(at + i * 2)).take_while(|unit| *unit != 0);
            let name: String = char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect();
            let (Some(first), Some(size)) = (file.u32(at + 116), file.u32(at + 120)) else { continue };
            entries.push((name, first, size as usize));
        }
    }
    let (_, first, size) = entries.first()?;
    let root = file.stream(*first, *size)?;
    let small_table: Vec<u32> = file
        .chain(file.u32(60)?)?
        .into_iter()
        .flat_map(|sector| (0..per_sector).map(move |at| (sector, at)))
        .filter_map(|(sector, at)| file.u32(file.sector(sector) + at * 4))
        .collect();
    let named = |wanted: &str| entries.iter().find(|(name, ..)| name.eq_ignore_ascii_case(wanted));
    let mut books = Vec::new();
    for (_, first, size) in ["Workbook", "Book"].into_iter().filter_map(named) {
        books.push(if *size >= CUTOFF {
            file.stream(*first, *size)?
        } else {
            // Small streams are kept in pieces of 64 bytes within one stream.
            let (mut places, mut piece) = (Vec::new(), *first);
            while piece < FIRST_MARK && places.len() <= small_table.len() {
                places.push(root.place(piece as usize * 64)?);
                piece = small_table.get(piece as usize).copied().unwrap_or(FIRST_MARK);
            }
            Stream { places, piece: 64, length: *size }
        });
    }
    Some(Streams { is_encrypted: named("EncryptedPackage").is_some(), books })
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: u32 = 0xffff_fffe;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    /// A compound file with this stream as its workbook.
    fn file(mut book: Vec<u8>) -> Vec<u8> {
        book.resize(8 * 512, 0);
        let mut header = vec![0; 512];
        header[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
        for (at, number) in [(24, 0x3e_u16), (26, 3), (28, 0xfffe), (30, 9), (32, 6)] {
            header[at..at + 2].copy_from_slice(&number.to_le_bytes());
        }
        let tables = [(44, 1), (48, 1), (56, 4096), (60, END), (68, END), (76, 0)];
        let free = (80..512).step_by(4).map(|at| (at, u32::MAX));
        for (at, number) in tables.into_iter().chain(free) {
            header[at..at + 4].copy_from_slice(&number.to_le_bytes());
        }
        // The table itself, the directory, then the stream.
        let chain = [0xffff_fffd, END].into_iter().chain(3..10).chain([END]);
        let table: Vec<u8> =
            chain.chain(std::iter::repeat(u32::MAX)).take(128).flat_map(u32::to_le_bytes).collect();
        let mut directory = vec![0; 512];
        for (entry, (name, kind, first, size)) in
            [("Root Entry", 5, END, 0_u32), ("Workbook", 2, 2, 4096)].into_iter().enumerate()
        {
            let entry = &mut directory[entry * 128..][..128];
            for (at, unit) in name.encode_utf16().enumerate() {
                entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64] = (name.len() as u8 + 1) * 2;
            entry[66] = kind;
            entry[68..80].fill(0xff);
            entry[116..120].copy_from_slice(&first.to_le_bytes());
            entry[120..124].copy_from_slice(&size.to_le_bytes());
        }
        [header, table, directory, book].concat()
    }

    #[test]
    fn chains_in_a_circle_are_refused() {
        let limits = ReadLimits::default();
        let mut bytes = file(record(0x0809, &[0; 16]));
        assert!(check(&bytes, &limits).is_ok());
        // The second sector of the stream is followed by its first; the directory by itself.
        for (sector, next) in [(3, 2_u32), (1, 1)] {
            let entry = 512 + sector * 4;
            let before: [u8; 4] = bytes[entry..entry + 4].try_into().unwrap();
            bytes[entry..entry + 4].copy_from_slice(&next.to_le_bytes());
            assert_eq!(check(&bytes, &limits).unwrap_err().kind(), ErrorKind::Format);
            bytes[entry..entry + 4].copy_from_slice(&before);
        }
    }

    #[test]
    fn no_sheet_promises_a_size_even_where_it_begins_amid_a_record() {
        let begin = |kind: u8| record(0x0809, &[&[0, 6, kind, 0][..], &[0; 12]].concat());
        let promise = record(0x0200, &[[0, 0, 0, 0], [0xff; 4], [0, 0, 0xff, 0xff], [0; 4]].concat()[..14]);
        let inner = [begin(0x10), promise, record(0x000a, &[])].concat();
        let bound = |place: u32| record(0x0085, &[&place.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat());
        let head = [begin(5), bound(0), record(0x000a, &[])].concat().len() as u32;
        let workbook =
            |place: u32| file([begin(5), bound(place), record(0x000a, &[]), record(0x0fff, &inner)].concat());
        let limits = ReadLimits::default();
        for place in [head, head + 4] {
            let checked = check(&workbook(place), &limits).unwrap();
            let promised = place == head;
            let found = checked.windows(4).any(|four| four == [0x00, 0x02, 14, 0]);
            assert_eq!(found, promised, "{place}");
            // The library reads on from where the sheet is said to begin.
            let _ = super::super::xls::XlsBook::open(&workbook(place), &limits);
        }
    }
}
