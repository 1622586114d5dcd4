import { expect, test } from 'vitest'
import { Lane } from './Lane.ts'

test('[LANE1] shared ones go side by side, an exclusive one waits for them and goes alone, in the order of asking', async () => {
  const lane = new Lane()
  const log: string[] = []
  const enter = (name: string, entering: Promise<void>): Promise<void> => entering.then(() => void log.push(name))
  await lane.shared()
  expect(lane.tryShared()).toBe(true)
  const waiting = [enter('alone', lane.exclusive()), enter('late', lane.shared()), enter('later', lane.shared())]
  expect(lane.tryShared()).toBe(false) // nobody passes the one who waits
  lane.leaveShared()
  await Promise.resolve()
  expect(log).toEqual([])
  lane.leaveShared()
  await waiting[0]
  expect(log).toEqual(['alone'])
  lane.leaveExclusive()
  await Promise.all(waiting)
  expect(log).toEqual(['alone', 'late', 'later'])
})
