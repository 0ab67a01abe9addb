//! Readings: single pieces of evidence made into a ground, as a file of evidence lines would.

use oogmerk_identify::{Ground, Options};
use oogmerk_import::Vocabulary;
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::Device;
use serde_json::json;

/// Makes devices of readings.
#[derive(Debug)]
pub struct Bench<'o> {
    import: oogmerk_import::Options,
    options: &'o Options,
}

impl<'o> Bench<'o> {
    /// With the vocabulary of a knowledge base.
    pub fn new(knowledge: &Knowledge, options: &'o Options) -> Self {
        let vocabulary = Vocabulary::new(knowledge.fields().map(|f| f.name.clone()));
        Self { import: oogmerk_import::Options::new(vocabulary), options }
    }

    /// The device that shows these fields and values and nothing else.
    pub fn device(&self, readings: &[(&str, &str)], oracle: &dyn Oracle) -> Device {
        let mut ground = Ground::new();
        for (number, (field, value)) in (1..).zip(readings) {
            let line = json!({
                "subject": "x", "schema": "oogmerk.evidence/1", "field": field, "value": value,
            });
            let line = line.to_string();
            oogmerk_import::read_line(line.as_bytes(), number, 0, "case", &self.import, &mut ground);
        }
        oogmerk_identify::identify_one(&ground.evidence, oracle, self.options)
    }
}
