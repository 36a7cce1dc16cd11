import { fill } from '../domain/template.ts'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * A sentence with HTML in the place of its `{slots}`, so that each language may put them where it needs them. The sentence
 * itself is text and is escaped; what fills a slot comes from a template, which has escaped what it was given.
 */
export function withSlots(sentence: string, slots: Readonly<Record<string, string>>): string {
  const escaped = sentence.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
  return fill(escaped, slots, (html) => html.trim())
}
