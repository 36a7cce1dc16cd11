import type { AppIdentity, AppSignIn } from '../domain/app.ts'
import { basicAuthorization } from '../domain/app-credential.ts'
import { STANDARD_IDENTITY } from '../domain/app.ts'
import { readCredential } from './credential.ts'
import type { Fault } from './fault.ts'
import type { AppEntry } from './app-schema.ts'
import type { Lenient } from './lenient.ts'
import type { Source } from './source.ts'

type Start = { env: NodeJS.ProcessEnv; dataDir: string }
type IdentityEntry = AppEntry['identity']

/** Fields that frame, route or authenticate: no fact about a person may stand in their place. */
const TAKEN =
  /^(?:host|connection|content-.*|transfer-encoding|te|trailer|upgrade|keep-alive|proxy-.*|cookie|set-cookie|authorization|expect|via|accept.*|date|origin|referer|range|sec-.*|x-forwarded.*|forwarded|x-request-id|x-gatehouse-assertion)$/i

/** What `identity` of apps says that cannot be. */
export function identityFaults(source: Source, apps: Lenient<AppEntry[]>, start: Start): Fault[] {
  return apps.flatMap((app, index) => {
    const at = ['apps', index, 'identity']
    const { headers = {}, basic: signIn } = app?.identity ?? {}
    const basic = typeof signIn === 'object' ? signIn : undefined
    const taken = Object.keys(headers)
      .filter((name) => TAKEN.test(name))
      .map((name) =>
        source.fault(
          [...at, 'headers', name],
          `${name} has a meaning of its own: choose another name, as X-Remote-User`,
        ),
      )
    const read = basic?.password === undefined ? null : readCredential(basic.password, start)
    const secret = read !== null && 'fault' in read ? [source.fault([...at, 'basic', 'password'], read.fault)] : []
    return [...taken, ...secret]
  })
}

/** What an app without faults is told about visitors. */
export function identityFrom({ headers, assertion, basic }: IdentityEntry, start: Start): AppIdentity {
  return {
    headers: headers === undefined ? STANDARD_IDENTITY : Object.entries(headers),
    assertion,
    basic: basic === undefined ? null : signInFrom(basic, start),
  }
}

function signInFrom(basic: NonNullable<IdentityEntry['basic']>, start: Start): AppSignIn {
  if (basic === 'per_account') return { kind: basic }
  const { username, password } = basic
  const read = readCredential(password, start)
  // Read once more after the faults were looked for: it may have gone since.
  if ('fault' in read) throw new Error(read.fault)
  return { kind: 'fixed', authorization: basicAuthorization({ username, password: read.value }) }
}
