import { COLOUR_NAMES, type Palette, type Palettes } from '../domain/palette.ts'

/** The colours of a theme as custom properties: `accent_deep` is `--accent-deep`. */
export function coloursCss({ light, dark }: Palettes): string {
  return `:root{${properties(light)}}\n@media (prefers-color-scheme:dark){:root{${properties(dark)}}}\n`
}

function properties(palette: Palette): string {
  return COLOUR_NAMES.map((name) => `--${name.replaceAll('_', '-')}:${palette[name]}`).join(';')
}
