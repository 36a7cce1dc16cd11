/** What the gateway adds to the time of an answer, when it has a quarter of what it can take to do. */
import { page } from './asks.ts'
import { median, printVerdict, quantile } from './figures.ts'
import { during, openLoad } from './load.ts'
import { CONNECTIONS } from './rounds.ts'
import type { Server } from './server.ts'

export const LATENCY = 'latency'
const AT_MOST_MS = 0.3

/** Sends at the same rate to the app itself and through the gateway, in turns. Answers whether the target holds. */
export async function benchLatency(
  { bare, gateway }: { bare: Server; gateway: Server },
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<boolean> {
  const direct = { load: openLoad(bare, CONNECTIONS), exchange: page(bare) }
  const through = { load: openLoad(gateway, CONNECTIONS), exchange: page(gateway) }
  for (const { load, exchange } of [direct, through]) await load.saturate(during(seconds, exchange))
  const saturated = await through.load.saturate(during(seconds, through.exchange))
  const perSecond = saturated.requests / saturated.seconds / 4

  const p50Of = async ({ load, exchange }: typeof direct): Promise<number> =>
    quantile((await load.pace(exchange, { perSecond, seconds })).latenciesMs, 0.5)
  const p50s: { direct: number; through: number }[] = []
  for (let round = 1; round <= rounds; round++) {
    p50s.push({ direct: await p50Of(direct), through: await p50Of(through) })
  }
  direct.load.close()
  through.load.close()

  const addedMs = median(p50s.map((p50) => p50.through - p50.direct))
  const [directMs, throughMs] = [median(p50s.map((p50) => p50.direct)), median(p50s.map((p50) => p50.through))]
  console.log(`\nlatency: p50 at ${perSecond.toFixed(0)} requests/s, a quarter of saturation\n`)
  console.log(`app itself ${directMs.toFixed(3)} ms, through Gatehouse ${throughMs.toFixed(3)} ms`)
  return printVerdict(`added: ${addedMs.toFixed(3)} ms, less than ${AT_MOST_MS}`, addedMs < AT_MOST_MS)
}
