//! The native half of the Python package `foundry`: convert in, call the core, convert out.
//!
//! Texts and columns come as they are ([`engine`], [`columns`]); settings, conversations and reports cross as the JSON of
//! the core ([`calls`]). The half that users see is `foundry/`.

mod calls;
#[cfg(feature = "arrow")]
mod columns;
mod engine;
mod error;
mod files;
mod reader;
mod run;

use pyo3::prelude::*;

#[pymodule]
mod _foundry {
    #[pymodule_export]
    use crate::calls::{filter_reason, inspect, json_schema, map_messages, reidentify, validate};
    #[pymodule_export]
    use crate::engine::{Engine, Finding};
    #[pymodule_export]
    use crate::files::read_text;
    #[pymodule_export]
    use crate::reader::Reader;
    #[pymodule_export]
    use crate::run::Progress;

    use foundry_core::entity::EntityType;
    use foundry_core::error::ErrorKind;
    use foundry_core::export::ExportFormat;
    use pyo3::prelude::*;

    /// What else the other half needs to know.
    #[pymodule_init]
    fn constants(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("HAS_ARROW", cfg!(feature = "arrow"))?;
        module.add("ENTITY_TYPES", EntityType::ALL.iter().map(|t| t.name()).collect::<Vec<_>>())?;
        module.add("EXPORT_FORMATS", ExportFormat::names().collect::<Vec<_>>())?;
        module.add("ERROR_CODES", ErrorKind::ALL.map(ErrorKind::code).to_vec())
    }
}
