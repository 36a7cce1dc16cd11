import { readdirSync, readFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { Eta, type EtaConfig } from 'eta'

/** Renders the template of that name with these values; throws when a template reads a value that is not there. */
export type Render = (template: string, values: object) => string

/** Templates of the operator's that stand in for those of the same name, or that these include. */
export interface Instead {
  templates: ReadonlyMap<string, string>
  /** Told of one that could not be shown: the gateway's own was shown in its place. */
  report: (template: string, error: unknown) => void
}

/**
 * Reads and compiles every `*.eta` of a folder, once. A template includes another as `@name`.
 * A syntax error in any of them throws here, at start, not at the first visitor.
 */
export function openTemplates(dir: string, instead: Instead | null = null): Render {
  return withInstead(instead, (templates) => rendererOf(dir, {}, templates))
}

/**
 * The same for plain text: nothing is escaped as in HTML, but what is printed stays on its line, and so can neither
 * end a header nor pass for a line of the template's own. Lines stand as they are written, without blank ones at the end.
 */
export function openTextTemplates(dir: string, instead: Instead | null = null): Render {
  const options = { escapeFunction: oneLine, autoTrim: false } as const
  const render = withInstead(instead, (templates) => rendererOf(dir, options, templates))
  return (template, values) =>
    render(template, values)
      .replace(/\n{3,}/g, '\n\n')
      .trim()
}

/** A template of the operator's that breaks is no reason to show nothing. */
function withInstead(instead: Instead | null, open: (templates: Instead['templates']) => Render): Render {
  const own = open(new Map())
  if (instead === null || instead.templates.size === 0) return own
  const themed = open(instead.templates)
  return (template, values) => {
    try {
      return themed(template, values)
    } catch (error) {
      const shown = own(template, values)
      instead.report(template, error)
      return shown
    }
  }
}

function rendererOf(dir: string, options: Partial<EtaConfig>, instead: Instead['templates']): Render {
  const eta = new StrictEta({
    autoFilter: true,
    filterFunction: printable,
    functionHeader: 'it = this.strict(it)',
    ...options,
  })
  for (const file of readdirSync(dir)) {
    const { name, ext } = parse(file)
    if (ext === '.eta') eta.loadTemplate(`@${name}`, readFileSync(join(dir, file), 'utf8'))
  }
  for (const [name, text] of instead) eta.loadTemplate(`@${name}`, text)
  return (template, values) => eta.render(`@${template}`, values)
}

function oneLine(value: unknown): string {
  return String(value).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

/** Eta prints "undefined" for what is missing and takes the false branch of an `if`: here both throw. */
class StrictEta extends Eta {
  strict(values: object): object {
    return strict(values)
  }
}

function printable(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new TypeError(`A template printed a value that is ${value === null ? 'null' : typeof value}`)
}

function strict(values: object): object {
  // A copy, because a proxy may not answer with anything but the value itself for a property of a frozen object.
  const copy: object = Array.isArray(values) ? [...(values as unknown[])] : { ...values }
  return new Proxy(copy, {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && !(key in target))
        throw new TypeError(`A template read "${key}", which it was not given`)
      const value: unknown = Reflect.get(target, key, receiver)
      return isPlain(value) ? strict(value) : value
    },
  })
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}
