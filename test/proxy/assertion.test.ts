import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { PASSWORD, PEOPLE, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { tempDir } from '../support/temp-dir.ts'

const apps = (passwordFile: string): string => `
  - { name: Portal, path: /, upstream: UPSTREAM, public: [/open/] }
  - name: Old
    path: /old/
    upstream: UPSTREAM
    identity:
      headers: { X-Remote-Login: user, X-Remote-Company: company }
      assertion: false
      basic: { username: gateway, password: { file: "${passwordFile}" } }
`

eachStoreSet((stores) => {
  test('Apps are told who is there: by a signed word, under names of their own, by a credential', async (t) => {
    const passwordFile = join(await tempDir(t), 'password')
    await writeFile(passwordFile, 'pässword\n')
    const gate = await startGateway(t, { stores, apps: apps(passwordFile) })
    const maria = await gate.signedIn('maria')
    const heard = async (path: string, headers: Record<string, string> = {}) => {
      assert.equal((await maria.get(path, headers)).status, 200)
      return gate.upstream.received.at(-1)?.headers ?? {}
    }
    const keySet: JSONWebKeySet = JSON.parse((await gate.visitor().get('/_gatehouse/jwks.json')).text)
    const verified = async (token: unknown, app: string) =>
      jwtVerify(String(token), createLocalJWKSet(keySet), {
        issuer: gate.origin,
        audience: app,
        algorithms: ['EdDSA'],
        currentDate: new Date(gate.clock.now()),
      })

    await t.test(
      'X-Gatehouse-Assertion verifies by the published keys, for its app and some minutes only',
      async () => {
        const token = (await heard('/'))['x-gatehouse-assertion']
        const { payload } = await verified(token, 'Portal')
        assert.equal(payload.preferred_username, PEOPLE.maria)
        assert.equal(payload.company, 'northwind')
        assert.equal(payload.company_kind, 'partner')
        assert.equal(payload.role, 'member')
        assert.deepEqual(payload.amr, ['pwd', 'mfa'])
        assert.equal(payload.auth_time, Math.floor(gate.clock.now() / 1000))
        assert.equal(payload.sub, (await heard('/'))['x-gatehouse-assertion'] === token ? payload.sub : 'signed twice')
        await assert.rejects(verified(token, 'Old'), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' })
        gate.clock.advance(61_000)
        assert.notEqual((await heard('/'))['x-gatehouse-assertion'], token)
        gate.clock.advance(4 * 60_000)
        await assert.rejects(verified(token, 'Portal'), { code: 'ERR_JWT_EXPIRED' })
      },
    )

    await t.test('R24 · what a client sends under any of these names reaches no app', async () => {
      const forged = {
        'X-Gatehouse-Assertion': 'forged',
        X_Remote_Login: 'ada',
        'x-remote-company': 'fabrikam',
        Authorization: 'Basic Zm9yZ2Vk',
      }
      const portal = await heard('/', forged)
      assert.notEqual(portal['x-gatehouse-assertion'], 'forged')
      assert.equal(portal.x_remote_login, undefined)
      assert.equal(portal['x-remote-company'], undefined)
      assert.equal(portal.authorization, forged.Authorization)
      const open = await heard('/open/', forged)
      for (const name of ['x-gatehouse-assertion', 'x_remote_login', 'x-remote-company', 'x-gatehouse-user']) {
        assert.equal(open[name], undefined, name)
      }
    })

    await t.test(
      'An app that knows other names gets those, no assertion, and the gateway’s own credential',
      async () => {
        const old = await heard('/old/', { Authorization: 'Basic Zm9yZ2Vk' })
        assert.equal(old['x-remote-login'], PEOPLE.maria)
        assert.equal(old['x-remote-company'], 'northwind')
        assert.equal(old['x-gatehouse-user'], undefined)
        assert.equal(old['x-gatehouse-assertion'], undefined)
        assert.equal(old.authorization, `Basic ${Buffer.from('gateway:pässword').toString('base64')}`)
      },
    )

    await t.test('A reminder is no second factor', async () => {
      const dora = gate.visitor()
      await dora.post('/_gatehouse/sign-in', { username: PEOPLE.dora, password: PASSWORD, next: '/' })
      await dora.post('/_gatehouse/enroll/later', {})
      assert.equal((await dora.get('/')).status, 200)
      const { payload } = await verified(gate.upstream.received.at(-1)?.headers['x-gatehouse-assertion'], 'Portal')
      assert.deepEqual(payload.amr, ['pwd'])
    })

    await t.test('The keys are there for whoever asks, and hold nothing private', async () => {
      const answer = await gate.visitor().get('/_gatehouse/jwks.json')
      assert.match(answer.headers['content-type'] ?? '', /^application\/jwk-set\+json/)
      assert.match(answer.headers['cache-control'] ?? '', /max-age/)
      for (const key of keySet.keys) assert.equal(key.d, undefined)
    })
  })
})
