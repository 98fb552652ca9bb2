//! Tests of what is said or spelled.

use super::written;
