const CHUNK = Buffer.alloc(64 * 1024)

/** That many zero bytes, in pieces of 64 KiB that cost no memory. */
export function* zeros(length: number): Generator<Buffer> {
  for (let left = length; left > 0; left -= CHUNK.length) yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK
}
