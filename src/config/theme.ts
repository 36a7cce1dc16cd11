import { join, parse } from 'node:path'
import { type ColourName, DEFAULT_PALETTES, type Palette, unreadable } from '../domain/palette.ts'
import { OWN_THEME, type Theme } from '../domain/theme.ts'
import type { Fault } from './fault.ts'
import { checkShape, type Shape } from './shape.ts'
import { readSource } from './source.ts'
import { listOf, readInside } from './theme-files.ts'
import { imageFrom } from './theme-image.ts'
import { type ThemeFile, themeSchema } from './theme-schema.ts'
import { readTemplates } from './theme-templates.ts'

const LOOKS = 'theme.yaml'
const VIEWS = 'views'
const NOTICES = 'notices'
const NONE = { templates: new Map<string, string>(), faults: [] }
const IMAGES = ['logo.svg', 'logo.png', 'icon.svg', 'icon.png']
const HOLDS = `a theme holds ${LOOKS}, logo.svg or logo.png, icon.svg or icon.png, and ${VIEWS}/`

type Mode = 'light' | 'dark'

/**
 * Reads a theme folder, once and whole: what is used later is what was judged here. `missing` is the fault of naming a folder
 * that cannot be listed.
 */
export function readTheme(dir: string, missing: (message: string) => Fault): { theme: Theme; faults: Fault[] } {
  const listed = listOf(dir)
  if ('fault' in listed) return { theme: OWN_THEME, faults: [missing(`${dir} ${listed.fault.message}`)] }
  const { entries } = listed
  const looks = readLooks(dir, entries)
  const images = new Map(
    IMAGES.filter((name) => entries.includes(name)).map((name) => [name, imageFrom(dir, name)] as const),
  )
  const views = entries.includes(VIEWS) ? readTemplates(dir, VIEWS, [NOTICES]) : NONE
  const notices = namesIn(join(dir, VIEWS)).includes(NOTICES) ? readTemplates(dir, join(VIEWS, NOTICES)) : NONE
  const faults = [
    ...entries
      .filter((name) => !isKnown(name))
      .map((name) => at(join(dir, name), `a theme has no such file: ${HOLDS}`)),
    ...looks.faults,
    ...['logo', 'icon'].flatMap((name) => twiceFaults(dir, name, entries)),
    ...[...images.values()].flatMap((read) => ('fault' in read ? [read.fault] : [])),
    ...views.faults,
    ...notices.faults,
  ]
  const image = (name: string) => {
    const read = images.get(`${name}.svg`) ?? images.get(`${name}.png`)
    return read !== undefined && 'image' in read ? read.image : null
  }
  const theme = {
    ...looks.theme,
    dir,
    logo: image('logo'),
    icon: image('icon'),
    templates: views.templates,
    notices: notices.templates,
  }
  return { theme, faults }
}

/** Every file of a theme whose content matters, for whoever watches for changes; none when there is no theme. */
export function themeFiles(dir: string | null): string[] {
  if (dir === null) return []
  return [dir, join(dir, VIEWS), join(dir, VIEWS, NOTICES)].flatMap((folder) =>
    namesIn(folder).map((name) => join(folder, name)),
  )
}

/** What cannot be listed has no names here: reading the theme says so. */
function namesIn(folder: string): string[] {
  const listed = listOf(folder)
  return 'fault' in listed ? [] : listed.entries
}

function readLooks(dir: string, entries: string[]): { theme: Theme; faults: Fault[] } {
  if (!entries.includes(LOOKS)) return { theme: OWN_THEME, faults: [] }
  const file = join(dir, LOOKS)
  const inside = readInside(dir, LOOKS)
  if ('fault' in inside) return { theme: OWN_THEME, faults: [inside.fault] }
  const { source, faults } = readSource(file)
  if (source === null) return { theme: OWN_THEME, faults }
  const shape = checkShape(source, themeSchema)
  const palettes = { light: paletteOf(shape, 'light'), dark: paletteOf(shape, 'dark') }
  const theme = { ...OWN_THEME, palettes, showsName: shape.whole?.show_name ?? true }
  const unread = (['light', 'dark'] as const).flatMap((mode) => contrastFaults(shape, mode, palettes[mode]))
  return { theme, faults: [...faults, ...shape.faults, ...unread] }
}

function paletteOf({ sound }: Shape<ThemeFile>, mode: Mode): Palette {
  const given = Object.entries(sound.colours?.[mode] ?? {}).filter(([, colour]) => colour !== undefined)
  return { ...DEFAULT_PALETTES[mode], ...Object.fromEntries(given) }
}

function contrastFaults({ source, sound }: Shape<ThemeFile>, mode: Mode, palette: Palette): Fault[] {
  const given = (name: ColourName) => sound.colours?.[mode]?.[name] !== undefined
  return unreadable(palette).map(({ front, back, least, contrast }) => {
    const [blamed, other] = given(front) ? [front, back] : [back, front]
    const beside = given(other) ? `"${other}"` : `"${other}", which is ${palette[other]} unless it is set too`
    // Rounded down: 4.497 is not 4.5.
    const found = (Math.floor(contrast * 100) / 100).toFixed(2)
    return source.fault(
      ['colours', mode, blamed],
      `"${blamed}" has a contrast of ${found} with ${beside}: ${least} is the least that people can read`,
    )
  })
}

function twiceFaults(dir: string, name: string, entries: string[]): Fault[] {
  const both = entries.includes(`${name}.svg`) && entries.includes(`${name}.png`)
  return both ? [at(join(dir, `${name}.png`), `there is a ${name}.svg as well: keep one of the two`)] : []
}

/** Notes for people, and what a version control system keeps, are let be. */
function isKnown(name: string): boolean {
  return name === LOOKS || name === VIEWS || IMAGES.includes(name) || parse(name).name === 'README'
}

function at(file: string, message: string): Fault {
  return { file, line: 1, column: 1, message }
}
