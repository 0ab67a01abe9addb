//! The addresses, each with what answers it, and the limits around all of them.

use crate::device_list::{devices, devices_csv, devices_json};
use crate::gate::guard;
use crate::options::ServeOptions;
use crate::pages::{device, icon, missing, overview, report, sign_in, standing_json, style};
use crate::site::Site;
use crate::workshop::Workshop;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The router with its limits.
pub(crate) fn router(workshop: Arc<dyn Workshop>, options: ServeOptions, port: u16) -> Router {
    let site = Arc::new(Site::new(workshop, options, port));
    Router::new()
        .route("/", get(overview))
        .route("/report.html", get(report))
        .route("/standing.json", get(standing_json))
        .route("/devices", get(devices))
        .route("/devices.csv", get(devices_csv))
        .route("/devices.json", get(devices_json))
        .route("/devices/{id}", get(device))
        .route("/in/{token}", get(sign_in))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/style.css", get(style))
        .route("/icon.svg", get(icon))
        .fallback(missing)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&site), guard))
        .layer(CompressionLayer::new())
        .layer(RequestBodyLimitLayer::new(16 * 1024))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, PATIENCE))
        .with_state(site)
}
