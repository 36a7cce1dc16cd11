import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { gatehouseSchema } from './gatehouse-schema.ts'
import { policySchema } from './policy-schema.ts'
import { themeSchema } from './theme-schema.ts'

/** Where the JSON Schemas of the files are kept, for the `$schema` in their first lines. */
export const SCHEMA_DIRECTORY = join(import.meta.dirname, '../../config')

/** The JSON Schema of each configuration file, as text, by the name it is kept under. */
export function jsonSchemas(): Record<string, string> {
  return {
    'gatehouse.schema.json': jsonSchema(gatehouseSchema, 'gatehouse.yaml'),
    'policy.schema.json': jsonSchema(policySchema, 'policy.yaml'),
    'theme.schema.json': jsonSchema(themeSchema, 'theme.yaml'),
  }
}

function jsonSchema(schema: z.ZodType, title: string): string {
  // Editors know draft 7 best.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(jsonSchemas())) writeFileSync(join(SCHEMA_DIRECTORY, name), text)
}
