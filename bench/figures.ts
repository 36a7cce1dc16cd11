/** Figures and tables that all benches print. */

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** @param ascending in ascending order */
export function quantile(ascending: Float64Array, part: number): number {
  return ascending[Math.floor(ascending.length * part)] ?? 0
}

/** The first cell to the left, the others to the right, each as wide as its column. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}

/** One line about a target; answers whether it holds. */
export function printVerdict(what: string, holds: boolean): boolean {
  console.log(`${what}: ${holds ? 'holds' : 'MISSED'}`)
  return holds
}
