//! The survey engine: what to ask whom next. Pure: `poll(now)` and `settled`; nothing here waits or sends.
//!
//! One question per device at a time. Datagrams first, connections after; a refused or silent port is an answer and
//! is not asked again.

use crate::gate::{Gate, Permit, Refusal};
use crate::plan::{Plan, Planned};
use std::collections::{HashSet, VecDeque};
use std::net::IpAddr;
use std::time::Duration;

/// What the shell should do now.
#[derive(Debug)]
pub enum Next {
    /// Send this question; call [`Survey::settled`] when the conversation is over.
    Ask(Planned),
    /// Nothing may leave before this time since the start, or before something settles.
    Wait(Duration),
    /// All questions were asked and settled.
    Done,
}

/// A running survey.
#[derive(Debug)]
pub struct Survey {
    gate: Gate,
    waiting: VecDeque<Planned>,
    busy: HashSet<IpAddr>,
    at_once: usize,
    refused: Vec<Refusal>,
    stopped: bool,
}

impl Survey {
    /// Conversations open at the same time over a whole site.
    pub const AT_ONCE: usize = 64;
    const LOOK_AHEAD: usize = 256;

    /// A survey of a plan through a gate.
    pub fn new(plan: &Plan, gate: Gate) -> Self {
        Self {
            gate,
            waiting: plan.questions().collect(),
            busy: HashSet::new(),
            at_once: Self::AT_ONCE,
            refused: Vec::new(),
            stopped: false,
        }
    }

    /// What to do at `now` (time since the survey's start).
    pub fn poll(&mut self, now: Duration) -> Next {
        if self.stopped {
            self.waiting.clear();
        }
        let mut soonest: Option<Duration> = None;
        // A device that is busy or not yet due lets the next one pass; a bounded look ahead keeps a poll cheap.
        for _ in 0..self.waiting.len().min(Self::LOOK_AHEAD) {
            if self.busy.len() >= self.at_once {
                return Next::Wait(now + Duration::from_secs(1));
            }
            let Some(planned) = self.waiting.pop_front() else { break };
            if self.busy.contains(&planned.to.ip()) {
                self.waiting.push_back(planned);
                continue;
            }
            match self.gate.ask(now, planned.to.ip(), planned.packets) {
                Ok(Permit::Granted) => {
                    self.busy.insert(planned.to.ip());
                    return Next::Ask(planned);
                }
                Ok(Permit::NotBefore(then)) => {
                    soonest = Some(soonest.map_or(then, |s| s.min(then)));
                    self.waiting.push_back(planned);
                }
                Err(refusal) => self.refused.push(refusal),
            }
        }
        if self.waiting.is_empty() && self.busy.is_empty() {
            Next::Done
        } else {
            Next::Wait(soonest.unwrap_or(now + Duration::from_secs(1)))
        }
    }

    /// The conversation with this address is over, whatever came of it.
    pub fn settled(&mut self, ip: IpAddr) {
        self.busy.remove(&ip);
    }

    /// Stops asking; open conversations end by themselves.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// Questions not yet asked.
    pub fn left(&self) -> usize {
        self.waiting.len()
    }

    /// Questions the gate refused, with the reason.
    pub fn refused(&self) -> &[Refusal] {
        &self.refused
    }

    /// Packets the gate let through, at most.
    pub fn packets(&self) -> u64 {
        self.gate.granted()
    }
}
