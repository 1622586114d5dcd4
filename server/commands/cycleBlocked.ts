import type { CycleBlocker } from '#shared/api/cycles.ts'
import { BlockedError } from '../errors/BlockedError.ts'

/** What is unknown or wrong would be final: everything that has to be settled before the lock, with its remedy. */
export function cycleBlocked(blockers: readonly CycleBlocker[]): BlockedError {
  return new BlockedError(
    'This cycle cannot be locked yet: some of it is unknown or wrong, and would be final. Nothing was changed.',
    blockers.map((blocker) => ({ path: 'status', code: blocker.kind, message: messageOf(blocker) })),
  )
}

function messageOf({ kind, name, module_name: moduleName, count, mwh }: CycleBlocker): string {
  const place = `${moduleName ?? ''}, ${name ?? ''}`
  switch (kind) {
    case 'incomplete':
      return `${place}: ${count} rows lack something required. Fill it in, or delete the rows.`
    case 'errors':
      return `${place}: ${count} rows have cells that break a rule or show an error. Put them right.`
    case 'conflicts':
      return `${place}: ${count} cells were written by two people at once. One of them has to choose a value.`
    case 'instruments':
      return `${name ?? ''} covers ${mwh ?? 0} MWh more than is consumed there. Take an allocation away, or allocate less.`
    case 'hidden':
      return 'A table or field that you may not read has something open. Ask whoever may read all of it.'
  }
}
