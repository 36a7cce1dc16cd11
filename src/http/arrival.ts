/** What is known of a request before anything is decided about it. */
export interface Arrival {
  requestId: string
  /** Canonical client address. */
  address: string
  /** Origin under which the browser reached the gateway: the public scheme and the request's own, known host. */
  origin: string
}

/** The origin of a request to one of the known hosts. */
export function originAt({ protocol }: Pick<URL, 'protocol'>, { host }: { host: string }): string {
  return `${protocol}//${host}`
}

declare module 'node:http' {
  interface IncomingMessage {
    /** Set by the gateway before anything else sees the request. */
    arrival: Arrival
  }
}
