import type { SheetAtReply } from '#shared/api/history.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'

/** The reply as it is sent. Straight from the journal: everything that was acknowledged by then is in it. */
export async function loadSheetAt(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
  at: string,
): Promise<Buffer> {
  const { access } = await loadSheetAccess(services, identity, sheet)
  const ordinals = access.readable.flatMap(({ type, ordinal }) => (type === 'formula' ? [] : [ordinal]))
  const { since, content } = await services.sheetMoments.at(identity.tenantId, sheet, ordinals, at)
  const reply = JSON.stringify({ at, since, content: null } satisfies SheetAtReply)
  // a large sheet never becomes a text here: that would hold up everybody else
  return content === null
    ? Buffer.from(reply)
    : Buffer.concat([Buffer.from(reply.replace(/null}$/, '"')), content, Buffer.from('"}')])
}
