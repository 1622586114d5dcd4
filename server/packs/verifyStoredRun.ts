import type { Knex } from 'knex'
import type { VerificationReply } from '#shared/api/runs.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { PackDifference } from './PackDifference.ts'
import { packStream } from './packStream.ts'
import { beginPack } from './sendPack.ts'
import { verifyPack } from './verifyPack.ts'

/** What `carbonsheet verify` would say of the pack of a cycle, and that its seal is the one that the database has. */
export async function verifyStoredRun(db: Knex, tenantId: string, cycleId: string): Promise<VerificationReply> {
  const end = beginPack()
  try {
    return await inTenant(db, tenantId, async (trx) => {
      const { rows, files, factors } = await verifyPack(() => packStream(trx, cycleId))
      return { equal: true, rows, files, factors, difference: null }
    })
  } catch (error) {
    if (error instanceof PackDifference) {
      const { file, table = null, row = null, field = null, expected, found } = error.place
      const difference = { file, table, row, field, expected: short(expected), found: short(found) }
      return { equal: false, rows: null, files: null, factors: null, difference }
    }
    throw error
  } finally {
    end()
  }
}

const short = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text)
