import { beginExport, type BegunExport, endExport } from '#server/exports/ExportLog.ts'
import type { ExportFile } from '#server/exports/ExportFile.ts'
import { refuseWhenBusy, sendExport } from '#server/exports/sendExport.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { fileName } from '../evidence/fileName.ts'
import type { SignedInRequest } from '../routing/Route.ts'

/**
 * Answers with a file that is made while it is sent, and notes that it was taken. What speaks against it is found before the
 * first byte; a fault after that ends the connection, so that nobody takes a part for the whole.
 */
export async function replyWithFile(
  { services, identity, ip, ctx }: Pick<SignedInRequest<unknown, unknown>, 'services' | 'identity' | 'ip' | 'ctx'>,
  taken: Omit<BegunExport, 'fileName' | 'origin'>,
  open: (services: AppServices, identity: Identity) => Promise<ExportFile>,
): Promise<void> {
  refuseWhenBusy()
  const file = await open(services, identity)
  const name = fileName(file.name)
  const id = await beginExport(services.db, identity, { ...taken, fileName: name, origin: ip })
  const { log } = ctx.state
  ctx.attachment(name)
  ctx.type = file.mediaType
  ctx.set('X-Content-Type-Options', 'nosniff')
  ctx.body = sendExport(services.db, identity.tenantId, file, async (sent) => {
    try {
      await endExport(services.db, identity.tenantId, id, sent)
    } catch (error) {
      log.error({ err: error, exportId: id }, 'the end of an export could not be noted')
      throw error
    }
  })
}
