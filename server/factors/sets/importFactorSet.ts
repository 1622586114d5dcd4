import type { Knex } from 'knex'
import { BlockedError } from '#server/errors/BlockedError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { FactorSet } from '#server/models/FactorSet.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { Spreadsheet } from '#server/reading/Spreadsheet.ts'
import { oneSetAtATime } from './bringFactorSet.ts'
import { compareSet } from './compareSet.ts'
import { recordSetStep } from './recordSetStep.ts'
import { detailsOf } from './setDetails.ts'
import type { SetDetails, SetFactor } from './SetReader.ts'
import { readSet } from './setReaders.ts'

/** Rows in one statement. */
const AT_ONCE = 500

/**
 * Takes in the good rows of a set; it waits for the approval of another person then. `rejected`: how many rows the person saw
 * that give no factor. Throws ValidationError and BlockedError; then nothing is taken in.
 */
export async function importFactorSet(
  trx: Knex.Transaction,
  identity: Identity,
  { set, book, rejected, origin }: { set: FactorSet; book: Spreadsheet; rejected: number; origin: string },
): Promise<void> {
  await oneSetAtATime(trx)
  const details = detailsOf(set)
  const version = await nextVersion(trx, set, details)
  const compared = await compareSet(trx, readSet(book, set.reading, details), details)
  if (compared.rejected.length !== rejected) {
    const message = `${compared.rejected.length} rows give no factor now, and you saw ${rejected}. Look at the preview again.`
    throw new BlockedError('What would be taken in is not what you saw. Nothing was changed.', [
      { path: 'rejected', code: 'changed-meanwhile', message },
    ])
  }
  if (compared.factors.length === 0) {
    const message = 'No row of the file gives a factor. The preview says why.'
    throw new ValidationError([{ path: 'reading', code: 'wrong-layout', message }])
  }
  const { tenantId, id } = set
  await FactorSet.query(trx)
    .where({ tenant_id: tenantId, id })
    .patch({
      status: 'draft',
      version,
      factorCount: compared.factors.length,
      rejectedCount: rejected,
      editedBy: identity.userId,
      updatedAt: trx.raw('clock_timestamp()'),
    })
  await insertFactors(trx, set, details, compared.factors)
  const after = { status: 'draft', version, factors: compared.factors.length, rejected, sha256: set.fileHash }
  await recordSetStep(trx, identity, { setId: id, step: 'import', before: { status: set.status }, after, origin })
}

/** Among the sets of the same publication and year. Throws BlockedError when this file is one of them, or another waits. */
async function nextVersion(
  trx: Knex.Transaction,
  { tenantId, fileHash }: FactorSet,
  { publisher, title, year }: SetDetails,
): Promise<number> {
  const others = await FactorSet.query(trx)
    .where({ tenant_id: tenantId, year })
    .whereNot({ status: 'uploaded' })
    .whereRaw('lower(publisher) = lower(?) AND lower(title) = lower(?)', [publisher, title])
  const same = others.find((other) => other.fileHash === fileHash && other.status !== 'retired')
  if (same !== undefined) {
    const message = `This very file is version ${same.version} of “${same.title}”, ${same.edition}. There is nothing to take in.`
    throw new BlockedError('It is here already. Nothing was changed.', [{ path: 'file', code: 'taken', message }])
  }
  const waiting = others.find((other) => other.status === 'draft')
  if (waiting !== undefined) {
    const message = `Version ${waiting.version} (${waiting.edition}) waits for approval. Have it approved, or discard it first.`
    throw new BlockedError('One version at a time. Nothing was changed.', [{ path: 'edition', code: 'taken', message }])
  }
  return others.reduce((most, other) => Math.max(most, other.version), 0) + 1
}

async function insertFactors(
  trx: Knex.Transaction,
  set: FactorSet,
  details: SetDetails,
  factors: readonly SetFactor[],
): Promise<void> {
  const prefix = `set.${set.id.replaceAll('-', '').slice(0, 12)}.`
  const file = { file: set.fileName, file_sha256: set.fileHash }
  const rows = factors.map((factor) => {
    const id = prefix + factor.key
    const { name, path, sheet, geography } = factor
    return {
      tenant_id: set.tenantId,
      id,
      set_id: set.id,
      key: factor.key,
      series: factor.series,
      name,
      path,
      unit: factor.normalised?.unit ?? null,
      scope: factor.scope,
      year: factor.year,
      geography,
      table_name: sheet,
      row_ref: factor.cells,
      gwp_basis: factor.gwpBasis,
      published: JSON.stringify({ ...factor.published, ...file, sheet, row: factor.row }),
      normalised: factor.normalised === null ? null : JSON.stringify({ ...factor.normalised, id, row: factor.cells }),
      unusable_reason: factor.unusableReason,
      uncertainty_percent: factor.uncertaintyPercent,
      search_text: [name, ...path, sheet, geography, details.title, id].join(' ').toLowerCase(),
    }
  })
  await trx.batchInsert('custom_set_factors', rows, AT_ONCE)
}
