import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import type { Knex } from 'knex'

import { normaliseFactors } from '#shared/emissions/normaliseFactors.ts'
import type { FileStore } from '../storage/files/FileStore.ts'
import { createSeedSheets } from './seedSheets.ts'
import type { SeedModule, SeedPorts } from './seedPorts.ts'

const DIRECTORY = fileURLToPath(new URL('../../seeds/', import.meta.url))
/** Servers that start together on one database take turns. */
const SEED_LOCK = 72_840_112

export interface SeedOptions {
  /** Connected as the owner of the database: reference data belongs to no tenant. */
  owner: Knex
  /** Hash of a password as the sign-in expects it. */
  hashPassword: (password: string) => Promise<string>
  /** Where files behind cells are kept. */
  files: FileStore
  /** One line of progress. */
  report: (message: string) => void
}

/**
 * Fills an empty database with the published reference data and the demo tenants, all in one transaction; answers
 * whether it did. A database in which anybody or any factor exists is left as it is.
 */
export async function seedDemo({ owner, hashPassword, files, report }: SeedOptions): Promise<boolean> {
  const seeds = await loadSeeds()
  const keepFile = async (content: Uint8Array): Promise<string> =>
    (await files.keep(Readable.from([content]), content.length)).hash
  const ports: SeedPorts = { hashPassword, normaliseFactors, createSheets: createSeedSheets(), keepFile, report }
  return owner.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(?)', [SEED_LOCK])
    if (!(await isEmpty(trx))) {
      return false
    }
    for (const { seed } of seeds) {
      await seed(trx, ports)
    }
    await trx.raw('analyze')
    return true
  })
}

/** Seeds are `NN_subject.ts`, run in the order of their numbers. */
async function loadSeeds(): Promise<SeedModule[]> {
  const files = await readdir(DIRECTORY)
  return Promise.all(
    files
      .filter((file) => /^\d{2}_\w+\.ts$/.test(file))
      .toSorted()
      .map((file): Promise<SeedModule> => import(`../../seeds/${file.slice(0, -'.ts'.length)}.ts`)),
  )
}

/** Looks where row-level security does not: people and factors have no tenant. */
async function isEmpty(trx: Knex.Transaction): Promise<boolean> {
  const { rows }: { rows: { used: boolean }[] } = await trx.raw(
    'select exists (select from users) or exists (select from factors) as used',
  )
  return rows[0]?.used === false
}
