import { expect, test } from 'vitest'
import type { TokenReply } from '#shared/api/auth.ts'
import { AccessTokens } from './AccessTokens.ts'
import { ApiProblem } from './ApiProblem.ts'

const reply = (token: string): TokenReply => ({
  access_token: token,
  token_type: 'Bearer',
  expires_in: 600,
  user: { id: 'u', email: 'ana@demo.example', name: 'Ana', colour: 0 },
})

function setUp(answers: (TokenReply | ApiProblem)[]) {
  const log = { renewals: 0, losses: 0, nowMs: 1_000_000 }
  const tokens = new AccessTokens({
    renew: async () => {
      log.renewals += 1
      await Promise.resolve()
      const answer = answers.shift()
      if (answer === undefined || answer instanceof ApiProblem) {
        throw answer ?? new Error('renewed more often than expected')
      }
      return answer
    },
    exclusive: (work) => work(),
    onLost: () => {
      log.losses += 1
    },
    now: () => log.nowMs,
  })
  return { tokens, log }
}

test('many callers at once share one renewal, because a refresh cookie may be used once only', async () => {
  const { tokens, log } = setUp([reply('first')])
  expect(await Promise.all([tokens.get(), tokens.get(), tokens.renew()])).toEqual(['first', 'first', 'first'])
  expect(log.renewals).toBe(1)
})

test('a token is used until half a minute before its end and then renewed', async () => {
  const { tokens, log } = setUp([reply('second')])
  tokens.accept(reply('first'))
  log.nowMs += 569_000
  expect(await tokens.get()).toBe('first')
  log.nowMs += 2_000
  expect(await tokens.get()).toBe('second')
  expect(log.renewals).toBe(1)
})

test('a session that the server has ended is lost; a server that cannot be reached loses nothing', async () => {
  const gone = new ApiProblem({ code: 'network', status: 0, message: 'gone' })
  const ended = new ApiProblem({ code: 'session-ended', status: 401, message: 'ended' })
  const { tokens, log } = setUp([gone, reply('back'), ended])
  await expect(tokens.get()).rejects.toBe(gone)
  expect(log.losses).toBe(0)
  expect(await tokens.get()).toBe('back')
  await expect(tokens.renew()).rejects.toBe(ended)
  expect(log.losses).toBe(1)
})
