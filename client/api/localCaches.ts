/** Choices about the screen, which say nothing about a person's data. */
const KEPT_SETTINGS = new Set([
  'carbonsheet.scheme',
  'carbonsheet.language',
  'carbonsheet.navigation',
  'carbonsheet.navigation.sheet',
  'carbonsheet.clearing',
  'carbonsheet.enter',
])
const LONGEST_WAIT_MS = 2000

/**
 * Removes what this browser keeps of the person who signs out: IndexedDB databases (sheets kept for offline work) and
 * stored choices. Colours and language stay. A database that another tab still holds open is removed when it is let go.
 */
export async function clearLocalCaches(): Promise<void> {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('carbonsheet.') && !KEPT_SETTINGS.has(key)) {
      localStorage.removeItem(key)
    }
  }
  sessionStorage.clear()
  const databases = (await globalThis.indexedDB?.databases?.()) ?? []
  const removals = databases.flatMap(({ name }) => (name === undefined ? [] : [removeDatabase(name)]))
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))
  await Promise.race([Promise.all(removals), timeout])
}

function removeDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const removal = indexedDB.deleteDatabase(name)
    removal.addEventListener('success', () => resolve())
    removal.addEventListener('error', () => resolve())
  })
}
