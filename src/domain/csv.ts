/**
 * What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV injection), in the wide forms as well that
 * some of them read alike. A quote in front makes it text; nothing is left out.
 */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** One record with its line end (RFC 4180 §2). Every cell is quoted, so that no separator or line break in one ends it. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(text: string): string {
  const defused = FORMULA.test(text) ? `'${text}` : text
  return `"${defused.replaceAll('"', '""')}"`
}
