import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { TwilioRequest } from './fake-twilio.ts'

/** Twilio's own OpenAPI description, held against what is sent to it and what it answers. */
export interface TwilioDescription {
  /** What does not fit, one sentence each: unknown paths, unknown, missing and wrong parameters. */
  requestFaults(request: Pick<TwilioRequest, 'method' | 'path' | 'form'>): string[]
  answerFaults(request: Pick<TwilioRequest, 'method' | 'path'>, answer: { status: number; body: unknown }): string[]
}

/** Why the tests that need the description are skipped, or false. */
export const SKIPPED_WITHOUT_DESCRIPTION =
  process.env['TWILIO_OPENAPI'] === undefined &&
  "TWILIO_OPENAPI names no folder with Twilio's verify_v2.json, api_v2010.json and lookups_v2.json"

const FILES = ['verify_v2.json', 'api_v2010.json', 'lookups_v2.json']

type Schema = Record<string, unknown>
interface Parameter {
  name: string
  in: 'path' | 'query'
  required?: boolean
  schema: Schema
}
interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

interface Described {
  key: string
  method: string
  pattern: RegExp
  names: string[]
  operation: Operation
  schemas: Record<string, Schema>
}

/** Undefined where no folder is named: nothing is then validated. */
export function openTwilioDescription(folder: string | undefined): TwilioDescription | undefined {
  if (folder === undefined) return undefined
  const operations = FILES.flatMap((file) => operationsOf(JSON.parse(readFileSync(join(folder, file), 'utf8'))))
  const ajv = new Ajv({ strict: false, allErrors: true })
  // The package is CommonJS: what it exports as default is a property here.
  addFormats.default(ajv)
  for (const [format, pattern] of Object.entries(FORMATS)) ajv.addFormat(format, pattern)
  const compiled = new Map<string, ValidateFunction>()

  function faults(key: string, schema: Schema, value: unknown): string[] {
    const validate = compiled.get(key) ?? ajv.compile(schema)
    compiled.set(key, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${key}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }

  function find(method: string, pathname: string): { described: Described; values: string[] } | undefined {
    for (const described of operations) {
      const match = described.method === method.toLowerCase() ? described.pattern.exec(pathname) : null
      if (match !== null) return { described, values: match.slice(1).map(decodeURIComponent) }
    }
    return undefined
  }

  return {
    requestFaults({ method, path, form }) {
      const { pathname, searchParams } = new URL(path, 'http://twilio')
      const found = find(method, pathname)
      if (found === undefined) return [`${method} ${pathname} is not described`]
      const { described, values } = found
      const parameters = described.operation.parameters ?? []
      const inPath = Object.fromEntries(described.names.map((name, index) => [name, values[index]]))
      const body = described.operation.requestBody?.content['application/x-www-form-urlencoded']?.schema
      return [
        ...faults(`${described.key} path`, objectOf(parameters, 'path', described.schemas), inPath),
        ...faults(
          `${described.key} query`,
          objectOf(parameters, 'query', described.schemas),
          Object.fromEntries(searchParams),
        ),
        ...(body === undefined
          ? Object.keys(form).map((name) => `${described.key}: ${name} in a body that is not described`)
          : faults(`${described.key} form`, closed(body, described.schemas), typed(form, body))),
      ]
    },
    answerFaults({ method, path }, { status, body }) {
      const found = find(method, new URL(path, 'http://twilio').pathname)
      if (found === undefined) return status === 404 ? [] : [`${method} ${path} is answered and not described`]
      const { key, operation, schemas } = found.described
      const schema = operation.responses[String(status)]?.content?.['application/json']?.schema
      if (schema !== undefined) return faults(`${key} ${status}`, closed(schema, schemas), body)
      // Of errors the description has an example only; they all look alike.
      return status >= 400 ? faults('an error', ERROR, body) : [`${key}: status ${status} is not described`]
    },
  }
}

function operationsOf({ paths, components }: Document): Described[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    ['get', 'post', 'delete'].flatMap((method) => {
      const operation = operations[method]
      if (operation === undefined) return []
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
      const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '([^/]+?)')}$`)
      return { key: `${method.toUpperCase()} ${path}`, method, pattern, names, operation, schemas: components.schemas }
    }),
  )
}

function objectOf(parameters: Parameter[], place: Parameter['in'], schemas: Record<string, Schema>): Schema {
  const here = parameters.filter((parameter) => parameter.in === place)
  return closed(
    {
      type: 'object',
      properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
      required: here.filter(({ required }) => required).map(({ name }) => name),
    },
    schemas,
  )
}

/**
 * A schema of OpenAPI 3.0 as one of JSON Schema: references are followed, `nullable` becomes a type (and a value, where
 * values are listed), and an object may have no property that is not described, so that a slip of the pen is seen.
 */
function closed(schema: Schema, schemas: Record<string, Schema>): Schema {
  const { $ref: reference, nullable, ...rest } = schema
  if (typeof reference === 'string') {
    const target = schemas[reference.replace('#/components/schemas/', '')]
    if (target === undefined) throw new Error(`${reference} is not described`)
    // `nullable` beside a reference is lost on strict readers of 3.0, and meant all the same.
    return closed({ ...target, ...(nullable === undefined ? {} : { nullable }) }, schemas)
  }
  const { type, enum: values, properties, items } = rest
  return {
    ...rest,
    ...(nullable === true && typeof type === 'string' ? { type: [type, 'null'] } : {}),
    ...(nullable === true && Array.isArray(values) ? { enum: [...values, null] } : {}),
    ...(isSchema(items) ? { items: closed(items, schemas) } : {}),
    ...(isSchema(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, inner]) => [name, isSchema(inner) ? closed(inner, schemas) : {}]),
          ),
          additionalProperties: false,
        }
      : {}),
  }
}

/** Form fields are texts: one that reads as what the schema wants becomes that, any other stays, and does not fit. */
function typed(form: Record<string, string>, { properties }: Schema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => {
      const schema = isSchema(properties) ? properties[name] : undefined
      const type = isSchema(schema) ? schema['type'] : undefined
      if (type === 'integer' && /^-?\d+$/.test(value)) return [name, Number(value)]
      if (type === 'number' && value.trim() !== '' && !Number.isNaN(Number(value))) return [name, Number(value)]
      if (type === 'boolean' && (value === 'true' || value === 'false')) return [name, value === 'true']
      return [name, type === 'array' ? [value] : value]
    }),
  )
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Formats that are Twilio's own. A sender may be a name, a short code, a SIP address or a client. */
const FORMATS: Record<string, RegExp | true> = {
  'phone-number': /^(\+[1-9]\d{6,14}|[A-Za-z0-9 :+_-]{1,64})$/,
  endpoint: /^(\+[1-9]\d{6,14}|sip:.+|client:.+)$/,
  twiml: /^<\?xml [^>]*\?><Response>.*<\/Response>$/s,
  'date-time-rfc-2822':
    /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000$/,
  currency: /^[A-Z]{3}$/,
  'iso-country-code': /^[A-Z]{2}$/,
  'http-method': true,
  'uri-map': true,
}

const ERROR: Schema = {
  type: 'object',
  properties: {
    code: { type: 'integer' },
    message: { type: 'string' },
    more_info: { type: 'string' },
    status: { type: 'integer' },
  },
  required: ['code', 'message', 'more_info', 'status'],
  additionalProperties: false,
}
