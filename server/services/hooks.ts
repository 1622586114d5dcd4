import type { Knex } from 'knex'
import type { Logger } from 'pino'
import { CALL_OUT, type CallOutOptions } from '../hooks/egress/callOut.ts'
import type { EgressRules } from '../hooks/egress/hookTarget.ts'
import { HookSecrets } from '../hooks/HookSecrets.ts'
import { HOOK_TIMING, HookSender, type HookTiming } from '../hooks/HookSender.ts'

export interface HookParts {
  db: Knex
  /** Of the servers: the key of what is kept is derived from it. */
  secret: string
  logger: Logger
  /** Only where something is left out: as in `CALL_OUT` and `HOOK_TIMING`. */
  egress?: Partial<CallOutOptions> | undefined
  timing?: Partial<HookTiming> | undefined
}

/** What routes need of webhooks. */
export interface Hooks {
  secrets: HookSecrets
  rules: EgressRules
  /** Something is due now. */
  look(): void
}

/** Webhooks with the one who sends them. */
export function composeHooks({ db, secret, logger, egress, timing }: HookParts): { hooks: Hooks; sender: HookSender } {
  const secrets = new HookSecrets(secret)
  const rules = { ...CALL_OUT, ...egress }
  const log = logger.child({ part: 'webhooks' })
  const sender = new HookSender({ db, secrets, egress: rules, timing: { ...HOOK_TIMING, ...timing }, log })
  return { hooks: { secrets, rules, look: () => sender.look() }, sender }
}
