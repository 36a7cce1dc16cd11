const NOT_A_DESTINATION = /^\/_gatehouse\/(?!(?:account|admin|resume)(?:[/?#]|$))/

/**
 * Where a sign-in may lead: the path, query and fragment of `wanted` if it is an address of `origin`, else `/` (A3, R37).
 * Parsed with the WHATWG parser against the origin, as the browser will parse what it is given.
 */
export function safeNext(wanted: string | undefined, origin: string): string {
  const url = parse(wanted, origin)
  if (url === null || url.origin !== origin || url.username !== '' || url.password !== '') return '/'
  const serialised = url.pathname + url.search + url.hash
  if (serialised.startsWith('//') || NOT_A_DESTINATION.test(serialised)) return '/'
  return keepsItsSpelling(wanted) ? wanted : serialised
}

function parse(wanted: string | undefined, origin: string): URL | null {
  return wanted === undefined || wanted === '' ? null : URL.parse(wanted, origin)
}

// The parser re-encodes some characters; an app must get back exactly the address that was asked for (A2).
function keepsItsSpelling(wanted: string | undefined): wanted is string {
  return wanted !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)
}
