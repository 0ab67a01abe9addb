//! CPU seconds of the running thread, from the kernel's own account of it; wall time where there is none.

use std::time::Instant;

/// A stopwatch of one thread.
pub struct Stopwatch {
    begun: Instant,
    cpu_ns: Option<u64>,
}

/// What a stretch of work took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Time {
    /// Seconds on a processor, of all threads that took part.
    pub cpu_s: f64,
    /// Seconds on the clock on the wall.
    pub wall_s: f64,
}

impl Stopwatch {
    /// Begins now.
    pub fn start() -> Self {
        Self { begun: Instant::now(), cpu_ns: thread_cpu_ns() }
    }

    /// What the thread has taken since.
    pub fn stop(&self) -> Time {
        let wall_s = self.begun.elapsed().as_secs_f64();
        let cpu_s = match (self.cpu_ns, thread_cpu_ns()) {
            (Some(from), Some(to)) => to.saturating_sub(from) as f64 / 1e9,
            _ => wall_s,
        };
        Time { cpu_s, wall_s }
    }
}

/// Which clock the CPU seconds come from.
pub fn clock() -> &'static str {
    if thread_cpu_ns().is_some() { "cpu" } else { "wall" }
}

/// Nanoseconds this thread has run: the first number in `schedstat` (proc(5); Linux only). The kernel brings it up to
/// date when the thread gives way.
fn thread_cpu_ns() -> Option<u64> {
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_ascii_whitespace().next()?.parse().ok()
}

/// CPU seconds of all child processes that have ended: `cutime` and `cstime` of proc(5), in hundredths of a second.
pub fn children_cpu_s() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets and may hold blanks; `cutime` is the fourteenth word behind it.
    let mut words = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(13);
    let ticks = words.next()?.parse::<u64>().ok()? + words.next()?.parse::<u64>().ok()?;
    Some(ticks as f64 / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_costs_no_cpu_time_and_working_does() {
        if clock() == "wall" {
            println!("not run: this system keeps no account of a thread's CPU time");
            return;
        }
        let watch = Stopwatch::start();
        std::thread::sleep(std::time::Duration::from_millis(60));
        let idle = watch.stop();
        assert!(idle.wall_s >= 0.06 && idle.cpu_s < 0.03, "{idle:?}");
        let watch = Stopwatch::start();
        let mut n = 0u64;
        while watch.begun.elapsed().as_millis() < 2_000 && watch.stop().cpu_s < 0.03 {
            (0..100_000u64).for_each(|i| n = std::hint::black_box(n.wrapping_add(i)));
        }
        assert!(watch.stop().cpu_s >= 0.02, "{n}");
    }
}
