import type { Sentence } from '../domain/sentence.ts'
import { OWN_THEME, type Theme } from '../domain/theme.ts'
import { messagesIn } from '../languages/index.ts'
import { say } from '../languages/messages.ts'
import { reasonText } from '../languages/reason-text.ts'
import { type Assets, STYLESHEET } from './assets.ts'
import type { FieldError, Frame } from './page/frame.ts'
import type { Pages } from './page/pages.ts'
import type { EnrollAppPage } from './page/sign-in.ts'
import { withSlots } from './slots.ts'
import { type Instead, type Render, openTemplates } from './templates.ts'

/** In CSS pixels. */
const LOGO_HEIGHT = 36
const WIDEST_LOGO = 216

export interface PagesOptions {
  /** Stylesheet, script and icons. */
  assets: Assets
  /** Templates: `views/`. */
  viewsDir: string
  theme?: Theme
  /** Told of templates of the theme that could not be shown. */
  report?: Instead['report']
}

/** Reads templates and assets once and answers the functions that render every page of the gateway. */
export function openPages({ assets, viewsDir, theme = OWN_THEME, report = rethrow }: PagesOptions): Pages {
  const show = rendererOf(openTemplates(viewsDir, { templates: theme.templates, report }), lookOf(theme, assets))
  return {
    signIn: (page) => show('sign-in', page, ['username', 'password'], page.error),
    enrollPhone(page) {
      checkLink(page.appUrl)
      return show('enroll-phone', page, ['country', 'phone'], page.error)
    },
    enrollApp(page) {
      checkKey(page)
      return show('enroll-app', page, ['code'], page.error)
    },
    challenge(page) {
      for (const url of [page.action, page.cancelUrl]) if (url !== null) checkLink(url)
      return show('challenge', page, page.by === 'totp' || page.sent ? ['code'] : [], page.error)
    },
    proof(page) {
      checkLink(page.next)
      return show('proof', page, ['password'], page.error)
    },
    nothingWaits(page) {
      checkLink(page.backUrl)
      return show('nothing-waits', page)
    },
    resume(page) {
      checkLink(page.backUrl)
      return show('resume', page)
    },
    sendOn(page) {
      checkLink(page.action)
      return show('send-on', page)
    },
    sessionEnded(page) {
      checkLink(page.logInUrl)
      return show('session-ended', page)
    },
    enrolled(page) {
      checkLink(page.next)
      return show('enrolled', page)
    },
    noAccess(page) {
      for (const { url } of page.apps) checkLink(url)
      return show('no-access', page)
    },
    settings(page) {
      for (const { url } of page.apps) checkLink(url)
      for (const { url } of [...page.authenticators, ...page.credentials]) checkLink(url)
      return show('settings', page, ['name', 'new-password'], page.error)
    },
    ownApp(page) {
      checkLink(page.url)
      return show('own-app', page, ['name'], page.error)
    },
    ownPhone(page) {
      checkLink(page.appUrl)
      return show('own-phone', page, ['country', 'phone'], page.error)
    },
    newApp(page) {
      checkKey(page)
      return show('new-app', page, ['code', 'name'], page.error)
    },
    ownCredential(page) {
      checkLink(page.next)
      return show('own-credential', page, ['app-username', 'app-password'], page.error)
    },
    employee(page) {
      for (const { url } of [page.employee, ...page.steps]) checkLink(url)
      const fields = ['name', 'role', 'desk_phone', ...(page.isSelf ? [] : ['cell_phone'])]
      return show('employee', page, fields, page.error)
    },
    employeeStep(page) {
      for (const url of [page.url, page.employee.url]) checkLink(url)
      return show('employee-step', page, [], page.error)
    },
    newEmployee: (page) => show('new-employee', page, ['name', 'username', 'role', 'cell_phone'], page.error),
    signUpLink(page) {
      for (const url of [page.url, page.employeeUrl]) checkLink(url)
      return show('sign-up-link', page)
    },
    signUp: (page) => show('sign-up', page, ['new-password'], page.error),
    employees(page) {
      for (const { url } of page.rows) checkLink(url)
      for (const url of [page.exportUrl, page.startUrl, page.nextUrl]) if (url !== null) checkLink(url)
      return show('employees', page)
    },
    companySettings(page) {
      for (const url of [page.clients?.startUrl, page.clients?.nextUrl]) if (typeof url === 'string') checkLink(url)
      return show('company-settings', page)
    },
    audit(page) {
      for (const { url } of page.people ?? []) checkLink(url)
      for (const { person } of page.rows) if (person !== null) checkLink(person.url)
      for (const url of [page.exportUrl, page.startUrl, page.nextUrl]) if (url !== null) checkLink(url)
      return show('audit', page, ['address', 'from', 'to'], page.error)
    },
    why(page) {
      for (const url of [page.url, page.backUrl]) checkLink(url)
      return show('why', page, ['address', 'at'], page.error)
    },
    mandate: (page) => show('mandate', page, ['confirm'], page.error),
    error(page) {
      if (page.retryUrl !== null) checkLink(page.retryUrl)
      return show('error', page)
    },
  }
}

