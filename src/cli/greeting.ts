import type { Settings } from '../config/settings.ts'

/** What the terminal shows once the gateway listens: where, and in the demo with what to sign in. */
export function greeting({ publicUrl, portal, seedAccounts, usesDemoPortal }: Settings): string {
  const address = `${portal.name} is open at ${publicUrl.origin}`
  const demoAccounts = seedAccounts.filter(({ password }) => password !== null)
  if (!usesDemoPortal || demoAccounts.length === 0) return address
  const widest = Math.max(...demoAccounts.map(({ username }) => username.length))
  return [
    address,
    '',
    'Sign in with one of these:',
    ...demoAccounts.map(({ username, password }) => `  ${username.padEnd(widest)}  ${password}`),
    '',
    'Codes that would go to a phone are shown here as they are sent. Ctrl+C ends it.',
    '',
  ].join('\n')
}
