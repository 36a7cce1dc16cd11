/** A server under load: where it is reached, and the processes that it costs. */
export interface Server {
  port: number
  /** What browsers call it. */
  host: string
  /** Cookie field of a request that is let through; empty where nobody asks. */
  cookie: string
  /** All processes whose time counts. */
  pids(): number[]
  stop(): Promise<void>
}
