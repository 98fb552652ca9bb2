//! Names of people, places, streets and companies from which texts are filled.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;

use super::grammar::Share;
use super::names::{
    ASIA_AFRICA, COUNTRIES, EUROPE_AMERICAS, LOCALES, MORE_CITIES, REGIONS, STREET_NAMES, WORD_FIRST,
    WORD_LAST,
};

/// Lists of names: those written for this crate, and more that the trainer may add.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// First names of any language, beside the built-in ones that go by culture.
    pub first: Vec<String>,
    /// Last names of any language, beside the built-in ones.
    pub last: Vec<String>,
    /// Cities of any country.
    pub cities: Vec<String>,
    /// States and regions under English names.
    pub regions: Vec<String>,
    /// Countries under English names.
    pub countries: Vec<String>,
    /// Companies and brands.
    pub companies: Vec<String>,
    /// Words from which English streets are named.
    pub streets: Vec<String>,
    /// Whole postal addresses.
    pub addresses: Vec<String>,
}

impl Material {
    /// The lists written for this crate.
    pub fn own() -> Material {
        Material {
            streets: words(STREET_NAMES),
            cities: words(MORE_CITIES[0]),
            regions: words(REGIONS[0]),
            countries: words(COUNTRIES[0]),
            ..Material::default()
        }
    }

    /// Adds the lists of a folder with `first_names_faker.tsv.gz`, `last_names_faker.tsv.gz`, `first_names_us_census1990.tsv.gz`,
    /// `last_names_us_census1990.tsv.gz`, `cities_geonames5000.tsv.gz`, `brands_own_list.tsv.gz` and `us_addresses_usaddress.txt.gz`;
    /// a file that is missing adds nothing.
    ///
    /// # Errors
    /// A file that is there and cannot be read.
    #[allow(clippy::disallowed_methods, reason = "the trainer reads files, the core does not")]
    pub fn add_folder(&mut self, folder: &Path) -> io::Result<()> {
        let rows = |name: &str, add: &mut dyn FnMut(&str, &[&str])| -> io::Result<()> {
            let path = folder.join(name);
            if !path.exists() {
                return Ok(());
            }
            for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
                let line = line?;
                let fields: Vec<&str> = line.split('\t').collect();
                if let Some(name) =
                    fields.first().map(|name| name.trim()).filter(|name| name.chars().count() > 1)
                {
                    add(name, &fields);
                }
            }
            Ok(())
        };
        rows("first_names_faker.tsv.gz", &mut |name, _| self.first.push(name.to_string()))?;
        rows("first_names_us_census1990.tsv.gz", &mut |name, _| self.first.push(name.to_string()))?;
        rows("last_names_faker.tsv.gz", &mut |name, _| self.last.push(name.to_string()))?;
        let mut rank = 0;
        rows("last_names_us_census1990.tsv.gz", &mut |name, _| {
            rank += 1;
            // Beyond the frequent ones every fourth is enough: rare names shall not drown the others.
            if rank <= 8000 || rank % 4 == 0 {
                self.last.push(name.to_string());
            }
        })?;
        rows("cities_geonames5000.tsv.gz", &mut |name, fields| {
            let population: u64 = fields.get(1).and_then(|count| count.parse().ok()).unwrap_or(0);
            let english = matches!(fields.get(2), Some(&("US" | "GB" | "CA" | "AU" | "IE" | "NZ")));
            if population > 60_000 || (english && population > 12_000) {
                self.cities.push(name.to_string());
            }
        })?;
        rows("brands_own_list.tsv.gz", &mut |name, _| self.companies.push(name.to_string()))?;
        rows("us_addresses_usaddress.txt.gz", &mut |address, _| {
            if is_whole_address(address) {
                self.addresses.push(address.to_string());
            }
        })
    }
}

/// An address that starts with its number and goes on with a street.
fn is_whole_address(text: &str) -> bool {
    let words = text.split_whitespace().count();
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric())
        && (3..=12).contains(&words)
        && !text.contains(['(', ')', '"', ';', '&'])
}

/// Words of a list; `_` stands for a blank.
fn words(list: &str) -> Vec<String> {
    list.split_whitespace().map(|word| word.replace('_', " ")).collect()
}

/// The share of all material that one set of texts may use.
#[derive(Debug)]
pub(super) struct Stock {
    pub(super) share: Share,
    pub(super) cultures: Vec<People>,
    pub(super) word_named: Vec<People>,
    pub(super) locales: Vec<Places>,
    pub(super) first: Vec<String>,
    pub(super) last: Vec<String>,
    /// By language.
    pub(super) cities: Vec<Vec<String>>,
    pub(super) regions: Vec<Vec<String>>,
    pub(super) countries: Vec<Vec<String>>,
    pub(super) companies: Vec<String>,
    pub(super) streets: Vec<String>,
    pub(super) addresses: Vec<String>,
}

