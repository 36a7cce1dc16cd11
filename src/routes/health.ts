import type { Response, Router } from 'express'
import type { Health, HealthAnswer } from '../health.ts'

/** `GET /_gatehouse/health/live` and `…/ready`: whether the process answers, and whether requests may be sent to it. */
export function healthRoutes(router: Router, health: Health): void {
  router.get('/_gatehouse/health/live', (_req, res) => {
    answer(res, health.live())
  })
  router.get('/_gatehouse/health/ready', async (_req, res) => {
    answer(res, await health.ready())
  })
}

function answer(res: Response, { status, body }: HealthAnswer): void {
  if (status === 503) res.set('Retry-After', '5').type('application/problem+json')
  res.status(status).json(body)
}
