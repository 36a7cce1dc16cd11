/** The colours that pages are made of, as `theme.yaml` names them. */
export const COLOUR_NAMES = [
  'page',
  'card',
  'ink',
  'quiet',
  'line',
  'edge',
  'accent',
  'accent_deep',
  'on_accent',
  'tint',
  'fault',
  'fault_tint',
] as const

export type ColourName = (typeof COLOUR_NAMES)[number]

/** Each as `#rrggbb`. */
export type Palette = Readonly<Record<ColourName, string>>

/** One for light and one for dark surroundings: the browser says which. */
export interface Palettes {
  light: Palette
  dark: Palette
}

export const DEFAULT_PALETTES: Palettes = {
  light: {
    page: '#f4f2ed',
    card: '#fffefb',
    ink: '#1d211f',
    quiet: '#565d59',
    line: '#dedad1',
    edge: '#85897f',
    accent: '#175c4c',
    accent_deep: '#0f4639',
    on_accent: '#ffffff',
    tint: '#eaf1ec',
    fault: '#a62a1c',
    fault_tint: '#fbedea',
  },
  dark: {
    page: '#131715',
    card: '#1b201d',
    ink: '#ecebe5',
    quiet: '#a9b0ab',
    line: '#303733',
    edge: '#7c8580',
    accent: '#86d3ba',
    accent_deep: '#a3e2cd',
    on_accent: '#0b231c',
    tint: '#22302a',
    fault: '#ffa294',
    fault_tint: '#36211e',
  },
}

/** What stands on what, and how far apart they must be. */
interface Pair {
  front: ColourName
  back: ColourName
  least: number
}

/** WCAG 2.2, 1.4.3: text; 1.4.11: what shows where a field is. */
const TEXT = 4.5
const EDGE = 3

const PAIRS: Pair[] = [
  ...on(['page', 'card', 'tint'], 'ink', TEXT),
  ...on(['page', 'card', 'tint'], 'quiet', TEXT),
  ...on(['page', 'card', 'tint'], 'accent', TEXT),
  ...on(['page', 'card', 'tint'], 'accent_deep', TEXT),
  ...on(['accent', 'accent_deep'], 'on_accent', TEXT),
  ...on(['card', 'fault_tint'], 'fault', TEXT),
  ...on(['fault'], 'card', TEXT),
  ...on(['card'], 'edge', EDGE),
]

/** A pair that cannot be told apart well enough, with the contrast that it has. */
export interface Unreadable extends Pair {
  contrast: number
}

/** What cannot be read in a palette; empty for one that is sound. */
export function unreadable(palette: Palette): Unreadable[] {
  return PAIRS.map((pair) => ({ ...pair, contrast: contrast(palette[pair.front], palette[pair.back]) })).filter(
    ({ contrast: found, least }) => found < least,
  )
}

/** How far two colours are apart, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function on(backs: ColourName[], front: ColourName, least: number): Pair[] {
  return backs.map((back) => ({ front, back, least }))
}
