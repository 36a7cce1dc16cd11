import type { Logger } from 'pino'
import { storeUnavailable } from '../../domain/errors.ts'
import { NoReply, withinReplyTime } from './client.ts'
import type { RedisConnection } from './connection.ts'
import { follow, type Whereabouts } from './follow.ts'
import { openSubscriptions } from './subscriptions.ts'

/** Redis as one server: a fixed one, or whichever Sentinel says is the master. */
export async function openFollowed(where: Whereabouts, log: Logger): Promise<RedisConnection> {
  const followed = await follow(where, log)
  const subscriptions = openSubscriptions(() => where, log)
  const now = () => followed.client() ?? fail()
  return {
    now,
    async ask(send) {
      const client = now()
      try {
        return await withinReplyTime(send(client))
      } catch (error) {
        // Writing on to a Redis that does not answer would keep its socket from ever being given up; one that was
        // made a replica while it was connected does not say so otherwise.
        if (error instanceof NoReply || isDemoted(error)) followed.giveUp(client, error)
        throw storeUnavailable(error)
      }
    },
    subscribe: (channel, hear) => subscriptions.add(channel, hear),
    database: where.database,
    close() {
      subscriptions.close()
      followed.close()
    },
  }
}

function fail(): never {
  throw storeUnavailable(new Error('Redis is lost'))
}

function isDemoted(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('READONLY')
}
