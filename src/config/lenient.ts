import { z } from 'zod'

/** A value whose faulty and missing parts are `undefined`, each by itself. A choice between shapes is one part. */
export type Lenient<T> =
  true extends IsUnion<T>
    ? T
    : T extends readonly (infer Entry)[]
      ? (Lenient<Entry> | undefined)[]
      : T extends object
        ? { [Key in keyof T]?: Lenient<Exclude<T[Key], undefined>> | undefined }
        : T

type IsUnion<T, Whole = T> = T extends unknown ? ([Whole] extends [T] ? false : true) : never

/**
 * Reads a document for what is sound in it, so that one fault does not hide another: whatever does not fit the schema
 * becomes `undefined` where it stands, and everything else keeps its place.
 */
export function readLeniently<T extends z.ZodType>(schema: T, document: unknown): Lenient<z.output<T>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `lenient` builds exactly this type, which zod cannot say
  return (lenient(schema).parse(document) ?? {}) as Lenient<z.output<T>>
}

/** Whether a key stands there with a value that cannot be, which is not the same as being left out. */
export function isFaulty<T extends object>(block: T, key: keyof T): boolean {
  return key in block && block[key] === undefined
}

function lenient(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodPrefault) {
    return lenient(schema.unwrap()).prefault(schema.def.defaultValue)
  }
  if (schema instanceof z.ZodOptional) return lenient(schema.unwrap())
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<z.core.$ZodType>(schema.shape).map(([key, field]) => [key, lenient(field)])
    return forgiving(z.object(Object.fromEntries(fields)))
  }
  if (schema instanceof z.ZodArray) return forgiving(z.array(lenient(schema.element)))
  if (schema instanceof z.ZodRecord) return forgiving(z.record(z.string(), lenient(schema.valueType)))
  return forgiving(schema)
}

function forgiving(schema: z.core.$ZodType): z.ZodType {
  return z.optional(schema).catch(undefined)
}
