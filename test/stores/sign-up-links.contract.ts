import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Account } from '../../src/domain/account.ts'
import type { SignUpLink } from '../../src/domain/sign-up.ts'
import { addAccount, account, atOnce, company, NOW, type Stage } from './directories.ts'

const LATER = NOW + 1000
const BY = { at: NOW, actor: 'admin: ada@northwind.example', address: '192.0.2.7', requestId: 'r-1' }
const OWN = { ...BY, actor: null }

/** What every store of sign-up links does. */
export function signUpLinkStoreContract(stage: () => Stage): void {
  test('a link is found until another takes its place, and each making has its line in the trail', async () => {
    const { signUpLinks } = stage().directory
    const invited = await newAccount(stage(), { passwordHash: null })
    const [first, second] = [linkFor(invited), linkFor(invited)]
    assert.equal(await signUpLinks.findByAccount(invited.id), null)
    assert.equal(await signUpLinks.issue(first, BY), true)
    assert.deepEqual(await signUpLinks.find(first.id), first)
    assert.equal(await signUpLinks.issue(second, BY), true)
    assert.equal(await signUpLinks.find(first.id), null)
    assert.deepEqual(await signUpLinks.findByAccount(invited.id), second)
    assert.equal(await signUpLinks.use(first, 'hash', OWN), false)
    assert.deepEqual(await trail(stage(), invited), [
      { event: 'sign_up_link_made', actor: BY.actor, address: BY.address, request_id: 'r-1' },
      { event: 'sign_up_link_made', actor: BY.actor, address: BY.address, request_id: 'r-1' },
    ])
  })

  test('of many who use it at once, one sets the password', async () => {
    const { signUpLinks, accounts } = stage().directory
    const invited = await newAccount(stage(), { passwordHash: null })
    const link = linkFor(invited)
    await signUpLinks.issue(link, BY)
    const used = await atOnce(20, (index) => signUpLinks.use(link, `hash ${index}`, OWN))
    assert.equal(used.filter(Boolean).length, 1)
    assert.equal((await accounts.findById(invited.id))?.passwordHash, `hash ${used.indexOf(true)}`)
    const lines = await trail(stage(), invited)
    assert.deepEqual(
      lines.map(({ event, actor }) => [event, actor]),
      [
        ['sign_up_link_made', BY.actor],
        ['signed_up', null],
      ],
    )
  })

  test('none for an account that has a password, is disabled or is nobody’s; what ran out is worth nothing', async () => {
    const { signUpLinks, administration } = stage().directory
    for (const [changes, what] of [
      [{}, 'has a password'],
      [{ passwordHash: null, disabledAt: NOW }, 'is disabled'],
    ] as const) {
      assert.equal(await signUpLinks.issue(linkFor(await newAccount(stage(), changes)), BY), false, what)
    }
    assert.equal(await signUpLinks.issue(linkFor(account()), BY), false)

    const late = await newAccount(stage(), { passwordHash: null })
    const link = linkFor(late)
    await signUpLinks.issue(link, BY)
    assert.equal(await signUpLinks.use(link, 'hash', { ...OWN, at: link.expiresAt }), false)
    for (const change of [{ kind: 'disable' }, { kind: 'set_password', passwordHash: 'by the operator' }] as const) {
      const invited = await newAccount(stage(), { passwordHash: null })
      const ended = linkFor(invited)
      await signUpLinks.issue(ended, BY)
      await administration.change(invited.id, change, BY)
      assert.equal(await signUpLinks.find(ended.id), null)
      assert.equal(await signUpLinks.use(ended, 'hash', OWN), false)
    }
    await stage().directory.sweep(link.expiresAt + 1)
    assert.equal(await signUpLinks.find(link.id), null)
  })
}

async function newAccount({ directory }: Stage, changes: Partial<Account>): Promise<Account> {
  const employer = company()
  await directory.companies.sync([employer])
  const added = account({ companyId: employer.id, ...changes })
  await addAccount(directory, added)
  return added
}

function linkFor({ id: accountId }: Account): SignUpLink {
  return { id: randomUUID(), accountId, secretHash: 'hash of the secret', expiresAt: LATER }
}

async function trail({ query }: Stage, { id }: Account): Promise<Record<string, unknown>[]> {
  const rows = await query(
    `select event, actor, address, request_id from audit_trail where account_id = '${id}' and event <> 'account_added' order by id`,
  )
  return rows.map((row) => ({ ...row }))
}
