import type { Readable } from 'node:stream'
import type { Context } from 'koa'

/** Answers with a file of somebody. Whatever it is, a browser is to save it and never to run it here. */
export function sendFile(
  ctx: Pick<Context, 'attachment' | 'set'> & { type: string; length: number; body: unknown },
  { name, bytes, content }: { name: string; bytes: number; content: Readable },
): void {
  ctx.attachment(name)
  ctx.set('Content-Security-Policy', "sandbox; default-src 'none'")
  ctx.set('X-Content-Type-Options', 'nosniff')
  ctx.type = 'application/octet-stream'
  ctx.length = bytes
  ctx.body = content
}
