import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'

/** The code that a process wrote last to its `GATEHOUSE_OUTBOX`; notices, which have none, are passed over. */
export async function lastCodeIn(outboxFile: string): Promise<string> {
  const codes = [...(await readFile(outboxFile, 'utf8')).matchAll(/"code":"(\d{6})"/g)]
  return codes.at(-1)?.[1] ?? assert.fail('no code was sent')
}
