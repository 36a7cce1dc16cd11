import type { EpochMs } from './domain/account.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { KeptFormKey, KeptFormStore } from './domain/ports/kept-forms.ts'
import type { Secrets } from './domain/ports/secrets.ts'

/** Names a form to whoever posted it. */
export interface HeldForm {
  id: string
  /** What only the browser that posted it holds: the id of its session, say. */
  holder: string
}

/** What was kept, as it was given. */
export interface Kept {
  text: string
  expiresAt: EpochMs
}

/** Forms that were posted and wait until their person has proved who they are: encrypted, for minutes, for one holder. */
export interface KeptForms {
  /** Keeps it in place of the one that the same holder had before. */
  keep(form: HeldForm, kept: Kept): Promise<void>
  /** Null when there is none of that holder, or it waited too long. */
  find(form: HeldForm): Promise<Kept | null>
  /** The same, and removes it: one caller gets it, however many ask at once. */
  take(form: HeldForm): Promise<Kept | null>
}

const SEALED = 'kept-form'
const HOLDER = 'kept-form-holder'

export function openKeptForms(parts: { store: KeptFormStore; secrets: Secrets; clock: Clock }): KeptForms {
  const { store, secrets, clock } = parts

  function keyOf({ id, holder }: HeldForm): KeptFormKey {
    return { id, holderHash: secrets.keyedHash(HOLDER, holder) }
  }

  async function opened(form: HeldForm, ask: 'find' | 'take'): Promise<Kept | null> {
    const key = keyOf(form)
    const kept = await store[ask](key, clock.now())
    if (kept === null) return null
    return { text: secrets.open(SEALED, kept.sealed, boundTo(key)), expiresAt: kept.expiresAt }
  }

  return {
    async keep(form, { text, expiresAt }) {
      const key = keyOf(form)
      await store.keep({ ...key, sealed: secrets.seal(SEALED, text, boundTo(key)), expiresAt })
    },
    find: (form) => opened(form, 'find'),
    take: (form) => opened(form, 'take'),
  }
}

function boundTo({ id, holderHash }: KeptFormKey): string {
  return `${id} ${holderHash}`
}
