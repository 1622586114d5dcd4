import type { Knex } from 'knex'
import { fieldChanged } from '../commands/fieldChanged.ts'
import { LockedError } from '../errors/LockedError.ts'
import { refuseWhileLocking } from '../locking/lockOnItsWay.ts'
import { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { factorMeant, withFactor } from './choiceColumns.ts'

/**
 * The choices of a field that mean an older factor in the factor year of the cycle mean the newer one from now on: rows are
 * derived anew in every open cycle of that year, and locked cycles keep the choices as they were. Connected people are told by
 * the caller, after the commit. Returns how many choices changed. Throws LockedError, and BlockedError while a cycle that would
 * change is being locked.
 */
export async function takeColumnOffers(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: { id: string; projectId: string; factorYear: number },
  /** The field is locked by the caller's transaction. `chosen`: by the id of each older factor that of the newer one. */
  { field, chosen, origin }: { field: SheetField; chosen: ReadonlyMap<string, string>; origin: string },
): Promise<number> {
  await holdCycles(trx, cycle)
  const { factorYear } = cycle
  const meant = (option: SheetField['options'][number]): string | undefined => {
    const factor = factorMeant(option, factorYear)
    return factor === undefined ? undefined : chosen.get(factor)
  }
  const changing = field.options.filter((option) => meant(option) !== undefined)
  if (changing.length === 0) {
    return 0
  }
  const after = field.options.map((option) => {
    const to = meant(option)
    return to === undefined ? option : withFactor(option, factorYear, to)
  })
  await trx.raw('SELECT keep_field_for_locked_cycles(?, ?)', [identity.tenantId, field.id])
  await SheetField.query(trx)
    .where({ tenant_id: identity.tenantId, id: field.id })
    .patch({ options: after, updatedAt: trx.raw('clock_timestamp()') })
  const told = (options: SheetField['options']): Record<string, unknown> => ({
    factor_year: factorYear,
    factors: toldFactors(
      field,
      options.filter(({ id }) => changing.some((option) => option.id === id)),
      factorYear,
    ),
  })
  await fieldChanged(trx, identity, field, {
    action: 'field.factors',
    before: told(field.options),
    after: told(after),
    origin,
    anew: 'amounts',
  })
  return changing.length
}

/** The log is read by people who may not read the field: it says which choice means which factor only when everybody may. */
function toldFactors({ readers }: SheetField, options: SheetField['options'], factorYear: number): string[] | number {
  return readers === null
    ? options.map((option) => `${option.label}: ${factorMeant(option, factorYear) ?? '–'}`)
    : options.length
}

/** None of the cycles that would change is locked before this is done: what it was sealed with would not be what it keeps. */
async function holdCycles(
  trx: Knex.Transaction,
  { id, projectId, factorYear }: { id: string; projectId: string; factorYear: number },
): Promise<void> {
  const open = (): Knex.QueryBuilder =>
    trx('cycles')
      .where({ project_id: projectId, factor_year: factorYear })
      .whereNot({ status: 'locked' })
      .whereNull('deleted_at')
      .orderBy('id')
  for (const one of await open().pluck('id')) {
    await refuseWhileLocking(trx, one)
  }
  const held: string[] = await open().forShare().pluck('id')
  if (!held.includes(id)) {
    throw new LockedError()
  }
}
