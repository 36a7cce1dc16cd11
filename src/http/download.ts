import type { Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Sends text as it comes. What fails half-way ends the download visibly, broken off. Whoever stops it is no fault. */
export async function sendDownload(res: Response, text: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(text), res)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error
  }
}
