/** What a message fills into the request of a webhook. */
export const MESSAGE_PLACEHOLDERS = ['to', 'code', 'text', 'channel', 'language'] as const

const PLACEHOLDER = /\{([a-z][a-z0-9_]*)\}/g

/** The names in braces, in order: `to` and `code` of `/send?to={to}&code={code}`. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name!)
}

/**
 * Puts values in the place of their names, each encoded for where it stands, in one pass: what a value holds is never
 * taken for a name. Throws for a name without a value, which the configuration has ruled out.
 */
export function fill(
  template: string,
  values: Readonly<Record<string, string>>,
  encode: (value: string) => string = (value) => value,
): string {
  return template.replace(PLACEHOLDER, (_match, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new Error(`there is nothing to put in the place of {${name}}`)
    return encode(value)
  })
}

/** Every text in a value of JSON, at any depth; keys are not looked at. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** The same value with its texts filled. */
export function fillTexts(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return fill(value, values)
  if (Array.isArray(value)) return value.map((entry) => fillTexts(entry, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fillTexts(entry, values)]))
}
