//! Devices and towns that do not exist: the same personas on real loopback sockets and in virtual time.
//!
//! A town is made from a seed alone, so the same seed gives the same town everywhere. Its devices answer with the
//! codecs' own `write` functions; its fortnight of traffic is a capture made byte by byte. What is absent: any
//! knowledge of how devices are recognised, and any real device, person, place or contract.

mod chance;
pub mod film;
pub mod list;
pub mod persona;
pub mod sample;
pub mod sockets;
pub mod town;
pub mod traffic;

pub use persona::{Persona, Role};
pub use town::{Resident, Town};
