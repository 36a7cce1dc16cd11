import type { IncomingMessage } from 'node:http'
import { GatehouseError } from '../domain/errors.ts'

/** How much of a body is read, and how long that may take (R29). */
export interface BodyLimits {
  mostBytes: number
  withinMs: number
}

/** Enough for 64 KiB from a phone with hardly any signal. */
export const BODY_TIME_MS = 30_000

/**
 * The whole body of a request. Errors: `form_too_large`, `request_timeout`, and `bad_request` when the client leaves
 * half-way. The socket is left open, so that an answer can still be sent on it; the rest of the body is then unread.
 */
export function readBody(req: IncomingMessage, { mostBytes, withinMs }: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const settle = (error?: GatehouseError): void => {
      clearTimeout(timer)
      req.off('data', take).off('end', end).off('error', left).off('close', left)
      if (error === undefined) return resolve(Buffer.concat(chunks))
      req.pause()
      reject(error)
    }
    const take = (chunk: Buffer): void => {
      bytes += chunk.length
      if (bytes > mostBytes) settle(formTooLarge())
      else chunks.push(chunk)
    }
    const end = (): void => settle()
    const left = (cause?: Error): void =>
      settle(new GatehouseError('bad_request', { kind: 'form_unreadable' }, { cause }))
    const timer = setTimeout(() => settle(new GatehouseError('request_timeout', { kind: 'body_too_slow' })), withinMs)
    if (Number(req.headers['content-length'] ?? 0) > mostBytes) return settle(formTooLarge())
    req.on('data', take).on('end', end).on('error', left).on('close', left)
  })
}

export function formTooLarge(): GatehouseError {
  return new GatehouseError('form_too_large', { kind: 'form_too_large' })
}
