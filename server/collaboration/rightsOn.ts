import type { SessionRights } from '#collab/hocuspocus/ports.ts'
import type { SheetAccess } from './ports.ts'

/** What an access to a sheet means on one of its documents. */
export function rightsOn(access: SheetAccess, part: string): SessionRights {
  const { parts, epochs, standing, locked, basis } = access
  const found = parts.find((one) => one.part === part)
  return {
    mayRead: found !== undefined,
    epoch: epochs.get(part) ?? -1,
    standing,
    outline: JSON.stringify([parts.map((one) => [one.part, one.fields]), basis]),
    fields: found?.fields ?? [],
    writable: found?.writable ?? new Set(),
    locked,
  }
}
