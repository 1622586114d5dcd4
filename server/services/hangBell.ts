import { createHash } from 'node:crypto'
import { type Bell, NO_BELL } from '#collab/hocuspocus/Bell.ts'

export interface HungBell extends Bell {
  stop(): void
}

/**
 * The bell between servers: over Redis when there is one. Its library is loaded only then. The channel is named after the
 * secret that all servers of an installation share, so that others may use the same Redis.
 */
export async function hangBell(
  { redisUrl, secret }: { redisUrl?: string | undefined; secret: string },
  log: { warn(fields: object, message: string): void },
): Promise<HungBell> {
  if (redisUrl === undefined) {
    return { ...NO_BELL, stop: () => {} }
  }
  const { RedisBell } = await import('../storage/redis/RedisBell.ts')
  const channel = `carbonsheet:${createHash('sha256').update(`bell ${secret}`).digest('hex').slice(0, 32)}`
  const onLost = (error: Error): void =>
    log.warn({ err: error }, 'Redis is away; servers beside this one find out by asking the database')
  return new RedisBell({ url: redisUrl, channel, onLost })
}
