import { isDeepStrictEqual } from 'node:util'
import type { Knex } from 'knex'
import type { DeclarationsBody } from '#shared/api/declarations.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { auditCycle } from '../commands/auditCycle.ts'
import { LockedError } from '../errors/LockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { declarationsOf } from './declarationsOf.ts'

type Source = DeclarationsBody['sources'][number]

/**
 * Declares sources in a cycle that is not locked; the caller has locked its row. Sources that are not named stay as they are.
 * Throws LockedError, and ValidationError with every problem.
 */
export async function saveDeclarations(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle, body, origin }: { cycle: Cycle; body: DeclarationsBody; origin: string },
): Promise<void> {
  if (cycle.status === 'locked') {
    throw new LockedError()
  }
  const problems = problemsOf(body.sources)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { tenantId, userId } = identity
  const now = new Map((await declarationsOf(trx, cycle.id)).map((one) => [placeOf(one), one.declaration]))
  const changed = body.sources.filter(
    (source) => !isDeepStrictEqual(source.declaration, now.get(placeOf(source)) ?? null),
  )
  if (changed.length === 0) {
    return
  }
  for (const { scope, s3_category: category, name, declaration } of changed) {
    const place = { tenant_id: tenantId, cycle_id: cycle.id, scope, s3_category: category ?? 0, name }
    await (declaration === null
      ? trx('declarations').where(place).delete()
      : trx('declarations')
          .insert({ ...place, ...declaration, made_by: userId, updated_at: trx.fn.now() })
          .onConflict(['tenant_id', 'cycle_id', 'scope', 's3_category', 'name'])
          .merge())
  }
  const before = Object.fromEntries(changed.map((source) => [placeOf(source), now.get(placeOf(source)) ?? null]))
  const after = Object.fromEntries(changed.map((source) => [placeOf(source), source.declaration]))
  await auditCycle(trx, identity, { cycle, action: 'cycle.declarations', before, after, origin })
}

/** `3.5` is category 5 of scope 3, `1: Fridges of offices` a source of scope 1. */
function placeOf({ scope, s3_category: category, name }: Pick<Source, 'scope' | 's3_category' | 'name'>): string {
  const place = category === null ? String(scope) : `${scope}.${category}`
  return name === '' ? place : `${place}: ${name}`
}

function problemsOf(sources: readonly Source[]): ProblemDetail[] {
  return sources.flatMap((source, index): ProblemDetail[] => {
    const { scope, s3_category: category, name, declaration } = source
    const path = `sources[${index}]`
    const problems: ProblemDetail[] = []
    if (category !== null && scope !== 3) {
      const message = `Only scope 3 has categories. Leave the category out, or choose scope 3.`
      problems.push({ path: `${path}.s3_category`, code: 'not-used', message })
    }
    if (category === null && name === '') {
      problems.push({ path: `${path}.name`, code: 'required', message: 'Say which source of the scope is meant.' })
    }
    if (declaration !== null && declaration.state !== 'excluded' && declaration.estimated_percent !== null) {
      const message = 'Only of what is excluded an amount is estimated. Leave it out.'
      problems.push({ path: `${path}.declaration.estimated_percent`, code: 'not-used', message })
    }
    if (sources.findIndex((one) => placeOf(one) === placeOf(source)) !== index) {
      const message = 'The same source stands above already. Keep one of them.'
      problems.push({ path: `${path}.name`, code: 'twice', message })
    }
    return problems
  })
}
