import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { seedDemo } from '../seeding/seedDemo.ts'
import { openDiskFiles } from '../storage/files/DiskFileStore.ts'

/** Fills an empty database with the demo, for tests that look at its rows. Nobody can sign in, and its files are not kept. */
export async function seedDemoInto(owner: Knex, report: (message: string) => void = () => {}): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'carbonsheet-seed-'))
  try {
    const files = await openDiskFiles(folder)
    const hashPassword = (): Promise<string> => Promise.resolve('nobody signs in with this')
    return await seedDemo({ owner, hashPassword, files, report })
  } finally {
    await rm(folder, { recursive: true })
  }
}
