import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

function capture(level: string): { lines: () => Record<string, unknown>[]; logger: ReturnType<typeof createLogger> } {
  const written: string[] = []
  const logger = createLogger({ level }, { write: (line) => void written.push(line) })
  return { logger, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test('a child carries its context, and secrets never reach the log', () => {
  const { logger, lines } = capture('info')
  logger.child({ requestId: 'r1' }).info(
    {
      user: { email: 'a@b.example', password: 'hunter2' },
      req: { headers: { authorization: 'Bearer abc', cookie: 'refresh=1', accept: '*/*' } },
      row: { values: { quantity: 12 } },
      token: 'abc',
    },
    'signed in',
  )
  expect(lines()).toEqual([
    {
      level: 'info',
      time: expect.any(String),
      requestId: 'r1',
      user: { email: 'a@b.example', password: '[removed]' },
      req: { headers: { authorization: '[removed]', cookie: '[removed]', accept: '*/*' } },
      row: { values: '[removed]' },
      token: '[removed]',
      msg: 'signed in',
    },
  ])
})

test('lines below the level are not written', () => {
  const { logger, lines } = capture('warn')
  logger.info('not this')
  logger.warn('but this')
  expect(lines().map((line) => line['msg'])).toEqual(['but this'])
})
