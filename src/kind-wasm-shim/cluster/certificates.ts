/** A certificate authority's certificate for show: nothing here speaks TLS, and no key belongs to it. */
export const rootCA = `-----BEGIN CERTIFICATE-----
VGhpcyBjbHVzdGVyIGxpdmVzIGluIGEgc2ltdWxhdGlvbi4gSXRzIEFQSSBzZXJ2
ZXIgaXMgYSBmdW5jdGlvbiBjYWxsIGF3YXksIGFuZCBuZWVkcyBubyBjZXJ0aWZp
Y2F0ZS4=
-----END CERTIFICATE-----
`;
