//! `oogmerk serve`: the pages, on loopback, behind a one-time link.

use crate::arguments::Serve;
use crate::exit::{Exit, Trouble};
use crate::workshop::RegisterWorkshop;
use crate::{clock, store};
use oogmerk_register::Register;
use oogmerk_report::{Lang, Reality};
use std::net::Ipv4Addr;
use std::sync::Arc;

/// Runs the verb.
pub fn run(a: &Serve, lang: Lang) -> Result<Exit, Trouble> {
    store::runtime()?.block_on(async {
        let register = Register::open(&a.register).await?;
        serve(register, a.port, lang, Reality::Real).await
    })
}

/// Serves a register until Ctrl-C. The link is said on standard error, never in a result.
pub async fn serve(register: Register, port: u16, lang: Lang, reality: Reality) -> Result<Exit, Trouble> {
    let listener = match tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Ok(listener) => listener,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            eprintln!("Port {port} is taken; another one is used.");
            tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?
        }
        Err(error) => return Err(error.into()),
    };
    let token = clock::token()?;
    let address = listener.local_addr()?;
    eprintln!("\nLook:  http://{address}/in/{token}\nThe link signs you in once. Ctrl-C ends it.");
    let workshop = Arc::new(RegisterWorkshop::new(register));
    let options = oogmerk_web::ServeOptions { token, lang, reality };
    tokio::select! {
        served = oogmerk_web::serve(listener, workshop, options) => served?,
        _ = tokio::signal::ctrl_c() => eprintln!("ended"),
    }
    Ok(Exit::Done)
}
