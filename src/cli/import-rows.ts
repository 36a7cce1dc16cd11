import { parse } from 'csv-parse/sync'

/** One row of a file that is imported: its fields, or what is wrong with it. Lines count from 1. */
export type Row = { line: number } & ({ fields: Map<string, string> } | { fault: string })

/** What a file may hold, by the names of its columns. `refused` says why one must not be there. */
export interface Columns {
  needed: readonly string[]
  optional: readonly string[]
  refused: Readonly<Record<string, string>>
}

/**
 * Hands over the rows of CSV with a header, or of JSON lines: whichever the text begins as. A fault of the whole file is
 * its only row. Where the quotes stop to match, nobody can tell where the next row begins: what follows is not read.
 */
export function eachRow(text: string, columns: Columns, take: (row: Row) => void): void {
  if (text.trimStart().startsWith('{')) eachJsonRow(text, columns, take)
  else eachCsvRow(text, columns, take)
}

function eachCsvRow(text: string, columns: Columns, take: (row: Row) => void): void {
  let header: string[] | null = null
  let readable = true
  const fail = (line: number, fault: string): void => {
    if (readable) take({ line, fault })
    readable = false
  }
  // The parser counts a line that ends in CRLF within quotes twice.
  const lines = text.replaceAll('\r\n', '\n')
  parse(lines, {
    delimiter: delimiterOf(lines),
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip(error) {
      fail(lineOf(error), 'the quotes of this row do not match; rows behind it were not read')
      return undefined
    },
    on_record(record: string[], { lines: lastLine }) {
      const line = lastLine - record.join('').split('\n').length + 1
      if (header === null) {
        header = record.map((name) => name.trim().toLowerCase())
        const fault = columnsFault(header, columns)
        if (fault !== null) fail(line, fault)
      } else if (readable) take(csvRow(header, record, line))
      return null
    },
  })
  if (header === null) fail(1, 'the file is empty: its first line names the columns')
}

function csvRow(header: string[], record: string[], line: number): Row {
  if (record.length !== header.length) {
    return { line, fault: `the header names ${header.length} columns, and this row has ${record.length}` }
  }
  return { line, fields: new Map(header.map((name, index) => [name, record[index] ?? ''])) }
}

function eachJsonRow(text: string, columns: Columns, take: (row: Row) => void): void {
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    if (written.trim() !== '') take({ line: index + 1, ...jsonRow(written, columns) })
  }
}

function jsonRow(written: string, columns: Columns): { fields: Map<string, string> } | { fault: string } {
  const entries = objectEntries(written)
  if (entries === null) return { fault: 'this line is no JSON object' }
  const fields = new Map<string, string>()
  for (const [name, value] of entries) {
    if (value !== null && typeof value !== 'string') return { fault: `"${name}" is no text` }
    fields.set(name, value ?? '')
  }
  const fault = columnsFault([...fields.keys()], columns)
  return fault === null ? { fields } : { fault }
}

function objectEntries(written: string): [string, unknown][] | null {
  try {
    const value: unknown = JSON.parse(written)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null
  } catch {
    return null
  }
}

function columnsFault(names: string[], { needed, optional, refused }: Columns): string | null {
  const forbidden = names.find((name) => Object.hasOwn(refused, name))
  if (forbidden !== undefined) return refused[forbidden] ?? null
  const known = [...needed, ...optional]
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) return `"${unknown}" is no column: there is ${known.join(', ')}`
  const missing = needed.find((name) => !names.includes(name))
  if (missing !== undefined) return `the column "${missing}" is missing`
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? null : `the column "${twice}" stands there twice`
}

/** Spreadsheets of half the world write semicolons. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split('\n', 1)
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ','
}

function lineOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'lines' in error ? Number(error.lines) : 0
}
