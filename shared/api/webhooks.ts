import { z } from 'zod'
import { LONGEST_OVERLAP_HOURS } from './apiKeys.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `webhooks`: addresses of the company that are told of what happened. Signed as Standard Webhooks 1.0 says. */

/**
 * What is told. Each is thin: ids, revision and who; what they stand for is asked for with a key, by its rights.
 * - `rows.changed`: rows of a sheet, at most every ten seconds; only fields that everybody reads count
 * - `cycle.locked`: a cycle became final
 * - `run.finished`: a cycle was computed
 * - `import.finished`: what was right of a file of rows is written, or was taken back (`state`)
 */
export const WEBHOOK_KINDS = ['rows.changed', 'cycle.locked', 'run.finished', 'import.finished'] as const
export type WebhookKind = (typeof WEBHOOK_KINDS)[number]

/** What is sent when somebody asks for a try. */
export const TEST_KIND = 'webhook.test'

const NAME = z.string().trim().min(1, 'Enter a name.').max(100)
const KINDS = z
  .array(z.enum(WEBHOOK_KINDS))
  .min(1, 'Choose at least one kind.')
  .max(WEBHOOK_KINDS.length)
  .refine((kinds) => new Set(kinds).size === kinds.length, 'Name each kind once.')
const URL_TEXT = z.string().trim().min(1, 'Enter an address.').max(2000)

export const WebhooksQuery = z.strictObject(PAGE_QUERY)

export const WebhookReply = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  kinds: z.array(z.string()),
  /** `paused` by a person; `failing`: by itself, after a day without one call that succeeded. */
  state: z.enum(['active', 'paused', 'failing']),
  /** Since when no call has succeeded; null: the last one did, or there was none. */
  failing_since: z.string().nullable(),
  created_by: z.object({ id: z.string(), name: z.string() }),
  created_at: z.string(),
  /** Until when the secret before the last rotation signs as well; null: there is none. */
  previous_until: z.string().nullable(),
  /** Of the last 30 days. */
  queued: z.number().int(),
  given_up: z.number().int(),
})
export type WebhookReply = z.infer<typeof WebhookReply>

/** By name. */
export const WebhooksReply = pageOf(WebhookReply)

/** Contract of `POST webhooks`. */
export const NewWebhookBody = z.strictObject({ name: NAME, url: URL_TEXT, kinds: KINDS })
export type NewWebhookBody = z.infer<typeof NewWebhookBody>

/** Contract of `PATCH webhooks/{id}`. */
export const WebhookBody = z
  .strictObject({ name: NAME, url: URL_TEXT, kinds: KINDS, state: z.enum(['active', 'paused']) })
  .partial()
export type WebhookBody = z.infer<typeof WebhookBody>

/** Contract of `POST webhooks/{id}/rotate`. */
export const RotateWebhookBody = z.strictObject({
  /** For how long calls are signed with the old secret as well. */
  overlap_hours: z.number().int().min(0).max(LONGEST_OVERLAP_HOURS).default(24),
})

/** A webhook with its secret, which is never told again. */
export const NewWebhookReply = WebhookReply.extend({
  /** `whsec_…`, as libraries of Standard Webhooks take it. */
  secret: z.string(),
})
export type NewWebhookReply = z.infer<typeof NewWebhookReply>

/** Why a call had no answer that counts. */
export const CALL_PROBLEMS = [
  'not-allowed',
  'no-public-address',
  'no-connection',
  'no-certificate',
  'too-slow',
  'too-long',
  'redirect',
  'refused',
  'no-secret',
] as const
export type CallProblem = (typeof CALL_PROBLEMS)[number]

export const DeliveryReply = z.object({
  /** What receivers know it by (`webhook-id`), however often it is sent. */
  id: z.string(),
  kind: z.string(),
  /** What is sent. */
  body: z.string(),
  state: z.enum(['queued', 'delivered', 'given_up']),
  attempts: z.number().int(),
  /** When it is tried next; null: not any more. */
  due_at: z.string().nullable(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
  /** The last ones, newest first. */
  calls: z.array(
    z.object({
      at: z.string(),
      duration_ms: z.number().int(),
      status: z.number().int().nullable(),
      problem: z.enum(CALL_PROBLEMS).nullable(),
      /** The first kilobyte. */
      answer: z.string(),
    }),
  ),
})
export type DeliveryReply = z.infer<typeof DeliveryReply>

/** Newest first, of the last 30 days. */
export const DeliveriesReply = pageOf(DeliveryReply)
