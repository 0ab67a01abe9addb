//! Mask: a knowledge base with some of its rows hidden, which also notes which rows were heard.
//!
//! Nothing is loaded again: a hidden row is left out of each answer.

use oogmerk_knowledge::{
    Calibration, Cloud, Edge, FieldDefinition, Grammar, Knowledge, Maker, Oracle, Oui, Policy, Spoken,
};
use oogmerk_model::{Mac, Property};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// One row of knowledge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// A tell, by id.
    Tell(String),
    /// A row of model grammar, by id.
    Grammar(String),
    /// A lineage edge, by id.
    Edge(String),
}

/// A knowledge base with rows hidden.
#[derive(Debug)]
pub struct Mask<'k> {
    knowledge: &'k Knowledge,
    hidden: BTreeSet<Row>,
    heard: RefCell<BTreeSet<Row>>,
}

impl<'k> Mask<'k> {
    /// Hides rows.
    pub fn hiding(knowledge: &'k Knowledge, hidden: impl IntoIterator<Item = Row>) -> Self {
        Self { knowledge, hidden: hidden.into_iter().collect(), heard: RefCell::new(BTreeSet::new()) }
    }

    /// The rows heard since the last call.
    pub fn take_heard(&self) -> BTreeSet<Row> {
        std::mem::take(&mut self.heard.borrow_mut())
    }

    /// Notes a row and says whether it may be heard.
    fn admits(&self, row: Row) -> bool {
        let is_hidden = self.hidden.contains(&row);
        if !is_hidden {
            self.heard.borrow_mut().insert(row);
        }
        !is_hidden
    }
}

impl Oracle for Mask<'_> {
    fn version(&self) -> &str {
        self.knowledge.version()
    }
    fn speak<'s>(&'s self, field: &str, value: &str, out: &mut Vec<Spoken<'s>>) {
        let begin = out.len();
        self.knowledge.speak(field, value, out);
        let spoken = out.split_off(begin);
        out.extend(spoken.into_iter().filter(|s| self.admits(Row::Tell(s.tell.id.clone()))));
    }
    fn maker(&self, key: &str) -> Option<&Maker> {
        self.knowledge.maker(key)
    }
    fn key_of_name(&self, name: &str) -> Option<String> {
        self.knowledge.key_of_name(name)
    }
    fn label(&self, key: &str) -> String {
        self.knowledge.label(key)
    }
    fn lineage<'s>(&'s self, brand: &str, model: Option<&str>, on: Option<&str>) -> Vec<&'s Edge> {
        let mut edges = self.knowledge.lineage(brand, model, on);
        edges.retain(|e| self.admits(Row::Edge(e.id.clone())));
        edges
    }
    fn builds_for_others(&self, maker: &str) -> bool {
        self.knowledge.builds_for_others(maker)
    }
    fn grammar<'s>(&'s self, model: &str) -> Vec<&'s Grammar> {
        let mut rows = self.knowledge.grammar(model);
        rows.retain(|g| self.admits(Row::Grammar(g.id.clone())));
        rows
    }
    fn oui(&self, mac: Mac) -> Option<&Oui> {
        self.knowledge.oui(mac)
    }
    fn cloud_of_name(&self, name: &str) -> Option<&Cloud> {
        self.knowledge.cloud_of_name(name)
    }
    fn cloud_of_address(&self, ip: IpAddr, port: u16) -> Option<&Cloud> {
        self.knowledge.cloud_of_address(ip, port)
    }
    fn policies(&self) -> &[Policy] {
        self.knowledge.policies()
    }
    fn field(&self, name: &str) -> Option<&FieldDefinition> {
        self.knowledge.field(name)
    }
    fn is_placeholder(&self, field: &str, value: &str) -> bool {
        self.knowledge.is_placeholder(field, value)
    }
    fn words(&self) -> &oogmerk_knowledge::Words {
        self.knowledge.words()
    }
    fn calibration(&self, property: Property) -> Option<&Calibration> {
        self.knowledge.calibration(property)
    }
}
