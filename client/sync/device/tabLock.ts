const lockOf = (tab: string): string => `carbonsheet tab ${tab}`

/** Tells the other tabs of this browser that this one is open. Gives the function that takes it back; closing does too. */
export function holdTab(tab: string): () => void {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  void globalThis.navigator?.locks?.request(lockOf(tab), () => held)
  return release
}

/**
 * Does the work when the tab is closed: now, when it is closed already, and then gives true. Without a secure context there
 * are no locks and every tab counts as closed: its work is done twice then, which loses nothing.
 */
export async function whenTabIsClosed(tab: string, signal: AbortSignal, work: () => Promise<void>): Promise<boolean> {
  const locks = globalThis.navigator?.locks
  if (locks === undefined) {
    await work()
    return true
  }
  const isClosed = await locks.request(lockOf(tab), { ifAvailable: true }, async (lock) => {
    if (lock !== null) {
      await work()
    }
    return lock !== null
  })
  if (!isClosed) {
    locks.request(lockOf(tab), { signal }, work).catch(() => {}) // this tab was closed first
  }
  return isClosed
}
