//! The port the pages look through: answers from a register, each read logged.

use crate::{clock, store};
use oogmerk_model::Standing;
use oogmerk_register::{Disclosure, Register, When};
use oogmerk_web::{Answer, Moment, Workshop, WorkshopError};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A register behind the pages.
#[derive(Debug)]
pub struct RegisterWorkshop {
    register: Register,
    opened: Instant,
}

impl RegisterWorkshop {
    /// Over an open register.
    pub fn new(register: Register) -> Self {
        Self { register, opened: clock::monotonic() }
    }
}

fn when(moment: Moment) -> When {
    When { as_of: moment.as_of, known_on: moment.known_on }
}

fn failed(error: oogmerk_register::RegisterError) -> WorkshopError {
    WorkshopError(error.to_string())
}

impl Workshop for RegisterWorkshop {
    fn standing(&self, moment: Moment) -> Answer<'_, Arc<Standing>> {
        Box::pin(async move {
            let standing = self.register.standing(when(moment), Disclosure::Secret).await.map_err(failed)?;
            self.register
                .log_read(&store::actor(), "pages", clock::now(), &mut clock::entropy)
                .await
                .map_err(failed)?;
            Ok(Arc::new(standing))
        })
    }

    fn device<'a>(&'a self, id: &'a str, moment: Moment) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let file = self.register.device(id, when(moment), Disclosure::Secret).await.map_err(failed)?;
            Ok(file.map(|f| f.device.id))
        })
    }

    fn elapsed(&self) -> Duration {
        clock::monotonic().saturating_duration_since(self.opened)
    }

    fn body(&self) -> Answer<'_, String> {
        Box::pin(async move { self.register.body().await.map_err(failed) })
    }
}
