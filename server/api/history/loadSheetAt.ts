import type { SheetAtReply } from '#shared/api/history.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'

/** Straight from the journal: everything that was acknowledged by then is in it. */
export async function loadSheetAt(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
  at: string,
): Promise<SheetAtReply> {
  const { access } = await loadSheetAccess(services, identity, sheet)
  const ordinals = access.readable.flatMap(({ type, ordinal }) => (type === 'formula' ? [] : [ordinal]))
  const { since, content } = await services.sheetMoments.at(identity.tenantId, sheet, ordinals, at)
  return { at, since, content: content === null ? null : base64Of(content) }
}

const base64Of = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64')
