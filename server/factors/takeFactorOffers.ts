import type { TakeFactorOffersBody, TakenFactorOffers } from '#shared/api/factorOffers.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { AppServices } from '../api/AppServices.ts'
import { loadSheetAccess } from '../api/rows/loadSheetAccess.ts'
import { loadField, loadTable, lockFields } from '../api/tables/loadTable.ts'
import { writeRows } from '../commands/writeRows.ts'
import { storedRows } from '../emissions/storedRows.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { type OfferedChange, ordinalsOf } from './factorOffers.ts'
import { takeColumnOffers } from './takeColumnOffers.ts'

type Services = Pick<AppServices, 'db' | 'reader' | 'collaboration'>

/** So many rows are written at once; others are served in between. */
const ROWS_AT_ONCE = 2000

/** The offers that were chosen, as they are now. Throws ValidationError when one of them is none (any more). */
export function chosenOffers(offers: readonly OfferedChange[], body: TakeFactorOffersBody): OfferedChange[] {
  const chosen = body.offers.map(({ from, to, field_id: fieldId = null }) =>
    offers.find(
      ({ newer, column }) =>
        newer.from.id === from && newer.to.id === to && (column === null ? null : column.field_id) === fieldId,
    ),
  )
  const problems = chosen.flatMap((offer, i): ProblemDetail[] => {
    const message = 'This is not offered any more. Look at the offers again.'
    return offer === undefined ? [{ path: `offers[${i}]`, code: 'not-found', message }] : []
  })
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return chosen.filter((offer) => offer !== undefined)
}

/** What is taken, and by whom. */
export interface Taking {
  cycle: { id: string; projectId: string; factorYear: number }
  offers: readonly OfferedChange[]
  origin: string
}

/**
 * Takes the offers: the newer factors are written where cells and choices of columns name the older ones, each as far as the
 * person may.
 */
export async function takeFactorOffers(
  services: Services,
  identity: Identity,
  taking: Taking,
): Promise<TakenFactorOffers> {
  return { ...(await takeInCells(services, identity, taking)), ...(await takeInChoices(services, identity, taking)) }
}

/**
 * Writes the newer factors into the cells that name the older ones, as the person would: through the gate and the journal,
 * so that others see it, history tells it and a cell that they may not write is refused.
 */
async function takeInCells(
  services: Services,
  identity: Identity,
  { cycle: { id: cycleId }, offers }: Taking,
): Promise<Pick<TakenFactorOffers, 'changed' | 'refused'>> {
  const ofCells = offers.filter(({ column }) => column === null)
  const chosen = new Map(ofCells.map(({ newer }) => [newer.from.id, newer.to.id]))
  const tableIds = new Set(ofCells.flatMap(({ tables }) => tables.map((one) => one.table_id)))
  const taken = { changed: 0, refused: 0 }
  for (const tableId of tableIds) {
    const { sheet, access } = await loadSheetAccess(services, identity, { tableId, cycleId })
    const fields = access.readable.filter(({ ordinal }) => ordinalsOf(access.readable).includes(ordinal))
    const rows = await inTenant(services.db, identity.tenantId, async (trx) => {
      const changing: { id: string; values: Map<number, string> }[] = []
      for await (const stored of storedRows(trx, tableId, cycleId)) {
        for (const { row_id: id, values } of stored) {
          const cells = fields.flatMap(({ ordinal }): [number, string][] => {
            const value = values[ordinal]
            const to = typeof value === 'string' ? chosen.get(value) : undefined
            return to === undefined ? [] : [[ordinal, to]]
          })
          if (cells.length > 0) {
            changing.push({ id, values: new Map(cells) })
          }
        }
      }
      return changing
    })
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const slice = rows.slice(start, start + ROWS_AT_ONCE).map((row, index) => ({ index, row }))
      const { accepted, rejected } = await writeRows(services.collaboration, { identity, sheet, known: access }, slice)
      taken.changed += accepted.length
      taken.refused += rejected.length
    }
  }
  return taken
}

/** Each column in a transaction of its own, as when its rules are changed; open sheets follow at once. */
async function takeInChoices(
  { db, collaboration }: Services,
  identity: Identity,
  { cycle, offers, origin }: Taking,
): Promise<Pick<TakenFactorOffers, 'choices_changed' | 'choices_refused'>> {
  const { tenantId } = identity
  const taken = { choices_changed: 0, choices_refused: 0 }
  for (const [fieldId, some] of Map.groupBy(offers, ({ column }) => column?.field_id)) {
    const column = some[0]?.column ?? null
    if (fieldId === undefined || column === null) {
      continue
    }
    if (!column.may_take) {
      taken.choices_refused += some.reduce((sum, offer) => sum + (offer.column?.choices.length ?? 0), 0)
      continue
    }
    const tableId = column.table_id
    const chosen = new Map(some.map(({ newer }) => [newer.from.id, newer.to.id]))
    taken.choices_changed += await inTenant(db, tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, tableId)
      await lockFields(trx, table)
      const { field } = await loadField(trx, identity, { tableId, fieldId, place })
      return takeColumnOffers(trx, identity, cycle, { field, chosen, origin })
    })
    await collaboration.refreshRights(tenantId, { tableId })
  }
  return taken
}
