import { isDeepStrictEqual } from 'node:util'
import type { Knex } from 'knex'
import { type CustomFactorBody, NewCustomFactorBody } from '#shared/api/customFactors.ts'
import type { KeptFile } from '../storage/files/FileStore.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { CustomFactor } from '../models/CustomFactor.ts'
import type { Identity } from '../policies/Identity.ts'
import { bodyOf, canonical, columnsOf } from './customFactorBody.ts'
import { customFactorProblems } from './customFactorProblems.ts'
import { auditFactor, recordFactorStep } from './recordFactorStep.ts'

/** Keeps a draft of a new factor. Throws ValidationError with everything that is wrong with it. */
export async function addCustomFactor(
  trx: Knex.Transaction,
  identity: Identity,
  { body, origin }: { body: NewCustomFactorBody; origin: string },
): Promise<string> {
  const uuid = crypto.randomUUID()
  return insertDraft(trx, identity, {
    uuid,
    version: 1,
    supersedes: null,
    body: await checked(trx, body, null),
    origin,
  })
}

/**
 * A draft that goes on from an approved or retired version, which stays as it is. Throws BlockedError when another version is
 * in work.
 */
export async function addVersion(
  trx: Knex.Transaction,
  identity: Identity,
  { factor, origin }: { factor: CustomFactor; origin: string },
): Promise<string> {
  const versions = await CustomFactor.query(trx).where({ tenant_id: factor.tenantId, series: factor.series })
  const inWork = versions.find(({ status }) => status === 'draft' || status === 'submitted')
  if (inWork !== undefined) {
    const message = `Version ${inWork.version} is in work. Finish or discard it first.`
    throw new BlockedError('One new version at a time. Nothing was changed.', [{ path: '', code: 'taken', message }])
  }
  const version = Math.max(...versions.map((one) => one.version)) + 1
  const uuid = factor.series.replace(/^own[.]/, '')
  return insertDraft(trx, identity, { uuid, version, supersedes: factor.id, body: bodyOf(factor), origin })
}

/** Changes a draft that was loaded to be changed. Throws ValidationError. */
export async function changeCustomFactor(
  trx: Knex.Transaction,
  identity: Identity,
  { factor, body, origin }: { factor: CustomFactor; body: CustomFactorBody; origin: string },
): Promise<void> {
  const before = bodyOf(factor)
  const after = await checked(trx, NewCustomFactorBody.parse({ ...before, ...body }), factor.series)
  if (isDeepStrictEqual(before, after)) {
    return
  }
  await patch(trx, factor, { ...columnsOf(factor.id, after), editedBy: identity.userId })
  await recordFactorStep(trx, identity, { factorId: factor.id, step: 'change', before, after, origin })
}

/** Puts a file beside a draft, in place of the one that is there. */
export async function attachEvidence(
  trx: Knex.Transaction,
  identity: Identity,
  { factor, name, file, origin }: { factor: CustomFactor; name: string; file: KeptFile; origin: string },
): Promise<void> {
  const { hash, sizeBytes } = file
  if (factor.evidenceHash === hash && factor.evidenceName === name) {
    return
  }
  const evidence = { evidenceHash: hash, evidenceName: name, evidenceBytes: String(sizeBytes) }
  await patch(trx, factor, { ...evidence, editedBy: identity.userId })
  const told = (at: string | null, called: string | null) => (at === null ? null : { name: called, sha256: at })
  const [before, after] = [told(factor.evidenceHash, factor.evidenceName), told(hash, name)]
  await recordFactorStep(trx, identity, { factorId: factor.id, step: 'attach', before, after, origin })
}

/** Takes away what was never approved. The log keeps what it said. */
export async function discardCustomFactor(
  trx: Knex.Transaction,
  identity: Identity,
  { factor, origin }: { factor: CustomFactor; origin: string },
): Promise<void> {
  await CustomFactor.query(trx).delete().where({ tenant_id: factor.tenantId, id: factor.id })
  await auditFactor(trx, identity, {
    id: factor.id,
    action: 'factor.discard',
    before: bodyOf(factor),
    after: null,
    origin,
  })
}

async function checked(
  trx: Knex.Transaction,
  body: NewCustomFactorBody,
  series: string | null,
): Promise<NewCustomFactorBody> {
  const problems = await customFactorProblems(trx, body, series)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return canonical(body)
}

async function insertDraft(
  trx: Knex.Transaction,
  identity: Identity,
  draft: { uuid: string; version: number; supersedes: string | null; body: NewCustomFactorBody; origin: string },
): Promise<string> {
  const { uuid, version, supersedes, body, origin } = draft
  const { tenantId, userId } = identity
  const id = `own${version}.${uuid}`
  const made = { id, tenantId, series: `own.${uuid}`, version, supersedes, createdBy: userId, editedBy: userId }
  await CustomFactor.query(trx).insert({ ...columnsOf(id, body), ...made })
  await recordFactorStep(trx, identity, { factorId: id, step: 'create', before: null, after: body, origin })
  return id
}

async function patch(trx: Knex.Transaction, { tenantId, id }: CustomFactor, columns: object): Promise<void> {
  await CustomFactor.query(trx)
    .where({ tenant_id: tenantId, id })
    .patch({ ...columns, updatedAt: trx.raw('clock_timestamp()') })
}
