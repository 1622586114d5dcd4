import { useSyncExternalStore } from 'react'
import type { LoginBody, MeReply, TokenReply } from '#shared/api/auth.ts'
import { AccessTokens, type Exclusive } from './AccessTokens.ts'
import { ApiProblem, isSignedOut } from './ApiProblem.ts'
import { request } from './request.ts'
import { readSession, subscribeToSession, writeSession, type SessionState } from './sessionStore.ts'

/** The cookie routes ask for this header (SAME_SITE_HEADER of shared/api/auth, spelled out to keep zod out of the first load). */
const SAME_SITE = { 'x-carbonsheet': '1' }
const SIGNED_OUT_CHANNEL = 'carbonsheet.signed-out'

const exclusive: Exclusive = (work) =>
  typeof navigator !== 'undefined' && 'locks' in navigator
    ? navigator.locks.request('carbonsheet.refresh', () => work())
    : work()

const tokens = new AccessTokens({
  renew: () => request<TokenReply>('auth/refresh', { method: 'POST', headers: SAME_SITE }),
  exclusive,
  onLost: () => {
    writeSession({ status: 'signed-out', reason: readSession().status === 'signed-in' ? 'ended' : 'none' })
  },
})

/** A token for requests, the live sheets and the events socket. Throws ApiProblem. */
export function getAccessToken(): Promise<string> {
  return tokens.get()
}

/** A fresh token after the server refused the last one. */
export function renewAccessToken(): Promise<string> {
  return tokens.renew()
}

/** The session, followed by React. */
export function useSession(): SessionState {
  return useSyncExternalStore(subscribeToSession, readSession)
}

/** The person who is signed in; for components below the session guard. */
export function useMe(): MeReply {
  const session = useSession()
  if (session.status !== 'signed-in') {
    throw new Error('useMe is used outside the session guard')
  }
  return session.me
}

/** Finds out who is signed in, by the refresh cookie. Ends in `signed-in`, `signed-out` or `unreachable`; never throws. */
export async function resumeSession(): Promise<void> {
  try {
    await loadMe(await tokens.get())
  } catch (error) {
    if (!isSignedOut(error)) {
      writeSession({ status: 'unreachable' })
    } else if (readSession().status !== 'signed-out') {
      writeSession({ status: 'signed-out', reason: 'none' })
    }
  }
}

/** Throws ApiProblem, with code `wrong-credentials` when the two do not fit together. */
export async function signIn(body: LoginBody): Promise<void> {
  const reply = await request<TokenReply>('auth/login', { method: 'POST', body, headers: SAME_SITE })
  tokens.accept(reply)
  await loadMe(reply.access_token)
}

/** Ends the session on the server and in every tab. Throws ApiProblem when the server did not confirm it. */
export async function endSession(): Promise<void> {
  try {
    await request('auth/logout', { method: 'POST', headers: SAME_SITE })
  } catch (error) {
    if (!isSignedOut(error)) {
      throw error
    }
  }
  tokens.forget()
  writeSession({ status: 'signed-out', reason: 'by-choice' })
  signedOutChannel?.postMessage('')
}

/** The server ended the session, as the events socket or a live sheet has heard. */
export function loseSession(): void {
  tokens.forget()
  if (readSession().status === 'signed-in') {
    writeSession({ status: 'signed-out', reason: 'ended' })
  }
}

/** What the person may do has changed: asks again who they are. Throws ApiProblem. */
export async function reloadMe(): Promise<void> {
  await loadMe(await tokens.get())
}

async function loadMe(token: string): Promise<void> {
  const me = await request<MeReply>('me', { headers: { authorization: `Bearer ${token}` } })
  if (!Array.isArray(me.rules)) {
    throw new ApiProblem({ code: 'internal', status: 200, message: 'The server did not say who is signed in.' })
  }
  writeSession({ status: 'signed-in', me })
}

const signedOutChannel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(SIGNED_OUT_CHANNEL)
signedOutChannel?.addEventListener('message', () => {
  tokens.forget()
  writeSession({ status: 'signed-out', reason: 'by-choice' })
})
