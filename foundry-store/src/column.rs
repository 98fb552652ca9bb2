//! A column of a batch in the form Postgres takes it: one binary array, filled row by row, without a value of its own in
//! memory for each row.

use std::marker::PhantomData;

use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo};
use sqlx::{Postgres, Type};

use crate::error::{Error, ErrorKind, Result};

/// Values of one Postgres type, of which `T` is the Rust side.
pub(crate) struct Column<T> {
    rows: i32,
    nulls: bool,
    /// Each value behind its length, in network order; -1 is null.
    values: Vec<u8>,
    element: PhantomData<T>,
}

/// Types that a column may hold: they stand in an array as they are.
pub(crate) trait Element: PgHasArrayType {
    /// The type's number in every Postgres (`pg_type.dat`).
    const OID: u32;
}

impl Element for Vec<u8> {
    const OID: u32 = 17;
}

impl Element for String {
    const OID: u32 = 25;
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { rows: 0, nulls: false, values: Vec::new(), element: PhantomData }
    }
}

impl<T> Column<T> {
    /// Adds a value.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where it is longer than any value in Postgres may be.
    pub(crate) fn push(&mut self, value: Option<&[u8]>) -> Result<()> {
        let length = match value {
            Some(bytes) => i32::try_from(bytes.len())
                .map_err(|_| Error::new(ErrorKind::Invalid, "a value is longer than two gigabytes"))?,
            None => -1,
        };
        self.rows += 1;
        self.nulls |= value.is_none();
        self.values.extend(length.to_be_bytes());
        self.values.extend(value.unwrap_or_default());
        Ok(())
    }
}

impl<T: Element> Type<Postgres> for Column<T> {
    fn type_info() -> PgTypeInfo {
        T::array_type_info()
    }
}

/// As `array_recv` of Postgres reads it: dimensions, nulls, element type, then size and lower bound of the one dimension.
impl<T: Element> Encode<'_, Postgres> for Column<T> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> std::result::Result<IsNull, BoxDynError> {
        buffer.reserve(20 + self.values.len());
        for number in [1, i32::from(self.nulls), T::OID as i32, self.rows, 1] {
            buffer.extend(number.to_be_bytes());
        }
        buffer.extend_from_slice(&self.values);
        Ok(IsNull::No)
    }
}
