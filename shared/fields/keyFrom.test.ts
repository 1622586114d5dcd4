import { expect, test } from 'vitest'
import { keyFrom } from './keyFrom.ts'

test.each([
  ['Fuel burned (L)', 'fuel_burned_l'],
  ['Énergie consommée', 'energie_consommee'],
  ['2025 total', 'total'],
  ['كمية الوقود', 'field'],
  ['---', 'field'],
  ['note', 'note_3'],
  ['x'.repeat(100), 'x'.repeat(60)],
])('%j has the key %s', (name, key) => {
  expect(keyFrom(name, new Set(['note', 'note_2']))).toBe(key)
  expect(key).toMatch(/^[a-z][a-z0-9_]*$/)
})
