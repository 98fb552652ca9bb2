//! Personal data and credentials at rest: sealed values, a data key per organization, a master key outside the database.
//!
//! A value is compressed, then sealed with AES-256-GCM-SIV (a repeated nonce reveals at most that two values are equal).
//! What it belongs to (table, column, organization, row) is bound in as associated data, so a value copied to another place
//! does not open. The first byte tells the layout, four more the version of the data key.

use std::collections::BTreeMap;
use std::fmt;

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, ErrorKind, Result};
use crate::ids::OrgId;
use crate::tenant::TenantTx;

/// The master keys by version: the highest seals, all open.
pub struct MasterKeys {
    keys: BTreeMap<i32, Aes256GcmSiv>,
}

/// What a sealed value belongs to; it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row: its id, or what else is unique in the organization.
    pub row: &'a str,
}

/// A sealed value, as it stands in the database. It has no content to show.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

/// The data keys of one organization. Made by [`MasterKeys::keys`]; wiped when dropped.
pub struct OrgKeys {
    org: OrgId,
    keys: BTreeMap<i32, Aes256GcmSiv>,
    /// Of the key that seals.
    current: i32,
    /// For hashes that only who holds the key can compute.
    hash_key: Zeroizing<[u8; 32]>,
}

const LAYOUT_PLAIN: u8 = 1;
const LAYOUT_LZ4: u8 = 2;
const NONCE: usize = 12;
const HEAD: usize = 1 + 4 + NONCE;
/// Below that, compressing does not pay.
const COMPRESS_FROM: usize = 128;

