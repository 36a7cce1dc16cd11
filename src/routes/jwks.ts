import type { Router } from 'express'
import type { JSONWebKeySet } from 'jose'

/** `GET /_gatehouse/jwks.json`: the keys that verify `X-Gatehouse-Assertion`, for whoever asks (RFC 7517 §5). */
export function jwksRoutes(router: Router, published: () => JSONWebKeySet): void {
  router.get('/_gatehouse/jwks.json', (_req, res) => {
    res.set('Cache-Control', 'public, max-age=3600').type('application/jwk-set+json').send(published())
  })
}
