import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { countedTwice } from './countedTwice.ts'

const { factors }: { factors: { id: string; boundary?: string }[] } = JSON.parse(
  readFileSync(new URL('../../seeds/data/emission-factors.json', import.meta.url), 'utf8'),
)

test('[GOTCHA 21] every row of EPA table 9 holds the way of waste to the plant, and no other bundled factor does', () => {
  const found = factors.filter(({ boundary }) => countedTwice(boundary) === 'waste_transport').map(({ id }) => id)
  expect(found.length).toBeGreaterThan(150)
  expect(found).toEqual(factors.map(({ id }) => id).filter((id) => id.startsWith('epa25.t9.')))
})

test('[GOTCHA 20] well-to-wheel is known as it is published and as companies state it; its two halves are not it', () => {
  expect(['WTW', 'well-to-wheel', 'Well to wheels, average'].map(countedTwice)).toEqual(Array(3).fill('well_to_tank'))
  expect(['WTT', 'TTW', 'tank-to-wheel only', 'generation', null, undefined].map(countedTwice)).toEqual(
    Array(6).fill(null),
  )
  expect(factors.filter(({ boundary }) => countedTwice(boundary) === 'well_to_tank')).toEqual([])
})
