import type { Knex } from 'knex'
import { defaultIsoCode, type IsoCode, isIsoCodeOf } from '#shared/emissions/isoCategories.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Module } from '../models/Module.ts'
import type { Identity } from '../policies/Identity.ts'
import { recordArranged } from './arrange.ts'

/** Says where a module stands in ISO 14064-1; null: where its scope and category put it. Throws ValidationError. */
export async function classifyModule(
  trx: Knex.Transaction,
  identity: Identity,
  one: Module,
  { isoCategory, origin }: { isoCategory: IsoCode | null; origin: string },
): Promise<void> {
  const before = one.isoCategory
  if (isoCategory !== null && !isIsoCodeOf(isoCategory, one.scope)) {
    const where = one.scope === 3 ? '3 to 6' : String(one.scope)
    const message = `A module of scope ${one.scope} stands in category ${where} of ISO 14064-1. Choose one of these, or a module of another scope.`
    throw new ValidationError([{ path: 'iso_category', code: 'other-scope', message }])
  }
  if (isoCategory === before) {
    return
  }
  await trx('modules').where({ id: one.id }).update({ iso_category: isoCategory, updated_at: trx.fn.now() })
  const codeOf = (code: IsoCode | null): IsoCode =>
    code ?? defaultIsoCode({ scope: one.scope, s3_category: one.s3Category })
  await recordArranged(
    trx,
    identity,
    { kind: 'module', one },
    {
      action: 'module.classify',
      before: { iso_category: codeOf(before) },
      after: { iso_category: codeOf(isoCategory) },
      origin,
    },
  )
}
