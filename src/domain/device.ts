/** What a browser says it is, as far as a person would tell one from another. Nothing is decided by it: it may be made up. */
export interface Device {
  browser: string | null
  system: string | null
}

/** The first that is found counts: most browsers name others beside themselves. */
const BROWSERS: [name: string, sign: RegExp][] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\/|\bOpera\b/],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\bFirefox\/|\bFxiOS\//],
  ['Chrome', /\bChrome\/|\bCriOS\//],
  ['Safari', /\bVersion\/[\d.]+.*\bSafari\//],
]
const SYSTEMS: [name: string, sign: RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
]

/** Longer than any browser's; what comes after is not looked at. */
const LONGEST = 512

/** Browser and system in a `User-Agent` (RFC 9110 §10.1.5). */
export function deviceFrom(userAgent: string): Device {
  const text = userAgent.slice(0, LONGEST)
  const first = (signs: typeof BROWSERS): string | null => signs.find(([, sign]) => sign.test(text))?.[0] ?? null
  return { browser: first(BROWSERS), system: first(SYSTEMS) }
}
