import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { App } from '../domain/app.ts'
import type { Names } from '../domain/inner-name.ts'
import { closeSoon } from '../http/problem.ts'
import { oddAnswer, upstreamFailed } from './answer.ts'
import { takeChallenge } from './challenge.ts'
import type { Outcome } from './forward.ts'
import { openFrames } from './frames.ts'
import { goAway } from './go-away.ts'
import type { HeaderRules } from './headers.ts'
import { requestAlone } from './own-connection.ts'
import { watchApp } from './silent-app.ts'
import { watchReader } from './slow-client.ts'

/** A WebSocket handshake on its way to an app, after the guard let it through. */
export interface Upgrade {
  req: IncomingMessage
  /** The client's connection, and what came on it behind the request. */
  socket: Duplex
  head: Buffer
  app: App
  /** Path and query, as the app gets them. */
  path: string
  /** Null for an app that is called inside as outside. */
  names: Names | null
  /** As `HeaderRules.request` made them. */
  fields: readonly string[]
  /** Bytes came from the client. */
  used: () => void
  outcome: Pick<Outcome, 'tooSlow' | 'cutShort'>
}

/** The app's answer, as it was passed on. */
export interface Answered {
  status: number
  /** Ends the WebSocket with a close frame that says 1001; null where none came of it. */
  goAway: (() => void) | null
}

/**
 * Joins a client to an app once the app has answered 101 (RFC 6455 §4). Until then nothing that the client sends
 * goes anywhere; after any other answer the connection is closed, so that nothing can ride behind it (R27).
 *
 * Resolves when the app's answer is passed on; rejects with `upstream_unavailable` or `upstream_timeout`.
 */
export async function tunnel(upgrade: Upgrade, rules: Pick<HeaderRules, 'response'>): Promise<Answered> {
  const { req, socket, head, used } = upgrade
  const { promise: done, resolve, reject } = Promise.withResolvers<Answered>()
  const { app, path, names, fields: asked } = upgrade
  // A connection of its own for every WebSocket, so that nothing is ever left over for another request.
  const fields = [...asked, 'Connection', 'Upgrade', 'Upgrade', 'websocket']
  const outgoing = requestAlone(app, { method: 'GET', path, fields })
  const { connectMs, responseMs } = app.timeouts
  const deadline = setTimeout(() => outgoing.destroy(timedOut()), connectMs + responseMs)
  const giveUp = (): void => void outgoing.destroy()
  socket.once('close', giveUp)

  // Both listeners stay: a reset at any later time must find one.
  outgoing.on('error', (cause) => reject(upstreamFailed(app, cause)))
  outgoing.once('upgrade', (answer, upstream, upstreamHead) => {
    upstream.on('error', () => socket.destroy())
    if (socket.destroyed || !accepts(answer, req)) {
      upstream.destroy()
      return reject(upstreamFailed(app, new Error('the app answered 101 to another question')))
    }
    socket.off('close', giveUp)
    const answered = ['Connection', 'Upgrade', 'Upgrade', 'websocket', ...rules.response(answer.headers, names)]
    socket.write(headOf(101, 'Switching Protocols', answered), 'latin1')
    if (upstreamHead.length > 0) upstream.unshift(upstreamHead)
    if (head.length > 0) socket.unshift(head)
    socket.on('data', used)
    resolve({ status: 101, goAway: join(socket, upstream) })
  })
  outgoing.once('response', (answer) => {
    const odd = oddAnswer(answer.statusCode ?? 0, answer.headers)
    if (odd !== null) {
      outgoing.destroy()
      return reject(upstreamFailed(app, odd))
    }
    takeChallenge(app, answer.statusCode ?? 502, answer.headers)
    relayRefusal(answer, upgrade, rules)
    resolve({ status: answer.statusCode ?? 502, goAway: null })
  })
  outgoing.end()
  return done.finally(() => clearTimeout(deadline))
}

function timedOut(): Error {
  return Object.assign(new Error('no answer to the upgrade'), { code: 'ETIMEDOUT' })
}

/** RFC 6455 §4.1: the accept value proves that the app understood this very handshake. */
function accepts({ statusCode, headers }: IncomingMessage, req: IncomingMessage): boolean {
  const expected = createHash('sha1')
    .update(`${req.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64')
  return (
    statusCode === 101 && headers.upgrade?.toLowerCase() === 'websocket' && headers['sec-websocket-accept'] === expected
  )
}

/** The body ends with the connection, whatever framing the app used. It may be any, and is waited for as any other is (R29). */
function relayRefusal(
  answer: IncomingMessage,
  { socket, app, names, outcome }: Pick<Upgrade, 'socket' | 'app' | 'names' | 'outcome'>,
  rules: Pick<HeaderRules, 'response'>,
): void {
  const { statusCode = 502, statusMessage = '', headers } = answer
  socket.write(headOf(statusCode, statusMessage, [...rules.response(headers, names), 'Connection', 'close']), 'latin1')
  answer.once('error', () => socket.destroy())
  answer.once('end', () => closeSoon(socket))
  const reader = watchReader(socket, app.timeouts, () => outcome.tooSlow('reading'))
  const watch = watchApp(socket, headers, app.timeouts, () => {
    outcome.cutShort('timeout')
    socket.destroy()
  })
  socket.once('close', () => {
    reader.stop()
    watch?.stop()
  })
  answer.pipe(socket)
  answer.on('data', () => {
    watch?.heard()
    if (socket.writableNeedDrain) reader.waits()
  })
}

/** Answers how to end it properly. */
function join(client: Duplex, upstream: Duplex): () => void {
  const frames = openFrames()
  const follow = (chunk: Buffer): void => {
    for (let at = 0; at < chunk.length;) at = frames.take(chunk, at)
  }
  upstream.on('data', follow)
  client.pipe(upstream)
  upstream.pipe(client)
  endTogether(client, upstream)
  endTogether(upstream, client)
  return () => {
    upstream.off('data', follow)
    goAway(client, upstream, frames)
  }
}

/** How long one side may say nothing after the other has ended: it may have left as well. */
const SILENT_MS = 5000

/**
 * What `one` sent before it ended reaches `other`, which may still speak (RFC 9293 §3.6): an app closes its side behind the
 * close frame, and the client's own comes later. A reset ends both at once.
 */
function endTogether(one: Duplex, other: Duplex): void {
  one.once('end', () => {
    other.end()
    const silence = setTimeout(() => other.destroy(), SILENT_MS)
    other.on('data', () => silence.refresh())
    other.once('close', () => clearTimeout(silence))
  })
  one.once('close', () => {
    if (!one.readableEnded || !other.readableEnded) other.destroy()
  })
}

function headOf(status: number, message: string, fields: readonly string[]): string {
  let head = `HTTP/1.1 ${status} ${message}\r\n`
  for (let i = 0; i < fields.length; i += 2) head += `${fields[i]}: ${fields[i + 1]}\r\n`
  return `${head}\r\n`
}
