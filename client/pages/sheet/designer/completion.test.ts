import { expect, test } from 'vitest'
import { complete, completionsFor, wordAt, type Completion } from './completion.ts'

const ALL: Completion[] = [
  { text: 'quantity', label: 'quantity', about: 'Quantity · kWh', isFunction: false },
  { text: 'fuel', label: 'fuel', about: 'Fuel', isFunction: false },
  { text: 'unit_price', label: 'unit_price', about: 'Price · USD', isFunction: false },
  { text: 'factor', label: 'factor(field, gas)', about: 'The published factor', isFunction: true },
  { text: 'if', label: 'if(test, then, else)', about: 'One of two values', isFunction: true },
]
const texts = (word: string): string[] => completionsFor(word, ALL).map(({ text }) => text)

test('the word before the caret is completed, not what stands in quotes', () => {
  expect(wordAt('quantity * fac', 14)).toEqual({ start: 11, word: 'fac' })
  expect(wordAt('quantity * fac', 5)).toEqual({ start: 0, word: 'quant' })
  expect(wordAt('quantity * ', 11)).toBe(null)
  expect(wordAt('factor(fuel, "CO', 16)).toBe(null)
  expect(wordAt('factor(fuel, "CO2") * q', 23)).toEqual({ start: 22, word: 'q' })
})

test('first what begins like it, then what has it in its name, then in what it is', () => {
  expect(texts('f')).toEqual(['fuel', 'factor', 'if'])
  expect(texts('price')).toEqual(['unit_price'])
  expect(texts('published')).toEqual(['factor'])
  expect(texts('quantity')).toEqual([])
  expect(texts('xyz')).toEqual([])
})

test('a function is written with its brackets and the caret inside; a field as it is called', () => {
  expect(complete('quantity * fac', 14, ALL[3]!)).toEqual({ formula: 'quantity * factor()', caret: 18 })
  expect(complete('quantity * fac(fuel)', 14, ALL[3]!)).toEqual({ formula: 'quantity * factor(fuel)', caret: 18 })
  expect(complete('qu * 2', 2, ALL[0]!)).toEqual({ formula: 'quantity * 2', caret: 8 })
})
