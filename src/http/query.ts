import type { Request } from 'express'

/** A value of the query; empty when it is missing or there are several. Postgres cannot store a NUL, nor be asked for one. */
export function queryValue(req: Pick<Request, 'query'>, name: string): string {
  const value = req.query[name]
  return typeof value === 'string' ? value.replaceAll('\0', '') : ''
}
