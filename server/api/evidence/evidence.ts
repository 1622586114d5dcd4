import { z } from 'zod'
import { EvidenceListReply, EvidenceQuery, EvidenceReply, NewEvidenceQuery } from '#shared/api/evidence.ts'
import { addEvidence } from '#server/commands/addEvidence.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { presentEvidence } from '#server/presenters/presentEvidence.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadPeople } from '../history/people.ts'
import { route } from '../routing/Route.ts'
import { fileName } from './fileName.ts'
import { loadFile, loadFilesOfRow } from './loadEvidence.ts'
import { loadWritableField } from './loadWritableField.ts'
import { mediaTypeOf } from './mediaTypeOf.ts'
import { receiveFile } from './receiveFile.ts'
import { sendFile } from './sendFile.ts'

const TAG = 'Evidence'

const upload = route({
  method: 'post',
  path: '/tables/{id}/evidence',
  tag: TAG,
  summary: 'Upload a file for a cell of a field of type evidence; write its id into the cell to attach it',
  query: NewEvidenceQuery,
  takesFile: true,
  reply: EvidenceReply,
  async handle({ identity, params, query, services, ip, ctx }) {
    const address = { tableId: params['id']!, cycleId: query.cycle_id }
    const field = await loadWritableField(services, identity, address, query.field)
    const { hash, sizeBytes, head } = await receiveFile(services, ctx.req)
    const about = { name: fileName(query.name), mediaType: mediaTypeOf(head), sizeBytes: String(sizeBytes) }
    const file = { tableId: address.tableId, fieldId: field.id, hash, ...about }
    const added = await inTenant(services.db, identity.tenantId, (trx) => addEvidence(trx, identity, file, ip))
    return presentEvidence(added, field.key, { id: identity.userId, name: identity.name })
  },
})

const list = route({
  method: 'get',
  path: '/tables/{id}/rows/{row_id}/evidence',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'The files in the cells of a row that you may read',
  query: EvidenceQuery,
  reply: EvidenceListReply,
  async handle({ identity, params, query, services }) {
    const row = { sheet: { tableId: params['id']!, cycleId: query.cycle_id }, rowId: params['row_id']! }
    const found = await loadFilesOfRow(services, identity, row)
    const personOf = await loadPeople(
      services,
      found.map(({ file }) => file.uploadedBy),
    )
    return {
      data: found.map(({ file, field }) => presentEvidence(file, field, personOf(file.uploadedBy)!)),
      max_bytes: services.maxFileBytes,
    }
  },
})

const download = route({
  method: 'get',
  path: '/tables/{id}/rows/{row_id}/evidence/{evidence_id}',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'A file that is or was in a cell of the row, or that you uploaded',
  query: EvidenceQuery,
  reply: z.unknown(),
  files: ['application/octet-stream'],
  async handle({ identity, params, query, services, ctx }) {
    const row = { sheet: { tableId: params['id']!, cycleId: query.cycle_id }, rowId: params['row_id']! }
    const { hash, name, sizeBytes } = await loadFile(services, identity, row, params['evidence_id']!)
    const content = await services.files.open(hash)
    if (content === null) {
      throw new NotFoundError('file')
    }
    sendFile(ctx, { name, bytes: Number(sizeBytes), content })
  },
})

export const evidenceRoutes = [upload, list, download]
