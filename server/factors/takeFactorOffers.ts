import type { TakeFactorOffersBody, TakenFactorOffers } from '#shared/api/factorOffers.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { AppServices } from '../api/AppServices.ts'
import { loadSheetAccess } from '../api/rows/loadSheetAccess.ts'
import { writeRows } from '../commands/writeRows.ts'
import { storedRows } from '../emissions/storedRows.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { type OfferedChange, ordinalsOf } from './factorOffers.ts'

/** So many rows are written at once; others are served in between. */
const ROWS_AT_ONCE = 2000

/** The offers that were chosen. Throws ValidationError when one of them is none (any more). */
export function chosenOffers(offers: readonly OfferedChange[], body: TakeFactorOffersBody): Map<string, string> {
  const known = new Map(offers.map(({ newer }) => [newer.from.id, newer.to.id]))
  const problems = body.offers.flatMap(({ from, to }, i): ProblemDetail[] => {
    const message = 'This is not offered any more. Look at the offers again.'
    return known.get(from) === to ? [] : [{ path: `offers[${i}]`, code: 'not-found', message }]
  })
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return new Map(body.offers.map(({ from, to }) => [from, to]))
}

/**
 * Writes the newer factors into the cells that name the older ones, as the person would: through the gate and the journal,
 * so that others see it, history tells it and a cell that they may not write is refused.
 */
export async function takeFactorOffers(
  services: Pick<AppServices, 'db' | 'reader' | 'collaboration'>,
  identity: Identity,
  { cycleId, tableIds, chosen }: { cycleId: string; tableIds: Iterable<string>; chosen: ReadonlyMap<string, string> },
): Promise<TakenFactorOffers> {
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
