/** A block of nginx: what stands before its braces, and in them. */
export function block(head: string, inside: string[]): string {
  const indented = lines(...inside).replace(/^(?=.)/gm, '  ')
  return `${head} {\n${indented}}`
}

/** Each on a line. */
export function lines(...all: string[]): string {
  return all.map((line) => `${line}\n`).join('')
}
