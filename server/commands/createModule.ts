import type { Knex } from 'knex'
import type { NewModuleBody } from '#shared/api/modules.ts'
import { keyFrom } from '#shared/fields/keyFrom.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Module } from '../models/Module.ts'
import type { Identity } from '../policies/Identity.ts'
import { lockModules, nameProblems, recordArranged } from './arrange.ts'

export interface NewModule {
  /** Chosen by the database without it. */
  id?: string
  projectId: string
  body: NewModuleBody
  /** What it is made of, for the log. */
  from?: Readonly<Record<string, unknown>>
  origin: string
}

/** Makes a module without tables, behind the others of its project. Throws ValidationError. */
export async function createModule(
  trx: Knex.Transaction,
  identity: Identity,
  { id, projectId, body, from = {}, origin }: NewModule,
): Promise<Module> {
  const others = await lockModules(trx, projectId)
  const problems = nameProblems(body.name, others, 'module')
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { name, description, scope, s3_category: s3Category } = body
  const key = keyFrom(name, new Set(others.map((module) => module.key)), 'module')
  const position = Math.max(-1, ...others.map((module) => module.position)) + 1
  const made = await Module.query(trx)
    .insert({
      ...(id !== undefined && { id }),
      tenantId: identity.tenantId,
      projectId,
      key,
      name,
      description,
      scope,
      s3Category,
      position,
    })
    .returning('*')
  await recordArranged(
    trx,
    identity,
    { kind: 'module', one: made },
    {
      action: 'module.create',
      before: null,
      after: { project_id: projectId, key, name, scope, ...from },
      origin,
    },
  )
  return made
}
