import type { Knex } from 'knex'
import { z } from 'zod'
import {
  CycleExportQuery,
  ExportsQuery,
  ExportsReply,
  ImportTemplateQuery,
  ProjectExportQuery,
  TableExportQuery,
  ViewExportBody,
} from '#shared/api/exports.ts'
import { MEDIA_TYPES } from '#server/exports/mediaTypes.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { type ExportRow, presentExport } from '#server/presenters/presentExport.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadCycle } from '../cycles/loadCycle.ts'
import { loadProject } from '../projects/loadProject.ts'
import { fileName } from '../evidence/fileName.ts'
import { loadPeople } from '../history/people.ts'
import { keysetPage } from '../routing/keyset.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { route } from '../routing/Route.ts'
import { ROW_FILTERS } from '../rows/documentedFilters.ts'
import { chosenCycles } from './chosenCycles.ts'
import { replyWithFile } from './replyWithFile.ts'

const TAG = 'Exports'
/** A million ids of rows take 25 MB. */
const SHOWN_BODY_BYTES = 32 << 20
const ANY_KEY = z.union([z.string(), z.array(z.string())])

/** What a file of rows can be; CSV of several tables is an archive. */
const FILES = [...Object.values(MEDIA_TYPES), 'application/zip'].map((type) => type.split(';')[0]!)

const ofTable = route({
  method: 'get',
  path: '/tables/{id}/export',
  tag: TAG,
  summary: 'The rows of a table in a cycle as a file, as of one moment: what the caller may read and nothing else',
  query: TableExportQuery.catchall(ANY_KEY),
  moreQuery: ROW_FILTERS,
  reply: z.unknown(),
  files: FILES,
  async handle(request) {
    const { cycle_id: cycleId, format, locale, ...selection } = request.query
    const tableId = request.params['id']!
    await replyWithFile(request, { cycleId, tableId, format, selection }, async (services, identity) => {
      const { openSheet } = await import('#server/exports/openSheet.ts')
      const { tableFile } = await import('#server/exports/tableFile.ts')
      const sheet = await openSheet(services, identity, { tableId, cycleId }, selection)
      return tableFile(services, identity, sheet, { asked: { format, locale } })
    })
  },
})

const ofView = route({
  method: 'post',
  path: '/tables/{id}/export',
  tag: TAG,
  summary: 'These columns and rows of a table in a cycle as a file, in their order, as of one moment',
  body: ViewExportBody,
  bodyLimitBytes: SHOWN_BODY_BYTES,
  reply: z.unknown(),
  files: FILES,
  async handle(request) {
    const { cycle_id: cycleId, format, locale, name, fields, rows } = request.body
    const tableId = request.params['id']!
    const selection = { fields, rows: rows?.length ?? null, ...(name !== undefined && { name }) }
    await replyWithFile(request, { cycleId, tableId, format, selection }, async (services, identity) => {
      const { openShown } = await import('#server/exports/openSheet.ts')
      const { tableFile } = await import('#server/exports/tableFile.ts')
      const sheet = await openShown(services, identity, { tableId, cycleId }, { fields, rows })
      return tableFile(services, identity, sheet, { asked: { format, locale }, name })
    })
  },
})

const ofCycle = route({
  method: 'get',
  path: '/cycles/{id}/export',
  tag: TAG,
  summary: 'Every table of a cycle that the caller may read as one file, as of one moment; CSV as a ZIP archive',
  query: CycleExportQuery,
  reply: z.unknown(),
  files: FILES,
  async handle(request) {
    const { format } = request.query
    const cycle = await inTenant(request.services.db, request.identity.tenantId, (trx) =>
      loadCycle(trx, request.identity, 'read', request.params['id']!),
    )
    const taken = { cycleId: cycle.id, tableId: null, format, selection: {} }
    await replyWithFile(request, taken, async (services, identity) => {
      const { cycleFile } = await import('#server/exports/cycleFile.ts')
      return cycleFile(services, identity, cycle, request.query)
    })
  },
})

const ofProject = route({
  method: 'get',
  path: '/projects/{id}/export',
  tag: TAG,
  summary: 'Cycles of a project with every table that the caller may read, as of one moment, as one ZIP archive',
  query: ProjectExportQuery,
  reply: z.unknown(),
  files: ['application/zip'],
  async handle(request) {
    const { format, locale, cycle_ids: chosen } = request.query
    const { id: projectId } = await loadProject(request.services, request.identity, request.params['id']!)
    const cycles = await chosenCycles(request.services, request.identity, projectId, chosen?.split(','))
    const selection = { cycle_ids: cycles.map(({ id }) => id) }
    const taken = { cycleId: null, projectId, tableId: null, format, selection }
    await replyWithFile(request, taken, async (services, identity) => {
      const { projectFile } = await import('#server/exports/projectFile.ts')
      return projectFile(services, identity, projectId, { cycles, asked: { format, locale } })
    })
  },
})

const template = route({
  method: 'get',
  path: '/tables/{id}/import-template',
  tag: TAG,
  summary:
    'An empty file of a table to fill in and bring back: columns that the caller may write, with choices and notes',
  query: ImportTemplateQuery,
  reply: z.unknown(),
  async handle({ identity, services, params, query, ctx }) {
    const address = { tableId: params['id']!, cycleId: query.cycle_id }
    const { access } = await loadSheetAccess(services, identity, address)
    const { importTemplate } = await import('#server/exports/importTemplate.ts')
    const file = await importTemplate(identity, access, query)
    ctx.attachment(fileName(file.name))
    ctx.type = file.mediaType
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.body = file.content
  },
})

const list = route({
  method: 'get',
  path: '/exports',
  tag: TAG,
  summary: 'Who took which file when, newest first: one’s own, and everybody’s for who may read the audit log',
  query: ExportsQuery,
  reply: ExportsReply,
  async handle({ identity, query, services }) {
    const page = await inTenant(services.db, identity.tenantId, (trx) =>
      keysetPage<ExportRow>(
        narrowed(trx, identity, query['filter[cycle_id]']),
        { columns: ['e.number'], keyOf: ({ number }) => [number], descending: true },
        query,
      ),
    )
    const personOf = await loadPeople(
      services,
      page.data.map((row) => row.made_by),
    )
    return { ...page, data: page.data.map((row) => presentExport(row, personOf(row.made_by))) }
  },
})

export const exportRoutes = [ofTable, ofView, ofCycle, ofProject, template, list]

function narrowed(trx: Knex.Transaction, identity: Identity, cycleId: string | undefined): Knex.QueryBuilder {
  const rows = trx('exports as e')
    .leftJoin('cycles as c', (on) => on.on('c.tenant_id', 'e.tenant_id').on('c.id', 'e.cycle_id'))
    .leftJoin('tables as t', (on) => on.on('t.tenant_id', 'e.tenant_id').on('t.id', 'e.table_id'))
    .leftJoin('projects as p', (on) => on.on('p.tenant_id', 'e.tenant_id').on('p.id', 'e.project_id'))
    .where('e.tenant_id', identity.tenantId)
    .select('e.*', { cycle_name: 'c.name', project_name: 'p.name', table_name: 't.name' })
  if (!identity.ability.can('read', 'AuditLog')) {
    void rows.where('e.made_by', identity.userId)
  }
  if (cycleId !== undefined) {
    const ofSeveral = JSON.stringify({ cycle_ids: [cycleId] })
    void rows.where((of) =>
      of
        .where('e.cycle_id', cycleId)
        .orWhere((one) => one.whereNull('e.cycle_id').whereJsonSupersetOf('e.selection', ofSeveral)),
    )
  }
  return rows
}
