//! Headings that say what a thing is told by on a network: serial, MAC, IP, firmware; in Dutch, French, German and
//! English.

use super::known::Known;
use super::known::Meaning::Field;

pub(super) const KEYS: &[Known] = &[
    (
        Field("serial"),
        &[
            "serienummer",
            "serienr",
            "serie nr",
            "serie nummer",
            "s n",
            "sn",
            "serial",
            "serial number",
            "serial no",
            "serial nr",
            "n de serie",
            "n serie",
            "no serie",
            "numero de serie",
            "num serie",
            "no de serie",
            "seriennummer",
            "seriennr",
            "serien nr",
            "sernr",
            "fabrieksnummer",
        ],
    ),
    (
        Field("mac"),
        &[
            "mac",
            "mac adres",
            "macadres",
            "mac address",
            "macaddress",
            "adresse mac",
            "mac adresse",
            "macadresse",
            "ethernet address",
            "hardware address",
            "mac addr",
        ],
    ),
    (
        Field("ip"),
        &[
            "ip",
            "ip adres",
            "ipadres",
            "ip address",
            "ipaddress",
            "adresse ip",
            "ip adresse",
            "ipadresse",
            "ipv4",
            "ip addr",
            "ipv4 adres",
            "ip nummer",
        ],
    ),
    (
        Field("firmware"),
        &[
            "firmware",
            "firmwareversie",
            "firmware versie",
            "firmware version",
            "version firmware",
            "version du firmware",
            "micrologiciel",
            "softwareversie",
            "version logicielle",
        ],
    ),
];
