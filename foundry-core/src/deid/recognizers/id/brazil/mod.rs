//! Identifiers of Brazil.

mod cnpj;
mod cpf;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[cnpj::PRINTED, cnpj::OTHER, cpf::PRINTED, cpf::OTHER];
