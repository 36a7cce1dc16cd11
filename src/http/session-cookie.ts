/** The gateway's own cookie: `__Host-` prefixed and `Secure` whenever the public address is https (R1, RFC 6265bis §4.1.3.2). */
export function sessionCookieName(protocol: 'http:' | 'https:'): string {
  return protocol === 'https:' ? '__Host-gatehouse' : 'gatehouse'
}

/** Marks a browser in which a challenge was passed, when trusted networks are bound to the browser (R12). */
export function browserCookieName(protocol: 'http:' | 'https:'): string {
  return protocol === 'https:' ? '__Host-gatehouse-browser' : 'gatehouse-browser'
}
