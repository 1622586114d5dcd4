import { z } from 'zod'
import {
  CommitImportBody,
  FixImportRowsBody,
  FixImportRowsReply,
  ImportBody,
  ImportReply,
  ImportRowsQuery,
  ImportRowsReply,
  ImportsQuery,
  ImportsReply,
  KeptCellsReply,
  NewImportQuery,
} from '#shared/api/imports.ts'
import { LockedError } from '#server/errors/LockedError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { bringImport } from '#server/imports/bringImport.ts'
import { changeRecipe, checkSeen, giveUp } from '#server/imports/changeRecipe.ts'
import { openQuestions } from '#server/imports/checkRecipe.ts'
import { askForStep } from '#server/imports/importJob.ts'
import { isWorking } from '#server/imports/importState.ts'
import { chosenSheet } from '#server/imports/ImportWork.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { fileName } from '../evidence/fileName.ts'
import { receiveFile } from '../evidence/receiveFile.ts'
import { sendFile } from '../evidence/sendFile.ts'
import { loadPeople } from '../history/people.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { loadTable } from '../tables/loadTable.ts'
import { fixRows } from './fixRows.ts'
import { importRows, presentRows } from './importRows.ts'
import { changeImport, type ListedImport, listedImports, loadImport } from './loadImport.ts'
import { presentImport, presentListed } from './presentImport.ts'

const TAG = 'Imports'
/** A million rows of ten columns are about half of it. */
const MOST_BYTES = 256 << 20
const FIX_BODY_BYTES = 8 << 20

const bring = route({
  method: 'post',
  path: '/tables/{id}/imports',
  tag: TAG,
  summary:
    'Bring a file of rows (CSV, XLSX, JSON, NDJSON) to a table in a cycle; it is read, and nothing is written yet',
  query: NewImportQuery,
  takesFile: true,
  reply: ImportReply,
  async handle({ identity, params, query, services, ip, ctx }) {
    const sheet = { tableId: params['id']!, cycleId: query.cycle_id }
    const { access } = await loadSheetAccess(services, identity, sheet)
    if (access.locked) {
      throw new LockedError()
    }
    if (access.writable.size === 0) {
      authorize(identity, 'update', 'Row', access.place) // says why
    }
    const name = fileName(query.name)
    const file = await receiveFile({ files: services.files, maxFileBytes: MOST_BYTES }, ctx.req)
    const id = await bringImport(services, identity, { sheet, file, name, origin: ip })
    return reply(services, identity, id)
  },
})

const list = route({
  method: 'get',
  path: '/tables/{id}/imports',
  tag: TAG,
  summary:
    'Who brought which file to a table when, and what came of it; one’s own, and all for who may read the audit log',
  query: ImportsQuery,
  reply: ImportsReply,
  async handle({ identity, params, query, services }) {
    const { ability, userId, tenantId } = identity
    const page = await inTenant(services.db, tenantId, async (trx) => {
      await loadTable(trx, identity, params['id']!)
      return keysetPage<ListedImport>(
        listedImports(trx, identity)
          .where('i.table_id', params['id']!)
          .modify((all) => void (query.cycle_id !== undefined && all.where('i.cycle_id', query.cycle_id)))
          .modify((all) => void (ability.can('read', 'AuditLog') || all.where('i.made_by', userId))),
        { columns: ['i.number'], keyOf: ({ number }) => [number], descending: true },
        query,
      )
    })
    const personOf = await loadPeople(
      services,
      page.data.map((found) => found.made_by),
    )
    return { ...page, data: page.data.map((found) => presentListed(found, personOf(found.made_by))) }
  },
})

const get = route({
  method: 'get',
  path: '/imports/{id}',
  tag: TAG,
  summary: 'One of the caller’s imports: what its file is like, how it is read, how far it is, and what came of it',
  reply: ImportReply,
  handle: ({ identity, params, services }) => reply(services, identity, params['id']!),
})

const file = route({
  method: 'get',
  path: '/imports/{id}/file',
  tag: TAG,
  summary: 'The file that the caller brought, byte by byte, with its SHA-256 as `Repr-Digest` (RFC 9530); it is kept',
  reply: z.unknown(),
  files: ['application/octet-stream'],
  async handle({ identity, params, services, ctx }) {
    const { found } = await loadImport(services, identity, params['id']!)
    const content = await services.files.open(found.file_hash)
    if (content === null) {
      throw new NotFoundError('file')
    }
    ctx.set('Repr-Digest', `sha-256=:${Buffer.from(found.file_hash, 'hex').toString('base64')}:`)
    sendFile(ctx, { name: found.file_name, bytes: Number(found.file_bytes), content })
  },
})

const change = route({
  method: 'patch',
  path: '/imports/{id}',
  tag: TAG,
  summary: 'Say how a file is read: its sheet, what its columns go into, how rows are found again',
  body: ImportBody,
  reply: ImportReply,
  async handle({ identity, params, body, services }) {
    const which = { id: params['id']!, action: 'edit' } as const
    await changeImport(services, identity, which, async (trx, found, access) => {
      await changeRecipe(trx, found, body, access)
      if (body.reading !== undefined) {
        await askForStep(trx, services.jobs, identity, { importId: found.id, step: 'read' })
      }
    })
    return reply(services, identity, which.id)
  },
})

