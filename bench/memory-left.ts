import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Gatehouse } from './gatehouse.ts'
import type { MemoryLeft } from './memory-probe.ts'

/** For Node itself, so that `memoryLeft` can ask. */
export const PROBED = ['--expose-gc', '--import', fileURLToPath(new URL('memory-probe.ts', import.meta.url))]

/** What a gateway that was started with `PROBED` holds after its garbage was collected. */
export async function memoryLeft({ process }: Pick<Gatehouse, 'process'>): Promise<MemoryLeft> {
  if (process.stdout === null) throw new Error('nobody could read the answer')
  process.kill('SIGUSR2')
  const [line]: Buffer[] = await once(process.stdout, 'data')
  return JSON.parse(String(line))
}
