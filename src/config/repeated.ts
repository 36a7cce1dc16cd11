/** Whatever bears a name that one before it bears. What has no name repeats nothing. */
export function repeated<T extends { name: string | undefined }>(named: T[]): T[] {
  return named.filter(
    ({ name }, index) => name !== undefined && named.findIndex((other) => other.name === name) < index,
  )
}
