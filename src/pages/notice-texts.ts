import type { EpochMs } from '../domain/account.ts'
import { maskPhone } from '../domain/format.ts'
import type { Language } from '../domain/language.ts'
import type { Notice, NoticeText } from '../domain/notice.ts'
import { messagesIn } from '../languages/index.ts'
import { withPlainSpaces } from '../languages/manner.ts'
import { type Instead, openTextTemplates } from './templates.ts'

/** Whom a notice is about, and what it says besides what happened. */
export interface NoticeFacts {
  language: Language
  portalName: string
  /** Whom to ask, as the operator configured it. */
  help: string | null
  name: string
  username: string
  at: EpochMs
  /** Of the client that did it; null where that is nobody's business or there was none. */
  address: string | null
}

export type NoticeTexts = (notice: Notice, facts: NoticeFacts) => NoticeText

/**
 * Reads the templates of notices once. Each gives the subject on its first line, and what a mail goes on to say below
 * it; `mail` and `sms` are what stands around them. Numbers are masked, and no value can end a line.
 */
export function openNoticeTexts(dir: string, instead: Instead | null = null): NoticeTexts {
  const render = openTextTemplates(dir, instead)
  return (notice, facts) => {
    const { language } = facts
    const t = messagesIn(language)
    const written = render(notice.kind.replaceAll('_', '-'), { notice: shown(notice), t })
    const [subject = '', ...rest] = written.split('\n')
    const values = {
      ...facts,
      t,
      subject,
      body: rest.join('\n').trim(),
      doneBy: 'by' in notice ? notice.by : null,
      link: notice.kind === 'sign_up_link' ? notice.url : null,
      asksWhetherYou: notice.kind !== 'sign_up_link' && notice.kind !== 'mandate_enabled',
    }
    const sms = withPlainSpaces(render('sms', values))
    return { subject, mail: `${render('mail', values)}\n`, sms, language }
  }
}

function shown(notice: Notice): Notice {
  if (notice.kind !== 'phone_changed') return notice
  const { from, to } = notice
  return { ...notice, from: from === null ? null : maskPhone(from), to: to === null ? null : maskPhone(to) }
}
