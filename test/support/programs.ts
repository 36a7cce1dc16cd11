import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What the tests need that does not come from npm, and the Debian package it is in. */
const PACKAGES = {
  'redis-server': 'redis-server',
  initdb: 'postgresql',
  postgres: 'postgresql',
  oathtool: 'oathtool',
  nginx: 'nginx-light',
  caddy: 'caddy',
}
export type Program = keyof typeof PACKAGES

const POSTGRES_VERSIONS = '/usr/lib/postgresql'
/** Debian asks this whether it may start the service of a package it has just installed. */
const POLICY = '/usr/sbin/policy-rc.d'

/** Path of a program that `installMissingPrograms` has seen to. */
export function program(name: Program): string {
  const path = find(name)
  if (path === undefined) throw new Error(`${name} is missing: install the package ${PACKAGES[name]}`)
  return path
}

/** Installs what is missing where that is possible (apt, as root); throws with the plain remedy where it is not. */
export function installMissingPrograms(needed: Program[]): void {
  const missing = missingPackages(needed)
  if (missing.length === 0) return
  const remedy = `The tests need ${missing.join(' and ')}. Install with:\n  apt-get install ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(remedy)
  console.log(`Installing ${missing.join(' and ')} for the tests …`)
  withoutStartingServices(() => {
    apt('update')
    apt('install', '--yes', '--no-install-recommends', ...missing)
  })
  if (missingPackages(needed).length > 0) throw new Error(remedy)
}

function missingPackages(needed: Program[]): string[] {
  const missing = needed.filter((name) => find(name) === undefined)
  return [...new Set(missing.map((name) => PACKAGES[name]))]
}

function find(name: string): string | undefined {
  // Not on everybody's PATH, though Debian puts servers there.
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  if (existsSync(POSTGRES_VERSIONS)) {
    const newestFirst = readdirSync(POSTGRES_VERSIONS).toSorted((a, b) => Number(b) - Number(a))
    directories.push(...newestFirst.map((version) => join(POSTGRES_VERSIONS, version, 'bin')))
  }
  return directories.map((directory) => join(directory, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function apt(...args: string[]): void {
  const { status, stderr } = spawnSync('apt-get', ['-q', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stderr}`)
}

/** The packages bring services of their own, on the ports that everybody knows; only the programs are wanted. */
function withoutStartingServices(install: () => void): void {
  if (existsSync(POLICY)) return install()
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    install()
  } finally {
    rmSync(POLICY)
  }
}
