//! Growth: how an input of a reader is made longer, one repeated unit at a time.

/// How many units an input has.
pub type Units = usize;

/// How the bytes are made.
#[derive(Clone, Copy, Debug)]
pub enum Make {
    /// What stands before, the unit, and what stands behind. Every `#` of the unit is its number.
    Text(&'static str, &'static str, &'static str),
    /// Bytes with lengths and counts in them.
    Bytes(fn(Units) -> Vec<u8>),
}

impl Make {
    /// An input of so many units.
    pub fn of(self, units: Units) -> Vec<u8> {
        match self {
            Self::Bytes(make) => make(units),
            Self::Text(front, unit, back) => {
                let mut out = front.as_bytes().to_vec();
                for number in 0..units {
                    out.extend(unit.replace('#', &number.to_string()).into_bytes());
                }
                out.extend(back.as_bytes());
                out
            }
        }
    }
}

/// One way in which inputs of one reader grow: the reader's name, what is repeated, and how it is made.
pub type Growth = (&'static str, &'static str, Make);

/// A sample with a part of it repeated in place.
pub fn part_repeated(sample: &[u8], part: std::ops::Range<usize>, units: Units) -> Vec<u8> {
    let mut out = sample.get(..part.start).unwrap_or_default().to_vec();
    for _ in 0..units {
        out.extend_from_slice(sample.get(part.clone()).unwrap_or_default());
    }
    out.extend_from_slice(sample.get(part.end..).unwrap_or_default());
    out
}

/// A sample with other bytes put into its middle so many times.
pub fn middle_filled(sample: &[u8], with: &[u8], units: Units) -> Vec<u8> {
    let (front, back) = sample.split_at(sample.len() / 2);
    [front, &with.repeat(units), back].concat()
}
