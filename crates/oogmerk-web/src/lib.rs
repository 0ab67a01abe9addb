//! The pages: the standing, the list of devices and each device with its argument, over the same answers as the
//! report. Read only; server-rendered; no script; no name of a maker or rule in this crate.
//!
//! What it is not: it opens no socket but the listener it is given, knows no SQL and no reasoning. Whatever needs
//! those goes through the [`Workshop`] port, which the binary implements.

mod device_list;
mod door;
mod gate;
mod list;
mod options;
mod pages;
mod query;
mod routes;
mod site;
mod workshop;

pub use options::ServeOptions;
pub use workshop::{Answer, Moment, Workshop, WorkshopError};

use std::sync::Arc;

/// Serves until the future is dropped. The listener must be a loopback one: other host names are refused.
pub async fn serve(
    listener: tokio::net::TcpListener,
    workshop: Arc<dyn Workshop>,
    options: ServeOptions,
) -> std::io::Result<()> {
    let port = listener.local_addr()?.port();
    axum::serve(listener, routes::router(workshop, options, port)).await
}

/// The same as a service, for tests and for whoever brings a listener of another sort.
pub fn router(workshop: Arc<dyn Workshop>, options: ServeOptions, port: u16) -> axum::Router {
    routes::router(workshop, options, port)
}
