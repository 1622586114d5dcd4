import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { SitePlacesBody } from '#shared/api/sitePlaces.ts'
import { NOWHERE, type SitePlace } from '#shared/places/sitePlace.ts'
import { recordAudit } from '../commands/recordAudit.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Project } from '../models/Project.ts'
import type { Identity } from '../policies/Identity.ts'
import { placeDetails } from './placeDetails.ts'
import { placesOf, presentPlace, readableSites } from './sitePlaces.ts'

/**
 * States where sites of a project are. Nothing that was computed follows: places only say which factors are suggested. Throws
 * ValidationError with every problem.
 */
export async function savePlaces(
  trx: Knex.Transaction,
  identity: Identity,
  { project, body, origin }: { project: Project; body: SitePlacesBody; origin: string },
): Promise<void> {
  const { tenantId, userId, sessionId } = identity
  // one after the other, so that the log says what was before
  await trx('projects').where({ tenant_id: tenantId, id: project.id }).forNoKeyUpdate().first('id')
  const names = await readableSites(trx, identity, project.id)
  const problems = problemsOf(body, names)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const now = await placesOf(trx, project.id)
  const changed = body.sites.filter(({ site, ...place }) => {
    const before = presentPlace(now.get(site) ?? NOWHERE)
    return (
      before.country !== place.country ||
      before.subdivision !== place.subdivision ||
      before.grid_region !== place.grid_region
    )
  })
  if (changed.length === 0) {
    return
  }
  for (const { site, ...place } of changed) {
    await trx.raw(
      `INSERT INTO sites (tenant_id, project_id, key, name, country, subdivision, grid_region)
       VALUES (:tenantId, :projectId, :site, :name, :country, :subdivision, :grid_region)
       ON CONFLICT (tenant_id, project_id, key) WHERE deleted_at IS NULL DO UPDATE SET
         country = excluded.country, subdivision = excluded.subdivision, grid_region = excluded.grid_region, updated_at = now()`,
      { tenantId, projectId: project.id, site, name: names.get(site) ?? site, ...place },
    )
  }
  await recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    action: 'project.site_places',
    subjectKind: 'project',
    subjectId: project.id,
    before: Object.fromEntries(changed.map(({ site }) => [site, presentPlace(now.get(site) ?? NOWHERE)])),
    after: Object.fromEntries(changed.map(({ site, ...place }) => [site, place])),
    origin,
  })
}

function problemsOf(body: SitePlacesBody, names: ReadonlyMap<string, string>): ProblemDetail[] {
  const seen = new Set<string>()
  return body.sites.flatMap(({ site, ...place }, i): ProblemDetail[] => {
    const path = `sites[${i}]`
    const isTwice = seen.has(site)
    seen.add(site)
    if (!names.has(site)) {
      const message = 'No table of this project that you may read has such a site. Choose one of the list.'
      return [{ path: `${path}.site`, code: 'not-found', message }]
    }
    const message = `${names.get(site)} is there twice. State it once.`
    const twice: ProblemDetail[] = isTwice ? [{ path: `${path}.site`, code: 'twice', message }] : []
    return [...twice, ...placeDetails(placeIn(place), `${path}.`)]
  })
}

const placeIn = (place: {
  country: string | null
  subdivision: string | null
  grid_region: string | null
}): SitePlace => ({ country: place.country, subdivision: place.subdivision, gridRegion: place.grid_region })
