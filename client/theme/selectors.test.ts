// @vitest-environment node
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const CLIENT = fileURLToPath(new URL('..', import.meta.url))

/** A selector whose last part is anything behind something: `.list > * + *`. */
const ANYTHING_BEHIND = /[^{}]*[+~]\s*\*(?![^{},]*[\w\])])[^{}]*\{/g

it('no rule is about anything that stands behind something: each row that the sheet draws would make all cells find their styles again', () => {
  const files = globSync('**/*.css', { cwd: CLIENT })
  expect(files.length).toBeGreaterThan(20)
  const found = files.flatMap((file) => {
    const text = readFileSync(join(CLIENT, file), 'utf8').replace(/\/\*.*?\*\//gs, '')
    return (text.match(ANYTHING_BEHIND) ?? []).map((rule) => `${file}: ${rule.trim()}`)
  })
  expect(found).toEqual([])
  expect('.list > * + * {'.match(ANYTHING_BEHIND)).not.toBeNull()
})
