import type { Knex } from 'knex'
import type { SitePlacesReply } from '#shared/api/sitePlaces.ts'
import { NOWHERE, type SitePlace } from '#shared/places/sitePlace.ts'
import { SheetField } from '../models/SheetField.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'

/** Where the sites of a project are, by option id; what nothing is stated of is missing. */
export async function placesOf(trx: Knex.Transaction, projectId: string): Promise<Map<string, SitePlace>> {
  const rows: PlaceRow[] = await trx('sites')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .select('key', 'country', 'subdivision', 'grid_region')
  return new Map(
    rows.map(({ key, country, subdivision, grid_region: gridRegion }) => [key, { country, subdivision, gridRegion }]),
  )
}

/** Labels by option id of the sites that occur in fields which the person may read, in the order of the alphabet. */
export async function readableSites(
  trx: Knex.Transaction,
  { grants }: Identity,
  projectId: string,
): Promise<Map<string, string>> {
  const tables: { id: string; module_id: string }[] = await trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .where({ 'm.project_id': projectId })
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .select('t.id', 't.module_id')
  const moduleOf = new Map(tables.map(({ id, module_id: moduleId }) => [id, moduleId]))
  const fields = await SheetField.query(trx)
    .whereIn('table_id', [...moduleOf.keys()])
    .where({ role: 'site' })
    .whereNull('deleted_at')
  const names = fields.flatMap((field) => {
    const roles = rolesOn(grants, { projectId, moduleId: moduleOf.get(field.tableId) ?? '' })
    return roles.size === 0 ? [] : readableFields([field], roles, grants).flatMap(({ options }) => options)
  })
  return new Map(
    names.map(({ id, label }) => [id, label] as const).toSorted(([, one], [, other]) => one.localeCompare(other)),
  )
}

/** As whoever asks may read it. */
export async function presentPlaces(
  trx: Knex.Transaction,
  identity: Identity,
  projectId: string,
): Promise<SitePlacesReply> {
  const places = await placesOf(trx, projectId)
  return {
    data: [...(await readableSites(trx, identity, projectId))].map(([site, name]) => ({
      site,
      name,
      ...presentPlace(places.get(site) ?? NOWHERE),
    })),
  }
}

export const presentPlace = ({
  country,
  subdivision,
  gridRegion,
}: SitePlace): Omit<SitePlacesReply['data'][number], 'site' | 'name'> => ({
  country,
  subdivision,
  grid_region: gridRegion,
})

interface PlaceRow {
  key: string
  country: string | null
  subdivision: string | null
  grid_region: string | null
}
