import type { Logger } from 'pino'
import type { RedisSettings } from '../../config/settings.ts'
import { openCluster } from './cluster.ts'
import { openFollowed } from './followed.ts'
import { sentinelsOf } from './sentinel.ts'
import { serverOf } from './server.ts'

/** What the gateway asks of Redis. Every command names one key, so that a cluster finds all of them in one slot. */
export interface RedisCommands {
  get(key: string): Promise<string | null>
  set(key: string, text: string, options: { expiration: { type: 'PX'; value: number } }): Promise<unknown>
  del(key: string): Promise<unknown>
  pTTL(key: string): Promise<number>
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
  publish(channel: string, message: string): Promise<unknown>
  multi(): unknown
}

/** A Redis that fails fast while it is lost and comes back by itself, wherever it then is. */
export interface RedisConnection {
  /** Sends a command. Rejects with `store_unavailable` when there is no answer within two seconds. */
  ask<T>(send: (commands: RedisCommands) => Promise<T>): Promise<T>
  /** The commands themselves, for a library that sends them within `ask`. Throws `store_unavailable` while it is lost. */
  now(): RedisCommands
  /** Hears what anybody publishes on a channel, on a connection of its own. Rejects with `store_unavailable`. */
  subscribe(channel: string, hear: (message: string) => void): Promise<RedisSubscription>
  /** The database, where a server has several. */
  database: number
  /** Ends its subscriptions too. */
  close(): void
}

export interface RedisSubscription {
  /** False while what is published may not be heard. */
  isHeard(): boolean
  /** Called when it is heard again after a gap: what was published meanwhile never will be. */
  onHeardAgain(listener: () => void): void
}

/** Rejects with `store_unavailable` when Redis cannot be reached at the start. */
export function connectRedis(settings: RedisSettings, log: Logger): Promise<RedisConnection> {
  if (settings.kind === 'cluster') return openCluster(settings, log)
  return openFollowed(settings.kind === 'server' ? serverOf(settings) : sentinelsOf(settings), log)
}
