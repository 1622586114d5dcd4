/** What a person searched for lately on this device; only the words, newest first. Gone when they sign out. */

const MOST = 6

const keyOf = (userId: string): string => `carbonsheet.searches.${userId}`

export function recentSearches(userId: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string').slice(0, MOST) : []
  } catch {
    return [] // somebody else wrote there: as if nothing was kept
  }
}

/** A search that led somewhere. */
export function keepSearch(userId: string, text: string): void {
  const others = recentSearches(userId).filter((other) => other.toLowerCase() !== text.toLowerCase())
  localStorage.setItem(keyOf(userId), JSON.stringify([text, ...others].slice(0, MOST)))
}

export function forgetSearches(userId: string): void {
  localStorage.removeItem(keyOf(userId))
}
