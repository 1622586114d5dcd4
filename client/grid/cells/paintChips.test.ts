import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countFitting } from './paintChips.ts'

test('chips stand in a line with room for the number of the others, and never less than one', () => {
  expect(countFitting([40, 40, 40], 128)).toBe(3)
  expect(countFitting([40, 40, 40], 127)).toBe(2)
  expect(countFitting([40, 40, 40], 60)).toBe(1)
  expect(countFitting([400], 60)).toBe(1)
})

test('what is shown never needs more room than there is, but for a first chip that is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 20, max: 120 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 40, max: 500 }),
      (widths, room) => {
        const shown = countFitting(widths, room)
        const used = widths.slice(0, shown).reduce((sum, width) => sum + width + 4, -4)
        const more = shown < widths.length ? 34 : 0
        expect(shown === 1 || used + more <= room).toBe(true)
      },
    ),
  )
})
