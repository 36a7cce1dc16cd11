import { DEFAULT_PALETTES, type Palettes } from './palette.ts'

/** How an operator wants the pages to look. */
export interface Theme {
  /** Where it was read from; null for the gateway's own look. */
  dir: string | null
  palettes: Palettes
  /** Whether the portal's name stands beside the logo. */
  showsName: boolean
  /** Null for the gateway's own. */
  logo: ThemeImage | null
  icon: ThemeImage | null
  /** Templates of pages that stand in for those of the same name, or that these include; and those of notices. */
  templates: ReadonlyMap<string, string>
  notices: ReadonlyMap<string, string>
}

export interface ThemeImage {
  /** `logo.svg`, `icon.png`. */
  name: string
  bytes: Uint8Array
  /** Width divided by height. */
  ratio: number
}

export const OWN_THEME: Theme = {
  dir: null,
  palettes: DEFAULT_PALETTES,
  showsName: true,
  logo: null,
  icon: null,
  templates: new Map(),
  notices: new Map(),
}
