import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDiskFiles } from '../storage/files/DiskFileStore.ts'
import { startTestServer, type TestServer } from '../testing/testServer.ts'
import { verifyFiles } from './verifyFiles.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('a file that is gone, and one with other bytes, are named by their hashes', async () => {
  const { tableId, openCycleId, people } = server.one
  const field = await server.request(people.admin, 'POST', `/tables/${tableId}/fields`, {
    name: 'Files',
    type: 'evidence',
  })
  const ids: string[] = []
  for (const content of ['whole', 'gone', 'changed']) {
    const path = `/tables/${tableId}/evidence?cycle_id=${openCycleId}&field=${field.body.key}&name=${content}`
    const headers = { 'content-type': 'application/octet-stream' }
    ids.push((await server.request(people.admin, 'POST', path, content, headers)).body.id)
  }
  await server.request(people.admin, 'POST', `/tables/${tableId}/rows?cycle_id=${openCycleId}`, {
    rows: [{ values: { [field.body.key]: ids } }],
  })
  const verify = () => verifyFiles(server.database.ownerUrl, readDiskFiles(server.filesFolder))
  expect(await verify()).toEqual({ files: 3, problems: [] })

  const rows: { name: string; hash: string }[] = await server.database.owner('evidence').select('name', 'hash')
  const [gone, changed] = ['gone', 'changed'].map((name) => rows.find((row) => row.name === name)!.hash)
  const pathOf = (hash: string): string => join(server.filesFolder, hash.slice(0, 2), hash)
  await rm(pathOf(gone!))
  await writeFile(pathOf(changed!), 'other')
  const { files, problems } = await verify()
  expect(files).toBe(3)
  expect(problems.map(({ hash, what }) => `${hash}: ${what}`).toSorted()).toEqual(
    [`${gone!}: is not there`, `${changed!}: is not what was uploaded`].toSorted(),
  )
})
