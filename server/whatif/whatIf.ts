import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { WhatIfBody, WhatIfReply } from '#shared/api/whatIf.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { unforeseen } from '../commands/previewCycle.ts'
import { addAmounts, foreseenAmounts, noAmounts } from '../emissions/foreseenAmounts.ts'
import { type FactorsAs, factorsAsIn, factorsById } from '../emissions/factorsOf.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import { amountsOf, type WhatIfSheet, whatIfSheets } from './whatIfSheets.ts'

/**
 * The totals of a cycle as they are and as they would be with these changes, of the tables whose totals the person may read;
 * location-based in scope 2, for instruments cover what is real. Nothing is written. Throws NotFoundError, and ValidationError
 * with everything that cannot be thought so.
 */
export async function whatIf(
  trx: Knex.Transaction,
  identity: Identity,
  cycleId: string,
  changes: WhatIfBody,
): Promise<WhatIfReply> {
  const { cycle, sheets } = await whatIfSheets(trx, identity, cycleId)
  const { instead, problems } = await otherFactors(trx, changes.factors, factorsAsIn(cycle))
  problems.push(...activityProblems(changes.activities, sheets))
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const basis = {
    ...(changes.gwp_set && { gwpSet: changes.gwp_set }),
    ...(changes.factor_year && { factorYear: changes.factor_year }),
  }
  const total = noAmounts()
  const scopes = new Map<number, WhatIfReply['total']>()
  const tables: WhatIfReply['tables'] = []
  const gathering: string[] = []
  for (const sheet of sheets) {
    const scales = changes.activities.flatMap(({ table_id: tableId, field: key, site, multiply }) => {
      const field = tableId === sheet.id ? amountsOf(sheet).find((one) => one.key === key) : undefined
      return field === undefined ? [] : [{ ordinal: field.ordinal, site, multiply }]
    })
    const place = { tableId: sheet.id, cycleId }
    const { isForeseen, ...amounts } = await foreseenAmounts(trx, place, { basis, instead, scales })
    gathering.push(...(isForeseen ? [] : [sheet.name]))
    const ofScope = scopes.get(sheet.scope) ?? noAmounts()
    scopes.set(sheet.scope, ofScope)
    addAmounts(ofScope, amounts)
    addAmounts(total, amounts)
    if (amounts.before_kg !== amounts.after_kg || amounts.rows_before !== amounts.rows_after) {
      const { id: table_id, name, moduleName: module_name, scope } = sheet
      tables.push({ ...amounts, table_id, name, module_name, scope })
    }
  }
  return {
    warnings: unforeseen(gathering),
    total,
    by_scope: Array.from(scopes, ([scope, amounts]) => ({ ...amounts, scope })).toSorted((a, b) => a.scope - b.scope),
    tables,
  }
}

/** The factors that stand for others, by the id of those; what is not per the same kind of unit is refused. */
async function otherFactors(
  trx: Knex.Transaction,
  changes: WhatIfBody['factors'],
  factorsAs: FactorsAs,
): Promise<{ instead: ReadonlyMap<string, EmissionFactor>; problems: ProblemDetail[] }> {
  const known = await factorsById(
    trx,
    changes.flatMap(({ factor_id: id, instead_id: insteadId }) => [id, insteadId]),
    factorsAs,
  )
  const instead = new Map<string, EmissionFactor>()
  const problems: ProblemDetail[] = []
  changes.forEach(({ factor_id: id, instead_id: insteadId }, index) => {
    const [factor, other] = [known.get(id), known.get(insteadId)]
    const missing = [...(factor === undefined ? ['factor_id'] : []), ...(other === undefined ? ['instead_id'] : [])]
    for (const field of missing) {
      const message = 'There is no factor of this id that formulas can use. Choose another one.'
      problems.push({ path: `factors[${index}].${field}`, code: 'not-found', message })
    }
    if (instead.has(id)) {
      const message = 'This factor has another one above already. Keep one of them.'
      problems.push({ path: `factors[${index}].factor_id`, code: 'twice', message })
    }
    if (factor !== undefined && other !== undefined) {
      instead.set(id, other)
      if (!isPerSameKind(factor, other)) {
        const message = `“${other.name}” is per ${other.unit}, and “${factor.name}” per ${factor.unit}. Choose one per the same kind of unit.`
        problems.push({ path: `factors[${index}].instead_id`, code: 'wrong-unit', message })
      }
    }
  })
  return { instead, problems }
}

function isPerSameKind(a: EmissionFactor, b: EmissionFactor): boolean {
  const [from, to] = [parseUnit(a.unit), parseUnit(b.unit)]
  return from.ok && to.ok && conversion(from.value, to.value).ok
}

function activityProblems(changes: WhatIfBody['activities'], sheets: readonly WhatIfSheet[]): ProblemDetail[] {
  return changes.flatMap(({ table_id: tableId, field: key }, index): ProblemDetail[] => {
    const sheet = sheets.find(({ id }) => id === tableId)
    const field = sheet?.readable.find((one) => one.key === key)
    const path = `activities[${index}].${sheet === undefined ? 'table_id' : 'field'}`
    if (field === undefined) {
      const message = `There is no such ${sheet === undefined ? 'table with totals' : 'field'} that you may read.`
      return [{ path, code: 'not-found', message }]
    }
    const message = `“${field.name}” holds no entered numbers. Choose a column of numbers.`
    return field.type === 'number' ? [] : [{ path, code: 'wrong-type', message }]
  })
}
