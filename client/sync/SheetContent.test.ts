import { expect, test } from 'vitest'
import { isServerClient } from '#collab/schema/layout.ts'
import { SheetContent } from './SheetContent.ts'

test('when Yjs chooses another client id at the end of a transaction, it is one that the server takes', () => {
  const content = new SheetContent()
  // It does so when somebody else turns out to go by ours, and one of 4,096 ids is of those that the server keeps to itself.
  content.doc.once('afterTransaction', () => {
    content.doc.clientID = 7
  })
  content.sheet.set('a', 2, 1)
  expect(isServerClient(content.doc.clientID)).toBe(false)
})
