//! What training would cost: a small table of list prices with its date, and those of the settings over it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// When the table was last looked at. List prices change: give your own in `exportConfig.prices`.
pub const PRICES_AS_OF: &str = "2025-06";

/// List prices in US dollars for a million training tokens, by model.
const PRICES: [(&str, f64); 9] = [
    ("openai/gpt-4.1", 25.0),
    ("openai/gpt-4.1-mini", 5.0),
    ("openai/gpt-4.1-nano", 1.5),
    ("openai/gpt-4o", 25.0),
    ("openai/gpt-4o-mini", 3.0),
    ("google/gemini-2.5-flash", 5.0),
    ("mistral/open-mistral-nemo", 1.0),
    ("together/up-to-16b-lora", 0.48),
    ("together/17b-to-69b-lora", 1.5),
];

/// What one pass over a data set costs on one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostEstimate {
    /// The model, as `vendor/model`.
    pub model: String,
    /// US dollars for a million training tokens.
    pub usd_per_million: f64,
    /// US dollars for one pass (epoch), to the cent.
    pub usd: f64,
}

/// Estimates for every model of the table and of `own`, whose prices win, in order of the name.
pub fn estimate_costs(tokens: u64, own: &BTreeMap<String, f64>) -> Vec<CostEstimate> {
    let mut prices: BTreeMap<&str, f64> = PRICES.into_iter().collect();
    for (model, price) in own {
        prices.insert(model, *price);
    }
    let cost = |(model, price): (&str, f64)| CostEstimate {
        model: model.to_owned(),
        usd_per_million: price,
        usd: (tokens as f64 * price / 10_000.0).round() / 100.0,
    };
    prices.into_iter().map(cost).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_prices_win_and_are_added() {
        let own = BTreeMap::from([("openai/gpt-4o-mini".to_owned(), 2.0), ("own/model".to_owned(), 10.0)]);
        let costs = estimate_costs(1_500_000, &own);
        let of = |model: &str| costs.iter().find(|c| c.model == model).unwrap().usd;
        assert_eq!((of("openai/gpt-4o-mini"), of("own/model"), of("openai/gpt-4o")), (3.0, 15.0, 37.5));
        assert_eq!(costs.len(), PRICES.len() + 1);
        assert!(estimate_costs(0, &own).iter().all(|cost| cost.usd == 0.0));
    }
}
