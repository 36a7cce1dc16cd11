import { request, type IncomingHttpHeaders } from 'node:http'

/** An answer, read to its end. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** Path of the Location header, or null. */
  location: string | null
}

export interface VisitorOptions {
  /** Source address, anywhere in 127.0.0.0/8. */
  from?: string
  /** Port of the process that is asked, where it is not that of the origin. */
  port?: number
  headers?: Record<string, string>
}

/** A header that a test gives as empty is left out. */
function sent(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
}

/** Somebody with a browser that keeps cookies, seen from the wire: nothing is followed, nothing is hidden. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #origin: string
  readonly #options: VisitorOptions

  constructor(origin: string, options: VisitorOptions = {}) {
    this.#origin = origin
    this.#options = options
  }

  /** A page navigation. */
  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send('GET', path, { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate', ...headers })
  }

  /** A call that a script of a page makes. */
  fetch(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send('GET', path, { Accept: '*/*', 'Sec-Fetch-Mode': 'cors', ...headers })
  }

  /** A form of the site's own pages. */
  post(path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const own = {
      Accept: 'text/html',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Site': 'same-origin',
      Origin: this.#origin,
      'Content-Type': 'application/x-www-form-urlencoded',
    }
    return this.#send('POST', path, { ...own, ...headers }, new URLSearchParams(form).toString())
  }

  /** The same browser in another tab or seen a moment later: shares nothing from here on, starts with the same cookies. */
  copy(changes: VisitorOptions = {}): Visitor {
    const copy = new Visitor(this.#origin, { ...this.#options, ...changes })
    for (const [name, value] of this.cookies) copy.cookies.set(name, value)
    return copy
  }

  /** The Host that it sends. */
  get host(): string {
    return new URL(this.#origin).host
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<Answer> {
    const { port } = new URL(this.#origin)
    const cookie: Record<string, string> = this.cookies.size > 0 ? { Cookie: this.cookieHeader } : {}
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: this.#options.port ?? port,
          path,
          method,
          agent: false,
          localAddress: this.#options.from ?? '127.0.0.1',
          headers: sent({ Host: this.host, ...cookie, ...this.#options.headers, ...headers }),
        },
        (res) => {
          const chunks: Buffer[] = []
          res.on('data', (chunk: Buffer) => chunks.push(chunk))
          res.on('error', reject)
          res.on('end', () => {
            this.#keep(res.headers['set-cookie'] ?? [])
            resolve({
              status: res.statusCode ?? 0,
              headers: res.headers,
              text: Buffer.concat(chunks).toString(),
              location: res.headers.location ?? null,
            })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  #keep(setCookies: string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      const gone = attributes.some((attribute) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute))
      if (gone) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}
