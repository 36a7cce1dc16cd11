const UNIT_MS = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** How a duration is written: a whole number and a unit. */
export const DURATION_PATTERN = /^(\d{1,6})([smhd])$/

/** Milliseconds of a duration as it is written in the files, `30s`, `10m`, `48h`, `21d`; null for anything else. */
export function durationMs(text: string): number | null {
  const [, number, unit = ''] = DURATION_PATTERN.exec(text) ?? []
  const unitMs = UNIT_MS.get(unit)
  return unitMs === undefined ? null : Number(number) * unitMs
}

/** A duration as it may be written in the files; up to two days in hours, as `48h`. */
export function durationText(ms: number): string {
  const units = [...UNIT_MS].toReversed()
  const fitting = units.find(([unit, unitMs]) => ms % unitMs === 0 && (unit !== 'd' || ms > 2 * unitMs))
  const [unit, unitMs] = fitting ?? ['s', 1000]
  return `${ms / unitMs}${unit}`
}
