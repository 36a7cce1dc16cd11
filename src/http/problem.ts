import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { GatehouseError } from '../domain/errors.ts'
import type { Language } from '../domain/language.ts'
import { messagesIn } from '../languages/index.ts'
import { say } from '../languages/messages.ts'

const PAGE_METHODS = new Set(['GET', 'HEAD', 'POST'])

/** Whether a person is looking at the answer: only then is it a page or a redirect (A2). */
export function isNavigation({ method = '', headers }: IncomingMessage): boolean {
  if (!PAGE_METHODS.has(method) || headers.accept?.includes('text/html') !== true) return false
  // Scripts of old name themselves so; a WebView sends its own name there, with navigations.
  if (headers['x-requested-with'] === 'XMLHttpRequest') return false
  return headers['sec-fetch-mode'] === undefined || headers['sec-fetch-mode'] === 'navigate'
}

/** Whom a problem is told, and under what id the log knows it. */
export interface Told {
  requestId: string
  language: Language
}

/** Answers with `application/problem+json` (RFC 9457): a stable `code`, and nothing of the cause. Fields that were set stay. */
export function writeProblem(res: ServerResponse, error: GatehouseError, told: Told): void {
  const body = problem(error, told)
  res.writeHead(error.status, {
    ...PROBLEM_HEADERS,
    'Content-Length': Buffer.byteLength(body),
  })
  res.end(body)
}

/** The same on the bare socket of an upgrade. The connection ends with it. */
export function writeRawProblem(socket: Duplex, error: GatehouseError, told: Told): void {
  writeRawAnswer(socket, error.status, { ...PROBLEM_HEADERS, ...errorHeaders(error) }, problem(error, told))
}

/** Fields that go with an error's status, on pages too: RFC 9110 §10.2.3 and §15.5.6. */
export function errorHeaders({ code, retryAfterSeconds }: GatehouseError): Record<string, string> {
  return {
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    ...(code === 'method_not_allowed' ? { Allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' } : {}),
  }
}

const LINGER_MS = 1000

/** Writes a whole answer on a bare socket and closes it, so that no second request can ride on the connection (R27). */
export function writeRawAnswer(
  socket: Duplex,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  if (socket.writable) {
    const fields = { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
    const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${body}`)
  }
  closeSoon(socket)
}

/** Closes a socket whose last byte was written. Unread input would turn the close into a reset that eats the answer. */
export function closeSoon(socket: Duplex): void {
  const linger = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(linger))
  socket.once('end', () => socket.destroy())
  socket.resume()
}

const PROBLEM_HEADERS = {
  'Content-Type': 'application/problem+json',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
}

function problem({ status, code, sentence }: GatehouseError, { requestId, language }: Told): string {
  const detail = say(sentence, messagesIn(language))
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, code, detail, requestId })
}
