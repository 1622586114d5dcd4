/** A test that makes the program complain on the console has found something: it fails. */
import { afterEach, expect, vi } from 'vitest'

const complaints: string[] = []

vi.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => {
  complaints.push(parts.map(String).join(' '))
})

afterEach(() => {
  expect(complaints.splice(0), 'console.error was called').toEqual([])
})
