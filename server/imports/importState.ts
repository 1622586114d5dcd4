import type { ImportReply } from '#shared/api/imports.ts'
import type { JobState } from '#shared/api/jobs.ts'
import type { ImportStep } from './importJob.ts'
import type { StoredImport } from './StoredImport.ts'

/** The job that works on an import, or worked last. */
export interface LastJob {
  id: string
  state: JobState
  step: ImportStep
  progress: number
  doing: string | null
  error: { code: string; detail: string } | null
}

export interface ImportFacts {
  imported: Pick<StoredImport, 'stage' | 'committed_at'>
  /** Null: it was long ago. */
  job: LastJob | null
  /** Its rows are gone: it cannot be mended, written or taken back any more. */
  isForgotten: boolean
  /** Rows that are right and not written, and rows that stand in the sheet. */
  waiting: number
  written: number
  rejected: number
}

type State = ImportReply['state']

const DOING: Readonly<Record<ImportStep, State>> = {
  read: 'reading',
  preview: 'previewing',
  commit: 'committing',
  revert: 'reverting',
}

export const isWorking = (job: Pick<LastJob, 'state'> | null): boolean =>
  job?.state === 'queued' || job?.state === 'running'

/** Where an import is: what works on it says so while it does, else what is known of it. */
export function importState({ imported, job, waiting, written }: ImportFacts): State {
  if (job !== null && isWorking(job)) {
    return DOING[job.step]
  }
  switch (imported.stage) {
    case 'uploaded':
      return 'unreadable'
    case 'read':
      return 'draft'
    case 'previewed':
      if (written === 0 && imported.committed_at === null) {
        return 'previewed'
      }
      return waiting > 0 ? 'partly_committed' : 'committed'
    case 'reverted':
    case 'cancelled':
      return imported.stage
  }
}

/** What whoever brought it may do now. */
export function importActions(facts: ImportFacts, isLocked: boolean): ImportReply['actions'] {
  const { waiting, written, rejected, isForgotten } = facts
  if (isForgotten) {
    return []
  }
  const commit = !isLocked && waiting > 0 ? (['commit'] as const) : []
  const fix = rejected > 0 ? (['fix'] as const) : []
  const revert = !isLocked && written > 0 ? (['revert'] as const) : []
  switch (importState(facts)) {
    case 'reading':
    case 'previewing':
    case 'committing':
    case 'reverting':
      return ['cancel']
    case 'unreadable':
      return ['edit', 'cancel']
    case 'draft':
      return ['edit', 'preview', 'cancel']
    case 'previewed':
      return ['edit', 'preview', ...fix, ...commit, 'cancel']
    case 'partly_committed':
    case 'committed':
      return [...fix, ...commit, ...revert]
    case 'reverted':
    case 'cancelled':
      return []
  }
}
