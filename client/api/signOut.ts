import { closeEvents } from '../events/eventsSocket.ts'
import { clearLocalCaches } from './localCaches.ts'
import { queryClient } from './queryClient.ts'
import { endSession } from './session.ts'

const CLEARING = 'carbonsheet.clearing'

/**
 * Ends the session on the server, forgets everything that this browser kept, and starts the page afresh. Throws
 * ApiProblem, and does nothing else, when the server did not confirm.
 */
export async function signOut(): Promise<void> {
  await endSession()
  closeEvents()
  queryClient.clear()
  localStorage.setItem(CLEARING, '1')
  await clearAfterSignOut()
  location.replace('/login')
}

/** Finishes a clearing that a closed tab or an open database has interrupted. */
export async function clearAfterSignOut(): Promise<void> {
  if (localStorage.getItem(CLEARING) === null) {
    return
  }
  await clearLocalCaches()
  localStorage.removeItem(CLEARING)
}
