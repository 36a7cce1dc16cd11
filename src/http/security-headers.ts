import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Settings } from '../config/settings.ts'
import { languageOf } from './language.ts'

/** Everything that a page of the gateway loads is a file of its own origin; nothing is inline. */
const PAGE_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
}

const ONE_YEAR_SECONDS = 31_536_000

/** What the headers hang on. */
export interface HeaderSettings extends Pick<Settings, 'defaultLanguage'> {
  publicUrl: Pick<Settings['publicUrl'], 'protocol'>
}

/** The headers below as an Express middleware. */
export function pageHeaders(settings: HeaderSettings): RequestHandler {
  const setHeaders = openPageHeaders(settings)
  return (req, res, next) => {
    setHeaders(req, res)
    next()
  }
}

/**
 * Headers of every answer that the gateway gives in its own name, redirects and errors too (R36), and the language that
 * it is written in. What is sent on from an app is the app's own affair.
 */
export function openPageHeaders(settings: HeaderSettings): (req: IncomingMessage, res: ServerResponse) => void {
  const https = settings.publicUrl.protocol === 'https:'
  const setHelmetHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: https ? { ...PAGE_POLICY, 'upgrade-insecure-requests': [] } : PAGE_POLICY,
    },
    // The site's other hosts are the operator's to decide about, so only this host is named.
    strictTransportSecurity: https ? { maxAge: ONE_YEAR_SECONDS, includeSubDomains: false } : false,
    // `no-referrer` would make browsers send `Origin: null` with our own forms, which same-origin.ts refuses.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    // Browsers that keep an origin keyed for the gateway's pages would do so for the apps behind it as well.
    originAgentCluster: false,
  })
  return (req, res) => {
    res.setHeader('Cache-Control', 'no-store')
    res.setHeader('Vary', 'Accept-Language')
    res.setHeader('Content-Language', languageOf(req, settings))
    res.setHeader(
      'Permissions-Policy',
      'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    )
    setHelmetHeaders(req, res, (error) => {
      if (error !== undefined) throw error
    })
  }
}

/**
 * For a page whose form goes to an app, after the headers above: Chromium holds what a form's answer redirects to against the page's own
 * policy, and an app may send people on to any site.
 */
export function letFormBeRedirected(res: ServerResponse): void {
  const policy = String(res.getHeader('Content-Security-Policy'))
  res.setHeader('Content-Security-Policy', policy.replace("form-action 'self'", "form-action 'self' https: http:"))
}