const preview = route({
  method: 'post',
  path: '/imports/{id}/preview',
  tag: TAG,
  summary: 'Compare the file with the table: what would be added, changed and rejected. A job does it',
  reply: ImportReply,
  async handle({ identity, params, services }) {
    const which = { id: params['id']!, action: 'preview' } as const
    await changeImport(services, identity, which, async (trx, found, access) => {
      await changeRecipe(trx, found, { recipe: found.recipe! }, access)
      const open = openQuestions(found.recipe!, chosenSheet(found).sheet, access)
      if (open.length > 0) {
        throw new ValidationError(open)
      }
      await askForStep(trx, services.jobs, identity, { importId: found.id, step: 'preview' })
    })
    return reply(services, identity, which.id)
  },
})

const rows = route({
  method: 'get',
  path: '/imports/{id}/rows',
  tag: TAG,
  summary: 'Rows of the file that were added, changed, unchanged or rejected by the preview, with every reason',
  query: ImportRowsQuery,
  reply: ImportRowsReply,
  async handle({ identity, params, query, services }) {
    const { found, access } = await loadImport(services, identity, params['id']!)
    const isCompared = found.stage === 'previewed' || found.stage === 'reverted'
    return isCompared
      ? importRows({ services, identity, imported: found, sheet: sheetOf(found), access }, query)
      : { data: [], next_cursor: null }
  },
})

const fix = route({
  method: 'patch',
  path: '/imports/{id}/rows',
  tag: TAG,
  summary: 'Write other texts into cells of rejected rows; they are held against the table at once',
  body: FixImportRowsBody,
  bodyLimitBytes: FIX_BODY_BYTES,
  reply: FixImportRowsReply,
  async handle({ identity, params, body, services }) {
    const which = { id: params['id']!, action: 'fix' } as const
    const mended = await changeImport(services, identity, which, async (trx, imported, access) => {
      const work = { services, identity, imported, sheet: sheetOf(imported), access }
      await services.collaboration.waitUntilProjected(identity.tenantId, work.sheet)
      return presentRows(work, await fixRows(trx, work, body.rows))
    })
    return { rows: mended, import: await reply(services, identity, which.id) }
  },
})

const commit = route({
  method: 'post',
  path: '/imports/{id}/commit',
  tag: TAG,
  summary: 'Write the rows that are right, as one entry of the history; the others wait to be mended. A job does it',
  body: CommitImportBody,
  reply: ImportReply,
  async handle({ identity, params, body, services }) {
    const which = { id: params['id']!, action: 'commit' } as const
    await changeImport(services, identity, which, async (trx, found) => {
      checkSeen(found, body)
      await askForStep(trx, services.jobs, identity, { importId: found.id, step: 'commit' })
    })
    return reply(services, identity, which.id)
  },
})

const revert = route({
  method: 'post',
  path: '/imports/{id}/revert',
  tag: TAG,
  summary: 'Take back what an import wrote, as far as nobody has changed it since. A job does it',
  reply: ImportReply,
  async handle({ identity, params, services }) {
    const which = { id: params['id']!, action: 'revert' } as const
    await changeImport(services, identity, which, (trx, found) =>
      askForStep(trx, services.jobs, identity, { importId: found.id, step: 'revert' }),
    )
    return reply(services, identity, which.id)
  },
})

const cancel = route({
  method: 'post',
  path: '/imports/{id}/cancel',
  tag: TAG,
  summary: 'End what works on an import; when nothing does, give it up, as long as nothing is written',
  reply: ImportReply,
  async handle({ identity, params, services, ip }) {
    const which = { id: params['id']!, action: 'cancel' } as const
    const job = await changeImport(services, identity, which, async (trx, found) => {
      if (found.job !== null && isWorking(found.job)) {
        return found.job
      }
      await giveUp(trx, found)
      return null
    })
    if (job !== null) {
      await services.jobs.cancel(identity, { id: job.id, kind: 'import' }, ip)
    }
    return reply(services, identity, which.id)
  },
})

const kept = route({
  method: 'get',
  path: '/imports/{id}/kept',
  tag: TAG,
  summary: 'What a revert left as it is, because somebody has changed it since the import',
  reply: KeptCellsReply,
  async handle({ identity, params, services }) {
    const { found, access } = await loadImport(services, identity, params['id']!)
    const known = new Set<string | null>([null, ...access.readable.map(({ id }) => id)])
    return { data: (found.kept ?? []).filter(({ field_id: id }) => known.has(id)) }
  },
})

export const importRoutes = [bring, list, get, file, change, preview, rows, fix, commit, revert, cancel, kept]

const sheetOf = ({ table_id: tableId, cycle_id: cycleId }: ListedImport) => ({ tableId, cycleId })

async function reply(services: AppServices, identity: Identity, id: string): Promise<ImportReply> {
  const { found, access } = await loadImport(services, identity, id)
  const personOf = await loadPeople(services, [found.made_by])
  const { tenantId } = identity
  const from: { created_at: Date } | undefined =
    found.recipe_from === null
      ? undefined
      : await inTenant(services.db, tenantId, (trx) =>
          trx('imports').where({ tenant_id: tenantId, id: found.recipe_from }).first('created_at'),
        )
  return presentImport(found, access, {
    madeBy: personOf(found.made_by),
    from: from === undefined ? null : { id: found.recipe_from!, created_at: from.created_at.toISOString() },
  })
}