function rethrow(_template: string, error: unknown): never {
  throw error
}

/** What every page is given of how it looks. */
function lookOf({ logo, icon, palettes, showsName }: Theme, assets: Assets): object {
  const ratio = logo?.ratio ?? 1
  const height = Math.round(Math.min(LOGO_HEIGHT, WIDEST_LOGO / ratio))
  return {
    urls: {
      stylesheet: assets.url(STYLESHEET),
      script: assets.url('gatehouse.js'),
      logo: assets.url(logo?.name ?? 'logo.svg'),
      icon: assets.url(icon?.name ?? 'icon.svg'),
    },
    look: {
      logoWidth: Math.round(height * ratio),
      logoHeight: height,
      iconType: icon?.name.endsWith('.png') === true ? 'image/png' : 'image/svg+xml',
      /** What the browser's own frame is coloured with. */
      lightPage: palettes.light.page,
      darkPage: palettes.dark.page,
      showsName,
    },
  }
}

type Show = (template: string, page: Frame, fields?: string[], error?: FieldError | null) => string

/** Gives each template, besides its page, what was wrong with which field of it. */
function rendererOf(render: Render, look: object): Show {
  return (template, page, fields = [], error = null) => {
    const t = messagesIn(page.language)
    const fault = error === null ? null : say(error.message, t)
    const isShown = error !== null && fields.includes(error.field)
    return render(template, {
      page,
      ...look,
      /** The catalogue of the page's language. */
      t,
      say: (sentence: Sentence) => say(sentence, t),
      fill: withSlots,
      /** A reason of the audit trail in words. */
      reason: (reason: string) => reasonText(reason, t.auditReasons),
      /** The message that belongs beside a field, or null. */
      faultAt: (field: string) => (isShown && error.field === field ? fault : null),
      /** The message that belongs to no field shown: it stands on top. */
      fault: isShown ? null : fault,
      anyFault: fault,
      /** Pages for admins set this: they are tables, and need the room. */
      wide: false,
      ...frame(page),
    })
  }
}

function frame({ language, portalName, help, username, menu }: Frame): Frame {
  return { language, portalName, help, username, menu }
}

/** Escaping does not stop `javascript:` in a link, so a path or a web address is all that gets into one. */
function checkLink(url: string): void {
  if (/^\/(?![/\\])/.test(url) || /^https?:\/\//.test(url)) return
  throw new TypeError('A page was given a link that is neither a path nor a web address')
}

function checkKey({ qrSvg, otpauthUrl }: Pick<EnrollAppPage, 'qrSvg' | 'otpauthUrl'>): void {
  checkSvg(qrSvg)
  if (!otpauthUrl.startsWith('otpauth://totp/')) throw new TypeError('A page was given no otpauth address')
}

/** The one value printed as it is must be an `<svg>` of shapes alone: no text, link, style or script. */
function checkSvg(svg: string): void {
  const shapes =
    /^\s*<svg(\s[\w:-]+="[^"<>]*")*\s*>(<(path|rect|g)(\s[\w-]+="[^"<>]*")*\s*\/?>|<\/(path|rect|g)>|\s)*<\/svg>\s*$/
  if (shapes.test(svg) && !/\s(on\w+|style)=/i.test(svg)) return
  throw new TypeError('A page was given a QR code that is not a plain <svg> of shapes')
}
