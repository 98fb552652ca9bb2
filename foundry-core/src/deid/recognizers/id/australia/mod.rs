//! Identifiers of Australia.

mod abn;
mod acn;
mod medicare;
mod tfn;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] =
    &[abn::RULE, acn::RULE, medicare::RULE, medicare::GROUPED, tfn::RULE, tfn::GROUPED];
