import type { Context } from 'koa'
import type { JobReply } from '#shared/api/jobs.ts'

const RESPOND_ASYNC = 'respond-async'

/** Whether the caller would rather have a job than wait (`Prefer: respond-async`, RFC 7240 section 4.1). */
export const prefersJob = (ctx: Context): boolean =>
  ctx
    .get('prefer')
    .split(',')
    .some((preference) => preference.split(';', 1)[0]!.trim().toLowerCase() === RESPOND_ASYNC)

/** Answers 202 with the job that does what was asked for, and where it is read. For routes that say `mayAnswerJob`. */
export function answerJob(ctx: Context, job: JobReply): void {
  ctx.status = 202
  ctx.set('Location', `/api/v1/jobs/${job.id}`)
  if (prefersJob(ctx)) {
    ctx.set('Preference-Applied', RESPOND_ASYNC)
  }
  ctx.body = JSON.stringify(job)
  ctx.type = 'application/json'
}
