import { SitePlacesBody, SitePlacesReply } from '#shared/api/sitePlaces.ts'
import { savePlaces } from '#server/places/savePlaces.ts'
import { presentPlaces } from '#server/places/sitePlaces.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadManagedProject, loadProject } from '../projects/loadProject.ts'
import { type Route, route } from '../routing/Route.ts'

const TAG = 'Boundary'

/** Where the sites of a project are. */
export const sitePlaceRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/projects/{id}/site_places',
    tag: TAG,
    summary: 'Country, part of the country and grid region of the sites that you may read',
    reply: SitePlacesReply,
    async handle({ identity, params, services }) {
      const project = await loadProject(services, identity, params['id']!)
      return inTenant(services.db, identity.tenantId, (trx) => presentPlaces(trx, identity, project.id))
    },
  }),
  route({
    method: 'patch',
    path: '/projects/{id}/site_places',
    tag: TAG,
    summary: 'State where sites are: factors are suggested by it, and nothing that was computed changes',
    body: SitePlacesBody,
    reply: SitePlacesReply,
    async handle({ identity, params, body, services, ip }) {
      const project = await loadManagedProject(services, identity, params['id']!)
      return inTenant(services.db, identity.tenantId, async (trx) => {
        await savePlaces(trx, identity, { project, body, origin: ip })
        return presentPlaces(trx, identity, project.id)
      })
    },
  }),
]
