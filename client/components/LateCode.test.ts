import { expect, test } from 'vitest'
import { LateCode } from './LateCode.ts'

/** Code that is there, or is not to be had, when the test says so. */
function lateCode() {
  const asked: PromiseWithResolvers<string>[] = []
  const code = new LateCode(() => {
    const one = Promise.withResolvers<string>()
    asked.push(one)
    return one.promise
  })
  return { code, asked }
}

test('code is fetched once, however many wait for it, and they hear when it is there', async () => {
  const { code, asked } = lateCode()
  const heard: (string | null)[] = []
  code.subscribe(() => heard.push(code.current().code))
  code.subscribe(() => heard.push(code.current().code))
  code.begin()
  code.begin()
  expect([asked.length, code.current().code]).toEqual([1, null])
  asked[0]!.resolve('code')
  await asked[0]!.promise
  expect(heard).toEqual(['code', 'code'])
  code.begin()
  expect(asked).toHaveLength(1)
})

test('a failure is told to those who wait, and whoever comes when they have left asks again', async () => {
  const { code, asked } = lateCode()
  const leave = code.subscribe(() => {})
  code.begin()
  asked[0]!.reject(new Error('offline'))
  await expect(asked[0]!.promise).rejects.toThrow('offline')
  expect(code.current().failure?.reason).toEqual(new Error('offline'))
  leave()
  expect(code.current()).toEqual({ code: null, failure: null })
  code.begin()
  asked[1]!.resolve('code')
  await asked[1]!.promise
  expect(code.current().code).toBe('code')
})
