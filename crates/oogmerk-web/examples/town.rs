//! Serves the invented test town on loopback, to look at: `cargo run -p oogmerk-web --example town -- PORT`. The link
//! that signs in is printed.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "an example brings its own listener")]

#[path = "../../oogmerk-report/tests/town.rs"]
mod town;

use oogmerk_model::Standing;
use oogmerk_report::{Lang, Reality};
use oogmerk_web::{Answer, Moment, ServeOptions, Workshop, serve};
use std::sync::Arc;
use std::time::Duration;

struct Town(Arc<Standing>);

impl Workshop for Town {
    fn standing(&self, _: Moment) -> Answer<'_, Arc<Standing>> {
        Box::pin(async move { Ok(Arc::clone(&self.0)) })
    }

    fn elapsed(&self) -> Duration {
        // The town never changes, so its one reading stays fresh.
        Duration::ZERO
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|p| p.parse().ok()).unwrap_or(0);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let token = "an-invented-town-needs-no-secret".to_owned();
    println!("http://{}/in/{token}", listener.local_addr()?);
    let session = token.clone();
    let options = ServeOptions { token, session, lang: Lang::Nl, reality: Reality::Invented };
    serve(listener, Arc::new(Town(Arc::new(town::town(0)))), options).await
}
