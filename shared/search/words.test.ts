import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptOf, foldText, hasWords, searchWords, WORD_LENGTH } from './words.ts'

test('texts are compared without case, accents and the ways to write a letter', () => {
  expect(searchWords('Émissions à São-Paulo, ÉMISSIONS (2025)')).toEqual(['emissions', 'a', 'sao', 'paulo', '2025'])
  expect(searchWords('Łódź Straße ﬁlter m³')).toEqual(['lodz', 'strasse', 'filter', 'm3'])
  expect(searchWords('كهربــاءُ المَصنع ١٢٣')).toEqual(searchWords('كهرباء المصنع 123'))
  expect(foldText('إلى أحمد')).toBe(foldText('الي احمد'))
  expect(foldText('مدرسة')).toBe(foldText('مدرسه'))
})

test('a word that is asked for begins one of the text, and all of them must', () => {
  expect(hasWords('Tunnel kiln, December', ['kil', 'dec'])).toBe(true)
  expect(hasWords('Tunnel kiln, December', ['iln'])).toBe(false)
  expect(hasWords('Tunnel kiln', ['kiln', 'dec'])).toBe(false)
})

test('an excerpt is the text around what matches, and says what does', () => {
  expect(excerptOf('Gas of the Kiln 2', ['kil'], 80)).toEqual([
    { text: 'Gas of the ', matched: false },
    { text: 'Kiln', matched: true },
    { text: ' 2', matched: false },
  ])
  const long = `${'before '.repeat(40)}the kiln was repaired ${'after '.repeat(40)}`
  const parts = excerptOf(long, ['kiln'], 60)
  expect(parts.map(({ text }) => text).join('')).toMatch(/^…before .*the kiln was repaired .*…$/)
  expect(parts.find(({ matched }) => matched)?.text).toBe('kiln')
  expect(excerptOf('كهربــاءُ', ['كهرباء'], 80)).toEqual([{ text: 'كهربــاءُ', matched: true }])
})

test('whatever the text, its words are short and fold to themselves, and an excerpt is a piece of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 10, max: 80 }), (text, length) => {
      const words = searchWords(text)
      expect(words.every((word) => Array.from(word).length <= WORD_LENGTH && word.isWellFormed())).toBe(true)
      expect(hasWords(text, words)).toBe(true)
      const parts = excerptOf(text, words.slice(0, 1), length)
      const shown = parts.map((part) => part.text).join('')
      expect(text.includes(shown.replace(/^…/, '').replace(/…$/, '')) || text.includes(shown)).toBe(true)
    }),
  )
})
