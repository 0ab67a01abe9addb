//! Words with which requests of the three text protocols begin, a space behind each. `OPTIONS` is everybody's.
//! Sources: IANA's registries of HTTP, RTSP and SIP methods; `M-POST` and `M-SEARCH` of UPnP.

/// HTTP.
pub const HTTP: &[&str] = &[
    "GET ",
    "POST ",
    "HEAD ",
    "PUT ",
    "DELETE ",
    "CONNECT ",
    "PATCH ",
    "NOTIFY ",
    "SUBSCRIBE ",
    "UNSUBSCRIBE ",
    "PROPFIND ",
    "TRACE ",
    "M-POST ",
    "M-SEARCH ",
];

/// RTSP.
pub const RTSP: &[&str] = &[
    "DESCRIBE ",
    "SETUP ",
    "PLAY ",
    "PAUSE ",
    "TEARDOWN ",
    "ANNOUNCE ",
    "RECORD ",
    "REDIRECT ",
    "GET_PARAMETER ",
    "SET_PARAMETER ",
];

/// SIP.
pub const SIP: &[&str] = &[
    "REGISTER ",
    "INVITE ",
    "ACK ",
    "BYE ",
    "CANCEL ",
    "INFO ",
    "MESSAGE ",
    "REFER ",
    "PRACK ",
    "UPDATE ",
    "PUBLISH ",
];
