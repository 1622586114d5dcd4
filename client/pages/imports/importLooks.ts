import type { ImportReply } from '#shared/api/imports.ts'
import type { ChipTone } from '#client/components/Chip.tsx'
import type { ImportWord } from './words/useImportWords.ts'

/** How the state of an import is shown. */
export const STATE_LOOKS: Readonly<Record<ImportReply['state'], { tone: ChipTone; word: ImportWord }>> = {
  reading: { tone: 'info', word: 'state_reading' },
  unreadable: { tone: 'bad', word: 'state_unreadable' },
  draft: { tone: 'warn', word: 'state_draft' },
  previewing: { tone: 'info', word: 'state_previewing' },
  previewed: { tone: 'warn', word: 'state_previewed' },
  committing: { tone: 'info', word: 'state_committing' },
  partly_committed: { tone: 'warn', word: 'state_partly_committed' },
  committed: { tone: 'ok', word: 'state_committed' },
  reverting: { tone: 'info', word: 'state_reverting' },
  reverted: { tone: 'plain', word: 'state_reverted' },
  cancelled: { tone: 'plain', word: 'state_cancelled' },
}
