//! `oogmerk serve`: the pages, on loopback, behind a one-time link.

use crate::arguments::Serve;
use crate::exit::{Exit, Trouble};
use crate::say::say;
use crate::workshop::RegisterWorkshop;
use crate::{clock, store};
use oogmerk_register::Register;
use oogmerk_report::{Lang, Reality};
use std::io::IsTerminal;
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
            say!("Port {port} is taken; another one is used.");
            tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?
        }
        Err(error) => return Err(error.into()),
    };
    let token = clock::token()?;
    let address = listener.local_addr()?;
    let link = format!("http://{address}/in/{token}");
    say!("\nLook:  {link}\nThe link signs you in once. Ctrl-C ends it.");
    open_in_browser(&link);
    let workshop = Arc::new(RegisterWorkshop::new(register));
    let options = oogmerk_web::ServeOptions { token, session: clock::session()?, lang, reality };
    tokio::select! {
        served = oogmerk_web::serve(listener, workshop, options) => served?,
        _ = tokio::signal::ctrl_c() => say!("ended"),
    }
    Ok(Exit::Done)
}

/// Opens the link in the user's browser, where there is a person at a screen. It is said on standard error anyway, so
/// nothing is lost where this does not work.
fn open_in_browser(link: &str) {
    let screen = std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some();
    if !std::io::stderr().is_terminal() || !(screen || cfg!(windows) || cfg!(target_os = "macos")) {
        return;
    }
    let opener = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let _ = std::process::Command::new(opener)
        .arg(link)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
}