/// A culture's names within one share.
#[derive(Debug)]
pub(super) struct People {
    pub(super) weights: [usize; 7],
    pub(super) family_first: bool,
    pub(super) two_last: bool,
    pub(super) first: Vec<String>,
    pub(super) last: Vec<String>,
}

/// A country's places within one share.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) code: &'static str,
    pub(super) weights: [usize; 7],
    pub(super) cities: Vec<City>,
}

/// A city as addresses write it.
#[derive(Debug, Clone)]
pub(super) struct City {
    pub(super) name: String,
    pub(super) region: String,
    pub(super) postcode: String,
}

impl Stock {
    /// What a share may use of the material and of the built-in names.
    pub(super) fn new(material: &Material, share: Share) -> Stock {
        let keep = |list: &[String]| kept(list.to_vec(), share);
        let own = Material::own();
        let keep_or_own = |list: &[String], own: &[String]| keep(if list.is_empty() { own } else { list });
        let by_language = |lists: &[&str; 7], english: Vec<String>| -> Vec<Vec<String>> {
            let others = lists.iter().skip(1).map(|list| kept(words(list), share));
            std::iter::once(english).chain(others).collect()
        };
        Stock {
            share,
            cultures: EUROPE_AMERICAS
                .iter()
                .chain(ASIA_AFRICA)
                .map(|culture| People {
                    weights: culture.weights,
                    family_first: culture.family_first,
                    two_last: culture.two_last,
                    first: kept(words(culture.first), share),
                    last: kept(words(culture.last), share),
                })
                .collect(),
            word_named: WORD_FIRST
                .iter()
                .zip(WORD_LAST)
                .map(|(first, last)| People {
                    weights: [1; 7],
                    family_first: false,
                    two_last: false,
                    first: kept(words(first), share),
                    last: kept(words(last), share),
                })
                .collect(),
            locales: LOCALES
                .iter()
                .map(|locale| Places {
                    code: locale.code,
                    weights: locale.weights,
                    cities: read_cities(locale.cities, share),
                })
                .collect(),
            first: keep(&material.first),
            last: keep(&material.last),
            cities: by_language(&MORE_CITIES, keep_or_own(&material.cities, &own.cities)),
            regions: by_language(&REGIONS, keep_or_own(&material.regions, &own.regions)),
            countries: by_language(&COUNTRIES, keep_or_own(&material.countries, &own.countries)),
            companies: keep(&material.companies),
            streets: keep_or_own(&material.streets, &own.streets),
            addresses: keep(&material.addresses),
        }
    }
}

/// The names that the share holds; a list too short to be split serves both.
fn kept(list: Vec<String>, share: Share) -> Vec<String> {
    let held: Vec<String> = list.iter().filter(|name| share.holds(name)).cloned().collect();
    if held.is_empty() { list } else { held }
}

fn read_cities(lines: &str, share: Share) -> Vec<City> {
    let all: Vec<City> = lines
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('|').map(str::to_string);
            Some(City { name: fields.next()?, region: fields.next()?, postcode: fields.next()? })
        })
        .collect();
    let held: Vec<City> = all.iter().filter(|city| share.holds(&city.name)).cloned().collect();
    if held.is_empty() { all } else { held }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_shares_of_names_have_nothing_in_common() {
        let material = Material::own();
        let (learn, held_out) = (Stock::new(&material, Share::Learn), Stock::new(&material, Share::HeldOut));
        for (learnt, held) in learn.cultures.iter().zip(&held_out.cultures) {
            assert!(!held.first.is_empty() && !held.last.is_empty());
            assert!(held.first.iter().all(|name| !learnt.first.contains(name)));
            assert!(held.last.iter().all(|name| !learnt.last.contains(name)));
        }
        assert!(held_out.cities[0].iter().all(|name| !learn.cities[0].contains(name)));
    }

    #[test]
    fn a_folder_without_lists_adds_nothing() {
        let mut material = Material::own();
        assert!(material.add_folder(Path::new("no/such/folder")).is_ok());
        assert_eq!((material.first.len(), material.cities.len()), (0, Material::own().cities.len()));
    }

    #[test]
    fn every_city_has_its_region_and_postcode() {
        for locale in LOCALES {
            let lines = locale.cities.lines().count();
            let read = |share| read_cities(locale.cities, share).len();
            assert!(read(Share::Learn) + read(Share::HeldOut) >= lines, "{}", locale.code);
            assert!(locale.cities.lines().all(|line| line.split('|').count() == 3), "{}", locale.code);
        }
    }

    #[test]
    fn only_whole_addresses_are_taken() {
        assert!(is_whole_address("222 7th Street Southeast"));
        assert!(!is_whole_address("Attn: Ana, 5 Elm St"));
        assert!(!is_whole_address("5 Elm St,"));
    }
}
