import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import type { FoundTargetReply } from '#shared/api/targets.ts'
import { FieldTargets } from './FieldTargets.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that knows things by id. */
function server(names: Record<string, string>) {
  const listeners = new Set<() => void>()
  const asked: string[][] = []
  return {
    names,
    asked,
    isAway: false,
    change(now: Record<string, string>) {
      this.names = now
      listeners.forEach((listener) => listener())
    },
    async lookup(values: readonly string[]): Promise<FoundTargetReply[]> {
      asked.push([...values])
      if (this.isAway) {
        throw new Error('away')
      }
      const idOf = (name: string): string | undefined => Object.entries(this.names).find(([, one]) => one === name)?.[0]
      return values.map((value) => {
        const [label, named] = [this.names[value], idOf(value)]
        return label !== undefined
          ? { value, state: 'here', id: value, label }
          : named !== undefined
            ? { value, state: 'named', id: named, label: value }
            : { value, state: 'unknown', id: null, label: null }
      })
    },
    async search() {
      const data = Object.entries(this.names).map(([id, label]) => ({ id, label, detail: null, factor: null }))
      return { data, hidden: false }
    },
    watch(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

test('what is read in one go is asked for together, once, and whoever listens hears of it', async () => {
  const source = server({ a: 'Anna', b: 'Boris' })
  const targets = new FieldTargets(source)
  const heard: boolean[] = []
  targets.onChange((first) => heard.push(first))
  expect([targets.get('a'), targets.get('b'), targets.get('a')]).toEqual([undefined, undefined, undefined])
  await vi.advanceTimersByTimeAsync(1000)
  expect([targets.get('a')?.label, targets.get('b')?.label]).toEqual(['Anna', 'Boris'])
  targets.get('c')
  await vi.advanceTimersByTimeAsync(1000)
  expect(targets.get('c')?.state).toBe('unknown')
  expect(source.asked).toEqual([['a', 'b'], ['c']])
  expect(heard).toEqual([true, false])
  targets.stop()
})

test('thousands of names come in several askings, and a text that is too long for an id in none', async () => {
  const source = server({})
  const targets = new FieldTargets(source)
  Array.from({ length: 1200 }, (_, i) => targets.get(`v${i}`))
  expect(targets.get('x'.repeat(101))?.state).toBe('unknown')
  await vi.advanceTimersByTimeAsync(1000)
  expect(source.asked.map(({ length }) => length)).toEqual([500, 500, 200])
  targets.stop()
})

test('names are read anew when the server says so, not at every word of it, and only other ones are told', async () => {
  const source = server({ a: 'Anna' })
  const targets = new FieldTargets(source)
  targets.get('a')
  await vi.advanceTimersByTimeAsync(1000)
  const heard: boolean[] = []
  targets.onChange((first) => heard.push(first))
  source.change({ a: 'Anna' })
  await vi.advanceTimersByTimeAsync(5000)
  expect([heard, source.asked.length]).toEqual([[], 2])
  source.change({ a: 'Ann' })
  source.change({ a: 'Anne' })
  await vi.advanceTimersByTimeAsync(5000)
  expect([targets.get('a')?.label, heard, source.asked.length]).toEqual(['Anne', [false], 3])
  targets.stop()
})

test('what is typed waits until it is known what it names, but not for ever; the server is asked again later', async () => {
  const source = server({ a: 'Anna' })
  const targets = new FieldTargets(source)
  let isKnown = 0
  void targets.load(['Anna'])!.then(() => isKnown++)
  await vi.advanceTimersByTimeAsync(1000)
  expect([isKnown, targets.get('Anna')]).toEqual([1, { state: 'named', id: 'a', label: 'Anna' }])
  expect(targets.load(['Anna'])).toBeNull()
  source.isAway = true
  void targets.load(['Boris'])!.then(() => isKnown++)
  await vi.advanceTimersByTimeAsync(2000)
  expect([isKnown, targets.get('Boris')]).toEqual([2, undefined])
  source.isAway = false
  source.names = { a: 'Anna', b: 'Boris' }
  await vi.advanceTimersByTimeAsync(20_000)
  expect(targets.get('Boris')?.id).toBe('b')
  targets.stop()
})

test('what was found by searching is known, and after the sheet was left nobody is asked', async () => {
  const source = server({ a: 'Anna' })
  const targets = new FieldTargets(source)
  await targets.search('an', new AbortController().signal)
  expect(targets.get('a')).toEqual({ state: 'here', id: 'a', label: 'Anna' })
  targets.stop()
  targets.get('b')
  source.change({})
  await vi.advanceTimersByTimeAsync(20_000)
  expect(source.asked).toEqual([])
})

test('a factor that is suggested is known at once, so the cell that names it computes; other fields suggest nothing', async () => {
  const factor = { id: 'f', name: 'Grid', year: 2025, normalised: { id: 'f' } }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a suggestion as is kept
  const suggestion = { chosen: { factor } } as unknown as FactorSuggestion
  const source = { ...server({}), suggest: async () => suggestion }
  const targets = new FieldTargets(source)
  const question = { activity: 'electricity', site: null }
  expect(await targets.suggest(question, new AbortController().signal)).toBe(suggestion)
  expect(targets.get('f')).toMatchObject({ state: 'here', label: 'Grid 2025', factor: { id: 'f' } })
  const plain = new FieldTargets(server({}))
  expect(await plain.suggest(question, new AbortController().signal)).toBeNull()
  targets.stop()
  plain.stop()
})

test('why a row takes what was suggested is kept, again and again until the server is reached, and not after the sheet was left', async () => {
  const kept: string[] = []
  let isAway = true
  const keepReason = async ({ row }: { row: string }): Promise<boolean> => (kept.push(row), !isAway)
  const targets = new FieldTargets({ ...server({}), keepReason })
  const question = { activity: 'electricity', site: null }
  targets.keepReason({ row: 'r', question, activityField: null })
  await vi.advanceTimersByTimeAsync(2000)
  expect(kept.length).toBeGreaterThan(1)
  isAway = false
  await vi.advanceTimersByTimeAsync(20_000)
  const tries = kept.length
  await vi.advanceTimersByTimeAsync(20_000)
  expect(kept).toEqual(Array(tries).fill('r'))
  isAway = true
  targets.keepReason({ row: 's', question, activityField: null })
  targets.stop()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(kept.filter((row) => row === 's')).toEqual(['s'])
  new FieldTargets(server({})).keepReason({ row: 't', question, activityField: null })
})
