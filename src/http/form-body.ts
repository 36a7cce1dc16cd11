import type { IncomingMessage } from 'node:http'
import type express from 'express'
import { GatehouseError } from '../domain/errors.ts'
import { BODY_TIME_MS, formTooLarge, readBody } from './read-body.ts'

/** Fields by name, one value each. Has no prototype, so that `__proto__` is a name like any other. */
export type Form = Record<string, string>

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by `formBody()`. */
    form?: Form
  }
}

const MAX_BYTES = 16 * 1024
const MAX_FIELDS = 50

/**
 * Reads an `application/x-www-form-urlencoded` body (URL standard, section 5.1) into `req.form`: at most 16 KiB and
 * 50 fields, one value a field, valid UTF-8, brackets in a name mean nothing (R38).
 * Errors: `form_too_large`, `request_timeout`, or `bad_request` for everything else that is wrong with it.
 */
export function formBody(): express.RequestHandler {
  return async (req, res, next) => {
    // The client waits with its body until it hears this (RFC 9110 §10.1.1).
    if (req.headers.expect !== undefined && req.httpVersion !== '1.0') res.writeContinue()
    try {
      req.form = parseForm(await bodyOf(req))
    } catch (error) {
      // Part of the body may be unread, and nobody should go on sending it.
      res.shouldKeepAlive = false
      throw error
    }
    next()
  }
}

/** The value of a field that was sent; an empty string when it was not. */
export function field(req: express.Request, name: string): string {
  if (req.form === undefined) throw new Error('formBody() must come before a route that reads a form')
  return req.form[name] ?? ''
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const length = Number(req.headers['content-length'] ?? 0)
  if (length === 0 && req.headers['transfer-encoding'] === undefined) return Buffer.alloc(0)
  checkContentType(req.headers['content-type'])
  if (req.headers['content-encoding'] !== undefined) throw badRequest()
  return readBody(req, { mostBytes: MAX_BYTES, withinMs: BODY_TIME_MS })
}

function checkContentType(contentType: string | undefined): void {
  const [mediaType, ...parameters] = (contentType ?? '').toLowerCase().split(';')
  const utf8 = parameters.every((parameter) => /^\s*charset="?utf-8"?\s*$/.test(parameter))
  if (mediaType?.trim() !== 'application/x-www-form-urlencoded' || !utf8) throw badRequest()
}

function parseForm(body: Buffer): Form {
  const form: Form = Object.create(null)
  const pairs = decodeUtf8(body).split('&')
  if (pairs.length > MAX_FIELDS) throw formTooLarge()
  for (const pair of pairs) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decodeField(equals < 0 ? pair : pair.slice(0, equals))
    if (name in form) throw badRequest()
    form[name] = decodeField(equals < 0 ? '' : pair.slice(equals + 1))
  }
  return form
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch (error) {
    throw badRequest(error)
  }
}

function decodeField(encoded: string): string {
  let text: string
  try {
    text = decodeURIComponent(encoded.replaceAll('+', ' '))
  } catch (error) {
    throw badRequest(error)
  }
  // No form sends it, and Postgres cannot store it: without this it would come back as a 500.
  if (text.includes('\0')) throw badRequest()
  return text
}

function badRequest(cause?: unknown): GatehouseError {
  return new GatehouseError('bad_request', { kind: 'form_unreadable' }, { cause })
}