impl MasterKeys {
    /// Reads keys written as `version:base64 of 32 bytes`, separated by commas or line ends, as they come from a secret
    /// store: `1:…` or `1:…,2:…`.
    ///
    /// # Errors
    /// [`ErrorKind::Key`], never quoting the text.
    pub fn parse(text: &str) -> Result<Self> {
        let refused = |what: &str| {
            Error::new(ErrorKind::Key, format!("the master key {what}")).with_hint(
                "write `1:` and 32 random bytes in base64, such as `openssl rand -base64 32` gives",
            )
        };
        let mut keys = BTreeMap::new();
        for entry in text.split([',', '\n']).map(str::trim).filter(|entry| !entry.is_empty()) {
            let (version, encoded) = entry.split_once(':').ok_or_else(|| refused("has no version"))?;
            let version: i32 =
                version.parse().ok().filter(|v| *v > 0).ok_or_else(|| refused("has no version"))?;
            let bytes = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| refused("is not base64"))?);
            if bytes.len() != 32 {
                return Err(refused("is not 32 bytes long"));
            }
            if bytes.iter().all(|b| Some(b) == bytes.first()) {
                return Err(refused("is not random"));
            }
            let key = Aes256GcmSiv::new_from_slice(&bytes).map_err(|_| refused("is not 32 bytes long"))?;
            if keys.insert(version, key).is_some() {
                return Err(refused("has a version twice"));
            }
        }
        if keys.is_empty() {
            return Err(refused("is missing"));
        }
        Ok(MasterKeys { keys })
    }

    /// Reads the keys from an environment variable.
    pub fn from_env(variable: &str) -> Result<Self> {
        let text = std::env::var(variable)
            .map_err(|_| Error::new(ErrorKind::Key, format!("the variable `{variable}` is not set")))?;
        Self::parse(&Zeroizing::new(text))
    }

    /// Reads the keys from a file.
    pub fn from_file(path: &std::path::Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| {
            Error::new(ErrorKind::Key, format!("`{}` cannot be read: {}", path.display(), e.kind()))
        })?;
        Self::parse(&Zeroizing::new(text))
    }

    /// The version that seals.
    pub fn current(&self) -> i32 {
        self.keys.keys().next_back().copied().unwrap_or_default()
    }

    /// Loads the data keys of the transaction's organization, making the first one where there is none.
    ///
    /// # Errors
    /// [`ErrorKind::Key`] where a master key is missing; [`ErrorKind::Sealed`] where all data keys were destroyed.
    pub async fn keys(&self, tx: &mut TenantTx) -> Result<OrgKeys> {
        let rows = self.load(tx).await?;
        if !rows.is_empty() {
            return self.open_all(tx.org(), rows);
        }
        self.add_version(tx, 1).await?;
        let rows = self.load(tx).await?;
        self.open_all(tx.org(), rows)
    }

    /// Makes a new data key for the organization; new values use it from the next transaction on. Gives its version.
    pub async fn rotate(&self, tx: &mut TenantTx) -> Result<i32> {
        let next = self.load(tx).await?.iter().map(|row| row.version).max().unwrap_or_default() + 1;
        self.add_version(tx, next).await?;
        Ok(next)
    }

    /// Seals the organization's data keys under the newest master key. Gives how many there were to do.
    pub async fn rewrap(&self, tx: &mut TenantTx) -> Result<u64> {
        let org = tx.org();
        let mut done = 0;
        for row in self.load(tx).await? {
            if row.encryption_key_version == self.current() {
                continue;
            }
            let Some(sealed) = &row.sealed_key else { continue };
            let key = self.unwrap(org, row.version, row.encryption_key_version, sealed)?;
            let wrapped = self.wrap(org, row.version, &key)?;
            done += sqlx::query!(
                "update data_keys set sealed_key = $1, encryption_key_version = $2
                 where organization_id = $3 and version = $4 and encryption_key_version = $5",
                wrapped,
                self.current(),
                org.0,
                row.version,
                row.encryption_key_version
            )
            .execute(tx.conn())
            .await?
            .rows_affected();
        }
        Ok(done)
    }

    async fn load(&self, tx: &mut TenantTx) -> Result<Vec<KeyRow>> {
        let org = tx.org();
        Ok(sqlx::query_as!(
            KeyRow,
            "select version, sealed_key, encryption_key_version from data_keys where organization_id = $1 order by version",
            org.0
        )
        .fetch_all(tx.conn())
        .await?)
    }

    async fn add_version(&self, tx: &mut TenantTx, version: i32) -> Result<()> {
        let org = tx.org();
        let mut key = Zeroizing::new([0; 32]);
        random(&mut *key)?;
        let wrapped = self.wrap(org, version, &*key)?;
        // Two at once make one key: the second finds the first one's.
        sqlx::query!(
            "insert into data_keys (organization_id, version, sealed_key, encryption_key_version) values ($1, $2, $3, $4)
             on conflict do nothing",
            org.0,
            version,
            wrapped,
            self.current()
        )
        .execute(tx.conn())
        .await?;
        Ok(())
    }

    fn open_all(&self, org: OrgId, rows: Vec<KeyRow>) -> Result<OrgKeys> {
        let mut keys = BTreeMap::new();
        let mut hash_key = Zeroizing::new([0; 32]);
        let mut hash_version = None;
        for row in rows {
            let Some(sealed) = row.sealed_key else { continue };
            let key = self.unwrap(org, row.version, row.encryption_key_version, &sealed)?;
            // The oldest living key gives the hashes, so that rotation does not change them.
            if hash_version.is_none() {
                hash_version = Some(row.version);
                hkdf::Hkdf::<Sha256>::new(None, &key)
                    .expand(b"foundry content hash", &mut *hash_key)
                    .map_err(|_| Error::new(ErrorKind::Key, "a data key cannot be used"))?;
            }
            keys.insert(row.version, cipher(&key)?);
        }
        match keys.keys().next_back().copied() {
            Some(current) => Ok(OrgKeys { org, keys, current, hash_key }),
            None => Err(Error::new(ErrorKind::Sealed, "the organization's data keys were destroyed")),
        }
    }

    fn wrap(&self, org: OrgId, version: i32, key: &[u8]) -> Result<Vec<u8>> {
        let current = self.current();
        let master = self.keys.get(&current).ok_or_else(|| missing_master(current))?;
        let mut nonce = [0; NONCE];
        random(&mut nonce)?;
        let row = version.to_string();
        let aad = associated(org, Place { table: "data_keys", column: "sealed_key", row: &row });
        let sealed = master
            .encrypt(&Nonce::from(nonce), Payload { msg: key, aad: &aad })
            .map_err(|_| Error::new(ErrorKind::Key, "a data key cannot be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap(
        &self,
        org: OrgId,
        version: i32,
        master_version: i32,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>> {
        let master = self.keys.get(&master_version).ok_or_else(|| missing_master(master_version))?;
        let refused = || Error::new(ErrorKind::Key, "a data key does not open under its master key");
        let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or_else(refused)?;
        let row = version.to_string();
        let aad = associated(org, Place { table: "data_keys", column: "sealed_key", row: &row });
        let key =
            master.decrypt(&Nonce::from(*nonce), Payload { msg: body, aad: &aad }).map_err(|_| refused())?;
        Ok(Zeroizing::new(key))
    }
}

struct KeyRow {
    version: i32,
    sealed_key: Option<Vec<u8>>,
    encryption_key_version: i32,
}

/// Destroys a data key: what it sealed can never be read again, in backups neither. `None` destroys them all, which ends
/// an organization.
pub async fn destroy_keys(tx: &mut TenantTx, version: Option<i32>) -> Result<u64> {
    let org = tx.org();
    Ok(sqlx::query!(
        "update data_keys set sealed_key = null, destroyed_at = now()
         where organization_id = $1 and ($2::integer is null or version = $2) and destroyed_at is null",
        org.0,
        version
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

impl OrgKeys {
    /// The version that seals.
    pub fn current(&self) -> i32 {
        self.current
    }

    /// Seals a value for its place.
    pub fn seal(&self, place: Place<'_>, value: &[u8]) -> Result<Sealed> {
        let refused =
            || Error::new(ErrorKind::Sealed, format!("`{}.{}` cannot be sealed", place.table, place.column));
        let key = self.keys.get(&self.current).ok_or_else(refused)?;
        let mut nonce = [0; NONCE];
        random(&mut nonce)?;
        let (layout, mut body) = match value.len() >= COMPRESS_FROM {
            true => (LAYOUT_LZ4, lz4_flex::compress_prepend_size(value)),
            false => (LAYOUT_PLAIN, value.to_vec()),
        };
        let mut aad = associated(self.org, place);
        aad.push(layout);
        let sealed =
            key.encrypt(&Nonce::from(nonce), Payload { msg: &body, aad: &aad }).map_err(|_| refused())?;
        body.zeroize();
        let mut bytes = Vec::with_capacity(HEAD + sealed.len());
        bytes.push(layout);
        bytes.extend(self.current.to_be_bytes());
        bytes.extend(nonce);
        bytes.extend(sealed);
        Ok(Sealed(bytes))
    }

    /// Opens a value of its place.
    ///
    /// # Errors
    /// [`ErrorKind::Sealed`] where it belongs elsewhere, was changed, or its key is not here.
    pub fn open(&self, place: Place<'_>, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>> {
        let refused =
            || Error::new(ErrorKind::Sealed, format!("`{}.{}` does not open", place.table, place.column));
        let (&layout, rest) = sealed.0.split_first().ok_or_else(refused)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or_else(refused)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or_else(refused)?;
        let key = self.keys.get(&i32::from_be_bytes(*version)).ok_or_else(refused)?;
        let mut aad = associated(self.org, place);
        aad.push(layout);
        let plain = Zeroizing::new(
            key.decrypt(&Nonce::from(*nonce), Payload { msg: body, aad: &aad }).map_err(|_| refused())?,
        );
        match layout {
            LAYOUT_PLAIN => Ok(plain),
            LAYOUT_LZ4 => {
                Ok(Zeroizing::new(lz4_flex::decompress_size_prepended(&plain).map_err(|_| refused())?))
            }
            _ => Err(refused()),
        }
    }

    /// Seals a value anew under the newest key, for the place it has.
    pub(crate) fn reseal(&self, place: Place<'_>, bytes: Vec<u8>) -> Result<Vec<u8>> {
        let open = self.open(place, &Sealed::from_bytes(bytes))?;
        Ok(self.seal(place, &open)?.into_bytes())
    }

    /// A hash of a value that only who holds the keys can compute: equal values are seen, guesses cannot be tried.
    pub fn content_hash(&self, value: &[u8]) -> [u8; 32] {
        // The first step of HKDF is HMAC-SHA-256 under its salt, which is all that is wanted here.
        let (hash, _) = hkdf::Hkdf::<Sha256>::extract(Some(&*self.hash_key), value);
        hash.into()
    }
}

impl Sealed {
    /// Takes bytes as they stand in a column.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Sealed(bytes)
    }

    /// The bytes for the column.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes for the column, by value.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The version of the data key.
    pub fn version(&self) -> Option<i32> {
        self.0.get(1..5).and_then(|bytes| bytes.try_into().ok()).map(i32::from_be_bytes)
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

impl fmt::Debug for OrgKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrgKeys(organization {}, versions {:?})", self.org, self.keys.keys())
    }
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKeys(versions {:?})", self.keys.keys())
    }
}

/// A token for a link or a header: 256 random bits as text for its owner, and the hash that is stored.
pub struct NewToken {
    /// What the owner gets, once.
    pub text: Zeroizing<String>,
    /// What the database gets.
    pub hash: Vec<u8>,
}

impl NewToken {
    /// Makes a token; the prefix says what it is for, so that a lost one can be recognized.
    pub fn generate(prefix: &str) -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        random(&mut *bytes)?;
        let encoded =
            Zeroizing::new(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes.as_slice()));
        let text = Zeroizing::new(format!("{prefix}{}", &*encoded));
        Ok(NewToken { hash: token_hash(&text), text })
    }
}

impl fmt::Debug for NewToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewToken(…)")
    }
}

