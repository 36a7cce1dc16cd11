import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Settings } from './config/settings.ts'
import { greetingName } from './domain/notice.ts'
import type { Factors } from './factors.ts'
import type { Outgoing } from './notices.ts'
import { openNoticeTexts } from './pages/notice-texts.ts'
import type { Instead } from './pages/templates.ts'

const viewsDir = join(import.meta.dirname, '../views')

/** What notices are written and sent by, under these settings. */
export function openOutgoing(
  { portal, theme, defaultLanguage, notices }: Pick<Settings, 'portal' | 'theme' | 'defaultLanguage' | 'notices'>,
  delivery: Factors['delivery'],
  log: Pick<Logger, 'error'>,
): Outgoing {
  const report = brokenTemplates(log)
  const texts = openNoticeTexts(join(viewsDir, 'notices'), { templates: theme.notices, report })
  return {
    ...delivery,
    limits: notices,
    textOf(notice, { account, address, at }) {
      const { username } = account
      const language = account.language ?? defaultLanguage
      return texts(notice, {
        language,
        portalName: portal.name,
        help: portal.help?.[language] ?? null,
        name: greetingName(account),
        username,
        address,
        at,
      })
    },
  }
}

/** Says in the log that a template of the theme is broken: whoever reads what it was for does not see it. */
export function brokenTemplates(log: Pick<Logger, 'error'>): Instead['report'] {
  return (template, error) =>
    log.error(
      { err: error, template },
      "a template of the theme could not be shown: the gateway's own was shown instead",
    )
}
