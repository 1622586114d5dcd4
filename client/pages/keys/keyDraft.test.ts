import { expect, test } from 'vitest'
import { ApiKeyBody } from '#shared/api/apiKeys.ts'
import { keyBody, levelsOf, newKeyDraft } from './keyDraft.ts'

test('a form becomes the scopes that were chosen, where and how long', () => {
  const draft = { ...newKeyDraft(), name: 'Meters', levels: { rows: 'write', emissions: 'read' } as const }
  expect(keyBody(draft, 0)).toEqual({
    name: 'Meters',
    scopes: ['rows:write', 'emissions:read'],
    module_ids: null,
    expires_at: '1970-04-01T00:00:00.000Z',
  })
  const [ownerId, moduleId] = [crypto.randomUUID(), crypto.randomUUID()]
  const narrow = keyBody({ ...draft, ownerId, moduleId, lifetime: 'endless' })
  expect(narrow).toMatchObject({ owner_id: ownerId, module_ids: [moduleId], expires_at: null })
  expect(ApiKeyBody.parse(narrow)).toEqual(narrow)
})

test('what nobody writes by a request is only read', () => {
  expect([levelsOf('rows'), levelsOf('emissions'), levelsOf('audit_log')]).toEqual([
    ['read', 'write'],
    ['read'],
    ['read'],
  ])
})
