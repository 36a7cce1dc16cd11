import type { Router } from 'express'

/** `GET /_gatehouse/health/live` and `…/ready`: whether the process answers, and whether its stores do (503 if not). */
export function healthRoutes(router: Router, check: () => Promise<void>): void {
  router.get('/_gatehouse/health/live', (_req, res) => {
    res.json({ status: 'live' })
  })
  router.get('/_gatehouse/health/ready', async (_req, res) => {
    await check()
    res.json({ status: 'ready' })
  })
}
