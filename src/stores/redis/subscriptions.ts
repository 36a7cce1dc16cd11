import type { Logger } from 'pino'
import { withinReplyTime } from './client.ts'
import type { RedisSubscription } from './connection.ts'
import { follow, type Followed, type Whereabouts } from './follow.ts'

export interface Subscriptions {
  add(channel: string, hear: (message: string) => void): Promise<RedisSubscription>
  close(): void
}

/** Subscriptions, each on a connection of its own to a server that `where` names. */
export function openSubscriptions(where: () => Whereabouts, log: Logger): Subscriptions {
  const open: Followed[] = []
  return {
    async add(channel, hear) {
      const followed = await follow(where(), log, (client) => withinReplyTime(client.subscribe(channel, hear)))
      open.push(followed)
      return { isHeard: () => followed.client()?.isReady === true, onHeardAgain: followed.onReturn }
    },
    close() {
      for (const followed of open) followed.close()
    },
  }
}
