//! Measure: whether work grows with its input or faster.
//!
//! What is compared is the processor time of this thread for an input and for a quarter of it, the least of several
//! runs: 4 where work is linear, 16 where everything is held against everything. Time has no place in a test; this is
//! a bench.

use std::time::{Duration, Instant};

/// Four times the input may take so many times the time: linear is 4, with a logarithm some 4.6, quadratic 16. Where a
/// part of the work is linear and much dearer, what is quadratic shows as little more than 5 at first.
pub const RATIO_MAX: f64 = 5.0;
/// Work shorter than this cannot be told from noise, so the input grows until its work is longer.
const LONG_ENOUGH: Duration = Duration::from_millis(12);
/// Below this nothing can be said, and nobody is hurt.
const TOO_SHORT: Duration = Duration::from_millis(2);
/// Work longer than this is not made longer still.
const TOO_LONG: Duration = Duration::from_secs(2);

/// What was found.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Units of the larger input.
    pub units: usize,
    /// Work on a quarter of them.
    pub quarter: Duration,
    /// Work on all of them.
    pub all: Duration,
}

impl Measured {
    /// How many times as long four times the input takes; `None` where both are too short to tell.
    pub fn ratio(&self) -> Option<f64> {
        (self.all > TOO_SHORT).then(|| self.all.as_secs_f64() / self.quarter.as_secs_f64().max(1e-9))
    }

    /// Whether work grows faster than its input.
    pub fn is_over(&self) -> bool {
        self.ratio().is_some_and(|ratio| ratio > RATIO_MAX)
    }
}

/// From how many units to how many an input is made longer, at first.
pub type Sizes = std::ops::RangeInclusive<usize>;

/// Doubles the input until its work is long enough to be measured, or it has the most units; then compares it with a
/// quarter of it. What seems to grow too fast is measured again, larger: a disturbance and a bound that is reached only
/// now accuse nobody, and what is quadratic shows all the more.
pub fn measured<I>(make: &dyn Fn(usize) -> I, work: &dyn Fn(&I), sizes: &Sizes) -> Measured {
    let mut units = *sizes.start();
    while units < *sizes.end() && once(&make(units), work) < LONG_ENOUGH {
        units *= 2;
    }
    let mut found = compared(make, work, units);
    for _ in 0..5 {
        if !found.is_over() || found.all > TOO_LONG {
            break;
        }
        units *= 2;
        found = compared(make, work, units);
    }
    found
}

fn compared<I>(make: &dyn Fn(usize) -> I, work: &dyn Fn(&I), units: usize) -> Measured {
    Measured { units, quarter: least(&make(units / 4), work), all: least(&make(units), work) }
}

/// The least of some runs, of one where it is long: what disturbs a run makes it longer, never shorter.
fn least<I>(input: &I, work: &dyn Fn(&I)) -> Duration {
    let first = once(input, work);
    let more = if first > LONG_ENOUGH * 4 { 0 } else { 2 };
    (0..more).map(|_| once(input, work)).fold(first, Duration::min)
}

fn once<I>(input: &I, work: &dyn Fn(&I)) -> Duration {
    let before = Clock::now();
    work(input);
    before.elapsed()
}

/// Processor time of this thread where the system tells it, the time of day elsewhere.
enum Clock {
    Thread(Duration),
    Day(Instant),
}

impl Clock {
    fn now() -> Self {
        thread_time().map_or_else(|| Self::Day(Instant::now()), Self::Thread)
    }

    fn elapsed(&self) -> Duration {
        match self {
            Self::Thread(then) => thread_time().unwrap_or_default().saturating_sub(*then),
            Self::Day(then) => then.elapsed(),
        }
    }
}

/// Nanoseconds on a processor, the first number of Linux's `schedstat`. The kernel writes it at each tick and at each
/// yield, so this yields first.
fn thread_time() -> Option<Duration> {
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(quarter: u64, all: u64) -> Measured {
        Measured { units: 4, quarter: Duration::from_millis(quarter), all: Duration::from_millis(all) }
    }

    #[test]
    fn four_times_the_input_may_take_four_times_the_time_and_not_sixteen_times() {
        assert!(!of(5, 20).is_over());
        assert!(!of(5, 24).is_over());
        assert!(of(5, 80).is_over());
        assert_eq!(of(0, 1).ratio(), None);
    }
}
