import { type CallProblem, TEST_KIND, type WebhookKind } from '#shared/api/webhooks.ts'
import type { HookTranslate } from './words/useHookWords.ts'

const KIND_WORDS = {
  'rows.changed': 'rowsChanged',
  'cycle.locked': 'cycleLocked',
  'run.finished': 'runFinished',
  'import.finished': 'importFinished',
  [TEST_KIND]: 'test',
} as const satisfies Readonly<Record<WebhookKind | typeof TEST_KIND, string>>

const PROBLEM_WORDS = {
  'not-allowed': 'notAllowed',
  'no-public-address': 'noPublicAddress',
  'no-connection': 'noConnection',
  'no-certificate': 'noCertificate',
  'too-slow': 'tooSlow',
  'too-long': 'tooLong',
  redirect: 'redirect',
  refused: 'refused',
  'no-secret': 'noSecret',
} as const satisfies Readonly<Record<CallProblem, string>>

/** What a webhook is told, in words; a kind of a newer server is called by its name. */
export function kindText(t: HookTranslate, kind: string): string {
  const known = Object.entries(KIND_WORDS).find(([name]) => name === kind)
  return known === undefined ? kind : t(known[1])
}

/** Why a call was not taken. */
export const problemText = (t: HookTranslate, problem: CallProblem): string => t(PROBLEM_WORDS[problem])