/// The stored form of a token: SHA-256, which is enough for 256 random bits.
pub fn token_hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

fn cipher(key: &[u8]) -> Result<Aes256GcmSiv> {
    Aes256GcmSiv::new_from_slice(key)
        .map_err(|_| Error::new(ErrorKind::Key, "a data key has the wrong length"))
}

fn missing_master(version: i32) -> Error {
    Error::new(ErrorKind::Key, format!("master key {version} is not configured"))
        .with_hint("keep old master keys until `rewrap` has run over every organization")
}

/// Length before text, so that no two places read the same.
fn associated(org: OrgId, place: Place<'_>) -> Vec<u8> {
    let mut aad = Vec::with_capacity(64);
    for part in [place.table, place.column, place.row] {
        aad.extend((part.len() as u64).to_be_bytes());
        aad.extend(part.as_bytes());
    }
    aad.extend(org.0.to_be_bytes());
    aad
}

pub(crate) fn random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|_| Error::new(ErrorKind::Key, "the system gives no random bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(org: i64, versions: &[i32]) -> OrgKeys {
        let keys = versions.iter().map(|v| (*v, cipher(&[*v as u8; 32]).unwrap())).collect();
        OrgKeys {
            org: OrgId(org),
            keys,
            current: *versions.last().unwrap(),
            hash_key: Zeroizing::new([7; 32]),
        }
    }

    const PLACE: Place<'static> = Place { table: "sources", column: "credentials", row: "12" };

    #[test]
    fn values_open_in_their_place_only() {
        for value in [b"".to_vec(), b"secret".to_vec(), b"a longer text ".repeat(100)] {
            let keys = keys(1, &[1]);
            let sealed = keys.seal(PLACE, &value).unwrap();
            assert_eq!(*keys.open(PLACE, &sealed).unwrap(), value);
            assert!(keys.open(Place { row: "13", ..PLACE }, &sealed).is_err());
            assert!(keys.open(Place { column: "config", ..PLACE }, &sealed).is_err());
            assert!(keys.open(Place { table: "exports", ..PLACE }, &sealed).is_err());
            assert!(super::tests::keys(2, &[1]).open(PLACE, &sealed).is_err());
            assert!(super::tests::keys(1, &[2]).open(PLACE, &sealed).is_err());
        }
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let keys = keys(1, &[1]);
        let sealed = keys.seal(PLACE, b"secret").unwrap();
        for i in 0..sealed.0.len() {
            let mut changed = sealed.clone();
            changed.0[i] ^= 1;
            assert!(keys.open(PLACE, &changed).is_err(), "byte {i}");
        }
        for cut in 0..sealed.0.len() {
            assert!(keys.open(PLACE, &Sealed(sealed.0[..cut].to_vec())).is_err());
        }
    }

    #[test]
    fn the_new_key_seals_after_rotation() {
        let old = keys(1, &[1]).seal(PLACE, b"x").unwrap();
        let both = keys(1, &[1, 2]);
        assert_eq!(both.seal(PLACE, b"x").unwrap().version(), Some(2));
        assert_eq!(*both.open(PLACE, &old).unwrap(), b"x");
    }

    #[test]
    fn nothing_is_shown() {
        let keys = keys(1, &[1]);
        let sealed = keys.seal(PLACE, b"Erika Mustermann").unwrap();
        assert_eq!(format!("{sealed:?}"), "Sealed(…)");
        assert!(!format!("{keys:?}").contains("7, 7"));
        let token = NewToken::generate("fnd_").unwrap();
        assert!(!format!("{token:?}").contains(token.text.as_str()));
        assert_eq!(token.hash, token_hash(&token.text));
    }

    #[test]
    fn master_keys_are_checked() {
        let key = |byte: u8| STANDARD.encode((0..32).map(|i| i ^ byte).collect::<Vec<u8>>());
        let masters = MasterKeys::parse(&format!("1:{},\n2:{}\n", key(1), key(2))).unwrap();
        assert_eq!(masters.current(), 2);
        let zeros = STANDARD.encode([0; 32]);
        for bad in
            ["", "1", "1:x", "0:AAAA", &format!("1:{zeros}"), &format!("1:{0},1:{0}", key(1)), "1:AAAA"]
        {
            let error = MasterKeys::parse(bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Key);
            assert!(bad.len() < 4 || !format!("{error:?}").contains(bad));
        }
    }
}
