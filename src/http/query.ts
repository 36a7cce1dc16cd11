import type { Request } from 'express'

/** A value of the query; empty when it is missing or there are several. Postgres cannot store a NUL, nor be asked for one. */
export function queryValue(req: Pick<Request, 'query'>, name: string): string {
  const value = req.query[name]
  return typeof value === 'string' ? value.replaceAll('\0', '') : ''
}

/** Values that are not empty as a query with its question mark; empty when none is left. */
export function queryString(values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''))
  return query.size === 0 ? '' : `?${query.toString()}`
}
