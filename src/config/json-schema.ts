import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { gatehouseSchema } from './gatehouse-schema.ts'
import { keyList } from './key-list.ts'
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

/** The page that lists every key of every file. */
export const KEYS_PAGE = join(import.meta.dirname, '../../docs/configuration.md')

/** What stands on that page. */
export function keysPage(): string {
  const files = Object.entries(jsonSchemas()).map(
    ([name, text]) => `## ${name.replace('.schema.json', '.yaml')}\n${keyList(text)}`,
  )
  return [PREFACE, ...files].join('\n')
}

const PREFACE = `# Every key of the configuration
What \`gatehouse.yaml\`, \`policy.yaml\` and a theme's \`theme.yaml\` may say. This page is made of the schemas that the gateway reads the files by
(\`npm run config:schemas\`), as are the JSON Schemas in [\`config/\`](../config) from which editors complete. To begin with, take the commented
files there; what a group of keys is for stands in the page about it.

A key that is not listed is a fault, and so is one that stands twice. A duration is a whole number and a unit: \`30s\`, \`10m\`, \`48h\`, \`21d\`.
\`[]\` stands for each entry of a list, \`NAME\` for a name of your own. "A fault" in the column *left out* means that the key is needed, where the one above it
stands. What must not stand in a file itself is named by \`{ env: NAME }\`, a variable of the environment, or \`{ file: PATH }\`.
\`gatehouse check\` names every fault at once, as \`file:line:column: what is wrong, and what would be right\`.
`

function jsonSchema(schema: z.ZodType, title: string): string {
  // Editors know draft 7 best.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(jsonSchemas())) writeFileSync(join(SCHEMA_DIRECTORY, name), text)
  writeFileSync(KEYS_PAGE, keysPage())
}
