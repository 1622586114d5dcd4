/** At most two letters for a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  const capitals = words.filter((word) => word[0] === word[0]?.toUpperCase())
  return capitals
    .map((word) => word.slice(0, 1))
    .slice(0, 2)
    .join('')
}
