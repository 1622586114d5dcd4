import type { Knex } from 'knex'
import type { DeclarationsReply } from '#shared/api/declarations.ts'
import { SCOPE_3_CATEGORIES } from '#shared/boundary/scope3Categories.ts'
import { cycleEmissions } from '../emissions/cycleEmissions.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import type { Identity } from '../policies/Identity.ts'
import { declarationsOf } from './declarationsOf.ts'

/** What each category of scope 3 comes to or is declared to be, and the sources that are declared besides. */
export async function cycleDeclarations(
  trx: Knex.Transaction,
  identity: Identity,
  cycleId: string,
): Promise<DeclarationsReply> {
  const readable = await readableSheetsOf(trx, identity, cycleId)
  const emissions = await cycleEmissions(trx, cycleId, { readable })
  const amounts = new Map<number, number | null>(
    emissions?.by_category.map(({ s3_category: category, co2e_kg: kg }) => [category, kg]),
  )
  const declared = await declarationsOf(trx, cycleId)
  const ofCategory = new Map(
    declared.flatMap(({ s3_category: category, name, declaration }) =>
      category !== null && name === '' ? [[category, declaration]] : [],
    ),
  )
  return {
    cycle_id: cycleId,
    categories: SCOPE_3_CATEGORIES.map((category) => {
      const kg = amounts.get(category) ?? null
      const declaration = ofCategory.get(category) ?? null
      const isHidden = kg === null && declaration === null && readable.hiddenScopes.has(3)
      return {
        s3_category: category,
        state: kg !== null ? ('counted' as const) : (declaration?.state ?? (isHidden ? 'hidden' : 'unknown')),
        co2e_kg: kg,
        declaration,
        is_contradicted: declaration !== null && kg !== null && kg !== 0,
      }
    }),
    sources: declared.filter(({ name }) => name !== ''),
  }
}
