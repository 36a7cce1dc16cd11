import { join } from 'node:path'
import type { Settings } from './config/settings.ts'
import type { Factors } from './factors.ts'
import type { Outgoing } from './notices.ts'
import { openNoticeTexts } from './pages/notice-texts.ts'

const viewsDir = join(import.meta.dirname, '../views')

/** What notices are written and sent by, under these settings. */
export function openOutgoing({ portal }: Pick<Settings, 'portal'>, delivery: Factors['delivery']): Outgoing {
  const texts = openNoticeTexts(join(viewsDir, 'notices'))
  return {
    ...delivery,
    textOf(notice, { account: { name, username }, address, at }) {
      return texts(notice, { portalName: portal.name, help: portal.help, name, username, address, at })
    },
  }
}
