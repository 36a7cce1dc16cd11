import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { errorCode } from '../config/error-code.ts'

export interface RowFault {
  line: number
  fault: string
}

/** What is wrong with which row of a file, of which nothing was imported. */
export function report(file: string, faults: readonly RowFault[], rowCount: number): string {
  const lines = faults
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, fault }) => `${file}:${line}: ${fault}`)
  const faulty = new Set(faults.map(({ line }) => line)).size
  return [...lines, `${faulty} of ${rowCount} rows that were read cannot be imported: nothing was changed.`].join('\n')
}

/** The text of a file, or of standard input for `-`. UTF-8 alone: read as anything else, names would be garbled for good. A byte order mark is left out. */
export async function readText(file: string): Promise<{ text: string } | { refused: string }> {
  let bytes: Buffer
  try {
    bytes = file === '-' ? await buffer(process.stdin) : readFileSync(file)
  } catch (error) {
    return { refused: `${file} cannot be read (${errorCode(error)}): nothing was imported.` }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { refused: `${file} is not UTF-8: convert it first, as with iconv -t UTF-8. Nothing was imported.` }
  }
}
