import type { EpochMs } from '../domain/account.ts'
import { maskPhone, timeInWords } from '../domain/format.ts'
import type { Notice, NoticeBy, NoticeText } from '../domain/notice.ts'
import { type Instead, openTextTemplates } from './templates.ts'

/** Whom a notice is about, and what it says besides what happened. */
export interface NoticeFacts {
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

const DONE_BY: Record<NoticeBy, string> = {
  owner: 'you',
  admin: 'an admin of your company',
  operator: 'the operator of the portal',
}

/**
 * Reads the templates of notices once. Each gives the subject on its first line, and what a mail goes on to say below
 * it; `mail` and `sms` are what stands around them. Numbers are masked, and no value can end a line.
 */
export function openNoticeTexts(dir: string, instead: Instead | null = null): NoticeTexts {
  const render = openTextTemplates(dir, instead)
  return (notice, { at, ...facts }) => {
    const written = render(notice.kind.replaceAll('_', '-'), { notice: shown(notice) })
    const [subject = '', ...rest] = written.split('\n')
    const values = {
      ...facts,
      subject,
      body: rest.join('\n').trim(),
      time: timeInWords(at),
      doneBy: 'by' in notice ? DONE_BY[notice.by] : null,
      link: notice.kind === 'sign_up_link' ? notice.url : null,
      asksWhetherYou: notice.kind !== 'sign_up_link' && notice.kind !== 'mandate_enabled',
    }
    return { subject, mail: `${render('mail', values)}\n`, sms: render('sms', values) }
  }
}

function shown(notice: Notice): Notice {
  if (notice.kind !== 'phone_changed') return notice
  const { from, to } = notice
  return { ...notice, from: from === null ? null : maskPhone(from), to: maskPhone(to) }
}
