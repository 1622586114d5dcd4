import { expect, test } from 'vitest'
import { RepeatedLook } from './RepeatedLook.ts'

test('one look at a time, once more for whoever asks meanwhile, however often, and none after the stop', async () => {
  const looks: PromiseWithResolvers<void>[] = []
  const look = new RepeatedLook(() => {
    looks.push(Promise.withResolvers())
    return looks.at(-1)!.promise
  }, 3_600_000)
  look.look()
  look.look()
  look.look()
  expect(looks).toHaveLength(1)
  looks[0]!.resolve()
  await looks[0]!.promise
  await new Promise(setImmediate)
  expect(looks).toHaveLength(2)
  look.look()
  const stopped = look.stop()
  looks[1]!.resolve()
  await stopped
  look.look()
  expect([looks.length, look.isStopped]).toEqual([2, true])
})

test('it looks again after each rest', async () => {
  let count = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = new RepeatedLook(async () => {
    if (++count === 3) {
      resolve()
    }
  }, 1)
  look.start()
  await promise
  await look.stop()
  expect(count).toBeGreaterThanOrEqual(3)
})
