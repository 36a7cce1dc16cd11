import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Health, HealthAnswer } from './health.ts'
import type { Metrics } from './metrics.ts'

/**
 * The listener for operators: `/metrics`, and the same probes as on the public one, where they are answered
 * whatever Host they name. Nothing else is here. Not listening yet.
 */
export function openOperations(parts: { metrics: Pick<Metrics, 'scrape'>; health: Health }): Server {
  const { metrics, health } = parts
  const server = createServer({ keepAliveTimeout: 5000 }, (req, res) => {
    answer(req.url ?? '', res).catch(() => res.writeHead(500).end())
  })
  return server

  async function answer(path: string, res: ServerResponse): Promise<void> {
    switch (path) {
      case '/metrics': {
        const { contentType, text } = await metrics.scrape()
        return void res.writeHead(200, { 'Content-Type': contentType }).end(text)
      }
      case '/_gatehouse/health/live':
        return writeHealth(res, health.live())
      case '/_gatehouse/health/ready':
        return writeHealth(res, await health.ready())
      default:
        res.writeHead(404, { 'Content-Type': 'text/plain' }).end('Here are /metrics and /_gatehouse/health/….\n')
    }
  }
}

function writeHealth(res: ServerResponse, { status, body }: HealthAnswer): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
