import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepareRanks, textRanks } from './textRanks.ts'

const COLLATORS = ['en', 'ar'].map((language) => new Intl.Collator(language, { numeric: true }))
/** Texts as sheets have them: words and numbers, alike but for case, with zeros in front, accents, Arabic, signs. */
const text = fc.oneof(
  fc.stringMatching(/^[a-cA-C0-2 ]{0,8}$/),
  fc.tuple(fc.constantFrom('Invoice', 'invoice', 'INVOICE 0', ''), fc.nat(12_000)).map(([word, n]) => `${word} ${n}`),
  fc.stringMatching(/^[a-c0 éüßæÅ_\-.'/ابتإأ]{0,6}$/u),
  fc.stringMatching(/^[a-b0-1 ]{36,44}$/),
  fc.string({ unit: 'grapheme' }),
)
/** Of a number in two kinds of digits the collator itself says a < b < c < a, so no order is the right one. */
const isOrdered = (one: string): boolean => !/[^\P{Nd}0-9]/u.test(one)
const texts = fc.uniqueArray(text.filter(isOrdered), { maxLength: 60 })

/** Which places the texts have by the rules of the language alone. */
function expected(all: readonly string[], { compare }: Intl.Collator): number[] {
  const sorted = all.toSorted(compare)
  return all.map(
    (one) =>
      new Set(
        sorted.slice(
          0,
          sorted.findIndex((other) => compare(other, one) === 0),
        ),
      ).size,
  )
}

/** The same order and the same ties, whatever the numbers are. */
function shape(ranks: Iterable<number>): number[] {
  const all = [...ranks]
  return all.map((rank) => all.filter((other) => other < rank).length)
}

test('texts stand where the rules of the language put them', () => {
  for (const collator of COLLATORS) {
    fc.assert(
      fc.property(texts, (all) => {
        expect(shape(textRanks(all, collator))).toEqual(shape(expected(all, collator)))
      }),
      { numRuns: 500 },
    )
  }
})

test('texts that come later find their places among the others', () => {
  const [collator] = COLLATORS
  fc.assert(
    fc.property(texts, fc.nat(60), (all, known) => {
      const dictionary = all.slice(0, known)
      textRanks(dictionary, collator!)
      dictionary.push(...all.slice(known))
      expect(shape(textRanks(dictionary, collator!))).toEqual(shape(expected(all, collator!)))
    }),
  )
})

test('many texts are ranked in many steps, and once', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `Invoice ${(i * 7919) % 20_011}${i % 3 === 0 ? '-a' : ''}`)
  const [collator] = COLLATORS
  const steps = (): number => [...prepareRanks(many, collator!)].length
  expect(steps()).toBeGreaterThan(20)
  expect(steps()).toBe(1)
})
