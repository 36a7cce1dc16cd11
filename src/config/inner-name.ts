import type { InnerName } from '../domain/inner-name.ts'
import type { AppEntry } from './app-schema.ts'
import type { Fault } from './fault.ts'
import { isFaulty, type Lenient } from './lenient.ts'
import type { Source } from './source.ts'

/**
 * What `inner` of apps says that cannot be, beyond its shape.
 *
 * @param knownHosts every `host[:port]` that the gateway answers for
 */
export function innerNameFaults(source: Source, apps: Lenient<AppEntry[]>, knownHosts: ReadonlySet<string>): Fault[] {
  return apps.flatMap((app, index) => {
    if (app?.inner === undefined) return []
    const at = ['apps', index, 'inner']
    const { origin, path } = app.inner
    const faults: Fault[] = []
    if (origin === undefined && path === undefined && !isFaulty(app.inner, 'origin') && !isFaulty(app.inner, 'path')) {
      faults.push(
        source.fault(at, 'this says nothing: write the origin by which the app knows itself, its path there, or both'),
      )
    }
    if (origin !== undefined && knownHosts.has(origin.replace(/^https?:\/\//, ''))) {
      const message = `people reach the gateway by ${origin}: write how the app knows itself, or leave it out if that is how`
      faults.push(source.fault([...at, 'origin'], message))
    }
    if (path !== undefined && path === app.path) {
      faults.push(
        source.fault([...at, 'path'], `${path} is the path of the app as it is: leave it out, or write another`),
      )
    }
    return faults
  })
}

/** The inner name that an entry without faults gives; null where it has none. */
export function innerNameFrom({ path, inner }: Pick<AppEntry, 'path' | 'inner'>): InnerName | null {
  return inner === undefined ? null : { origin: inner.origin ?? null, path: inner.path ?? path }
}
