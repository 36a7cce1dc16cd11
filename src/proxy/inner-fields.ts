import type { Names } from '../domain/inner-name.ts'
import { innerAddress } from '../domain/inner-name.ts'
import { outerField } from '../domain/outer-field.ts'

/** Fields of a request, names and values in turn, for an app that knows only its inner name. */
export function innerFields(fields: readonly string[], names: Names): string[] {
  const { inner, outer } = names
  const told = fields.map((value, i) => (i % 2 === 0 ? value : innerField(fields[i - 1] ?? '', value, names)))
  // Apps that know this field put the prefix into the links of their pages by themselves.
  if (outer.path !== '/' && outer.path !== inner.path) told.push('X-Forwarded-Prefix', outer.path.slice(0, -1))
  return told
}

/** Apps that hold `Origin` or `Referer` against `Host` would take their own pages for those of another site. */
function innerField(name: string, value: string, names: Names): string {
  if (names.inner.origin === null) return value
  switch (name.toLowerCase()) {
    case 'host':
      return names.inner.origin.replace(/^https?:\/\//, '')
    case 'origin':
    case 'referer':
      return innerAddress(value, names)
    default:
      return value
  }
}

/** Fields of an answer, names in lower case and values in turn, for somebody who knows only the app's outer name. */
export function outerFields(fields: readonly string[], names: Names): string[] {
  return fields.map((value, i) => (i % 2 === 0 ? value : outerField(fields[i - 1] ?? '', value, names)))
}
