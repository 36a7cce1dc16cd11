import { z } from 'zod'
import type { ColourName } from '../domain/palette.ts'
import { shapedText } from './fields.ts'

const SAYS: Record<ColourName, string> = {
  page: 'Behind everything.',
  card: 'Behind what there is to do, and in fields.',
  ink: 'Text.',
  quiet: 'Text that matters less.',
  line: 'Lines that divide.',
  edge: 'Edges of fields and buttons.',
  accent: 'Links, and the one button that is meant.',
  accent_deep: 'The same under the pointer.',
  on_accent: 'Text on that button.',
  tint: 'Behind notices and tags.',
  fault: 'What is wrong.',
  fault_tint: 'Behind what is wrong.',
}

const colour = shapedText(/^#[0-9a-fA-F]{6}$/, 'write six hexadecimal digits in quotes, as "#175c4c"')
  .transform((typed) => typed.toLowerCase())
  .optional()

const palette = z.strictObject({
  page: colour.describe(SAYS.page),
  card: colour.describe(SAYS.card),
  ink: colour.describe(SAYS.ink),
  quiet: colour.describe(SAYS.quiet),
  line: colour.describe(SAYS.line),
  edge: colour.describe(SAYS.edge),
  accent: colour.describe(SAYS.accent),
  accent_deep: colour.describe(SAYS.accent_deep),
  on_accent: colour.describe(SAYS.on_accent),
  tint: colour.describe(SAYS.tint),
  fault: colour.describe(SAYS.fault),
  fault_tint: colour.describe(SAYS.fault_tint),
} satisfies Record<ColourName, typeof colour>)

/** `theme.yaml`: how the pages look. */
export const themeSchema = z.strictObject({
  show_name: z
    .boolean()
    .prefault(true)
    .describe(
      'false hides the name of the portal beside the logo, for a logo that says it. Screen readers still say it.',
    ),
  colours: z
    .strictObject({
      light: palette.prefault({}).describe('In light surroundings.'),
      dark: palette.prefault({}).describe('In dark surroundings.'),
    })
    .prefault({})
    .describe(
      "What is left out is the gateway's own. Text that stands out too little from what is behind it is a fault.",
    ),
})

export type ThemeFile = z.output<typeof themeSchema>
