import { isDeepStrictEqual } from 'node:util'
import type { Knex } from 'knex'
import type { FactorSetBody } from '#shared/api/factorSets.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { FactorSet } from '#server/models/FactorSet.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { Spreadsheet } from '#server/reading/Spreadsheet.ts'
import type { KeptFile } from '#server/storage/files/FileStore.ts'
import { foundHeadings } from './headings.ts'
import { outlineOf } from './outlineOf.ts'
import { auditSet, recordSetStep } from './recordSetStep.ts'
import { columnsOf, saidOf } from './setDetails.ts'
import { recognise } from './setReaders.ts'

/** A file that was kept and read. */
export interface BroughtFile {
  name: string
  file: KeptFile
  book: Spreadsheet
}

/**
 * Keeps a file as a set that is not taken in yet, with what its layout says of it. Sent again by the same person, it is the
 * same set. Throws ValidationError when there is no table in it.
 */
export async function bringFactorSet(
  trx: Knex.Transaction,
  identity: Identity,
  { name, file, book, origin }: BroughtFile & { origin: string },
): Promise<string> {
  const { tenantId, userId } = identity
  await oneSetAtATime(trx)
  const same = await FactorSet.query(trx).findOne({
    tenant_id: tenantId,
    file_hash: file.hash,
    created_by: userId,
    status: 'uploaded',
  })
  if (same !== undefined) {
    return same.id
  }
  const found = recognise(book)
  if (found === null || book.sheets.every(({ rows }) => rows.length < 2)) {
    const message = `There is no table in the file: ${foundHeadings(book.sheets)}. It needs a row of headings and rows below.`
    throw new ValidationError([{ path: 'file', code: 'wrong-layout', message }])
  }
  const guessed = found.reader.guess(book, name)
  const made = await FactorSet.query(trx)
    .insert({
      tenantId,
      ...guessed,
      fileHash: file.hash,
      fileName: name,
      fileBytes: String(file.sizeBytes),
      reading: found.reading,
      outline: outlineOf(book),
      createdBy: userId,
      editedBy: userId,
    })
    .returning('*')
  const after = { file: name, sha256: file.hash, layout: found.reading.layout }
  await recordSetStep(trx, identity, { setId: made.id, step: 'create', before: null, after, origin })
  return made.id
}

/** Changes what is said of a set before it is taken in. */
export async function changeFactorSet(
  trx: Knex.Transaction,
  identity: Identity,
  { set, body, origin }: { set: FactorSet; body: FactorSetBody; origin: string },
): Promise<void> {
  const before = saidOf(set)
  const after = Object.assign({}, before, body)
  if (isDeepStrictEqual(before, after)) {
    return
  }
  await FactorSet.query(trx)
    .where({ tenant_id: set.tenantId, id: set.id })
    .patch({ ...columnsOf(after), editedBy: identity.userId, updatedAt: trx.raw('clock_timestamp()') })
  await recordSetStep(trx, identity, { setId: set.id, step: 'change', before, after, origin })
}

/** Takes away what was never approved, with its factors. The log keeps what it said. */
export async function discardFactorSet(
  trx: Knex.Transaction,
  identity: Identity,
  { set, origin }: { set: FactorSet; origin: string },
): Promise<void> {
  await FactorSet.query(trx).delete().where({ tenant_id: set.tenantId, id: set.id })
  const before = { ...saidOf(set), file: set.fileName, sha256: set.fileHash }
  await auditSet(trx, identity, { id: set.id, action: 'factor_set.discard', before, after: null, origin })
}

/** Two people bring or take in the same edition one after the other. */
export async function oneSetAtATime(trx: Knex.Transaction): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['factor sets'])
}
