import type { IncomingMessage, InformationEvent } from 'node:http'
import { GatehouseError } from '../domain/errors.ts'
import {
  faultOf,
  isOfTheClient,
  MAX_INFORMATION,
  oddAnswer,
  outOfTime,
  passOnInformation,
  passOnTrailers,
  plainReason,
  tooMuchInformation,
  upstreamFailed,
} from './answer.ts'
import { keepFromSharedCaches, takeChallenge } from './challenge.ts'
import type { Exchange } from './forward.ts'
import type { HeaderRules } from './headers.ts'
import { requestAlone } from './own-connection.ts'
import { watchApp } from './silent-app.ts'
import { watchReader, watchSender } from './slow-client.ts'

/**
 * Forwards a request whose client waits with its body until the app asks for it (RFC 9110 §10.1.1). undici cannot wait, so
 * it goes over node:http, on a connection of its own: what an app does with a body that it did not ask for disturbs nobody.
 */
export function forwardExpecting(exchange: Exchange, rules: Pick<HeaderRules, 'response' | 'trailers'>): void {
  const { req, res, app, path, names, headers, outcome } = exchange
  const { fields, contentLength } = headers
  const framing = contentLength === undefined ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', contentLength]
  const outgoing = requestAlone(app, {
    method: req.method ?? 'GET',
    path,
    fields: [...fields, ...framing, 'Expect', '100-continue', 'Connection', 'close'],
  })

  let answered = false
  let done = false
  const broke = (cause: Error): void => {
    if (done || res.destroyed) return
    done = true
    outgoing.destroy()
    if (!res.headersSent) return outcome.failed(cause instanceof GatehouseError ? cause : upstreamFailed(app, cause))
    // Half an answer must not look like a whole one.
    res.destroy(cause)
    if (!isOfTheClient(cause)) outcome.cutShort(faultOf(cause))
  }
  /** What the app sends may be anything: an error in a listener would end the process. */
  const guarded =
    <Heard>(act: (heard: Heard) => void) =>
    (heard: Heard): void => {
      try {
        act(heard)
      } catch (error) {
        broke(new Error('the answer of the app cannot be sent on', { cause: error }))
      }
    }

  /** Until the app asks for the body, its client waits as it should. */
  let asked = false
  const comes = (): void => {
    if (asked) return
    asked = true
    const stop = watchSender(req, outgoing, app.timeouts, (error) => {
      outcome.tooSlow('sending')
      broke(error)
    })
    outgoing.once('close', stop)
  }
  const reader = watchReader(res, app.timeouts, () => outcome.tooSlow('reading'))
  req.once('data', comes)

  outgoing.setTimeout(app.timeouts.responseMs, () => outgoing.destroy(timedOut()))
  // Asked once for its body, a client sends it.
  outgoing.once(
    'continue',
    guarded<void>(() => {
      if (req.httpVersionMinor > 0) res.writeContinue()
      comes()
    }),
  )
  let informed = 0
  // 100 among them, for which there are two events.
  outgoing.on(
    'information',
    guarded<InformationEvent>(({ statusCode, headers: hints }) => {
      if (++informed > MAX_INFORMATION) throw tooMuchInformation()
      if (statusCode !== 100) passOnInformation(exchange, statusCode, rules.response(hints, names))
    }),
  )
  outgoing.on(
    'response',
    guarded<IncomingMessage>((answer) => {
      answered = true
      outgoing.setTimeout(0)
      const { statusCode = 0, statusMessage = '' } = answer
      const odd = oddAnswer(statusCode, answer.headers)
      if (odd !== null) throw odd
      if (takeChallenge(app, statusCode, answer.headers) && outcome.credentialRefused()) {
        done = true
        return void outgoing.destroy()
      }
      if (headers.signsIn) keepFromSharedCaches(answer.headers)
      res.writeHead(statusCode, plainReason(statusMessage), rules.response(answer.headers, names))
      // As in `answer.ts`.
      if (answer.headers['content-length'] === undefined) res.write('', 'latin1')
      outcome.goesOn()
      const watch = watchApp(res, answer.headers, app.timeouts, () => broke(outOfTime(app)))
      res.on('close', () => watch?.stop())
      answer.on('error', broke)
      answer.on(
        'end',
        guarded<void>(() => {
          done = true
          passOnTrailers(exchange, rules.trailers(answer.trailers))
          res.end()
        }),
      )
      answer.pipe(res, { end: false })
      answer.on('data', () => {
        watch?.heard()
        if (res.writableNeedDrain) reader.waits()
      })
    }),
  )
  outgoing.on('error', broke)
  // A 101 that nobody asked for ends the connection without another word.
  outgoing.on('close', () => {
    if (!answered) broke(new Error('the app closed the connection without an answer'))
  })
  const { totalMs } = app.timeouts
  const end = totalMs === null ? undefined : setTimeout(() => broke(outOfTime(app)), totalMs)
  res.on('close', () => {
    clearTimeout(end)
    reader.stop()
    outgoing.destroy()
  })
  // Clients need not wait for ever, and some apps never ask: what comes is passed on.
  req.pipe(outgoing)
}

function timedOut(): Error {
  return Object.assign(new Error('no answer to a request that expects 100'), { code: 'ETIMEDOUT' })
}
