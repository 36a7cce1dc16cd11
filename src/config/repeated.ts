/** Whatever bears a name that one before it bears. What has no name repeats nothing. */
export function repeated<T extends { name: string | undefined }>(named: T[]): T[] {
  const seen = new Set<string>()
  return named.filter(({ name }) => {
    if (name === undefined) return false
    if (seen.has(name)) return true
    seen.add(name)
    return false
  })
}
