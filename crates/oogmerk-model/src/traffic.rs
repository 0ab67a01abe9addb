//! Traffic: the contacts of one device and how far they cover it, handed from whoever tells devices apart to whoever
//! judges where they reach. No verdict stands here.

use crate::{Contact, Evidence, Territory, Via, Window};
use std::net::IpAddr;

/// What was seen of one device's traffic, borrowed from the facts.
#[derive(Clone, Debug)]
pub struct Traffic<'f> {
    /// Its contacts.
    pub contacts: Vec<&'f Contact>,
    /// What left through something inside.
    pub vias: Vec<&'f Via>,
    /// Windows of the inputs it was seen in.
    pub windows: Vec<&'f Window>,
    /// Its readings: some say how well it was looked at.
    pub evidence: Vec<&'f Evidence>,
    /// What the owner calls inside.
    pub territory: &'f Territory,
    /// Which names may be told.
    pub names: KeptNames,
    /// An outside host seen in passing: a party to a contact, and nobody's device to be judged.
    pub is_stranger: bool,
    /// Recorders that reach it.
    pub recorders: Vec<Recorder<'f>>,
}

/// A recorder, or what else runs the pictures, that reaches a device and could carry its pictures out.
#[derive(Clone, Debug)]
pub struct Recorder<'f> {
    /// Its address, as the device saw it.
    pub address: IpAddr,
    /// Its own traffic, without what reaches it in turn.
    pub traffic: Traffic<'f>,
}

/// Whether names that a device looked up may be told in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptNames {
    /// The device belongs in the register.
    All,
    /// Only names of known clouds.
    CloudsOnly,
}
