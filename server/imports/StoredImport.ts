import type { ImportRecipe, ImportReply, KeptCellsReply } from '#shared/api/imports.ts'
import type { TextEncoding } from '../reading/textEncoding.ts'
import type { FileLayout } from './FileLayout.ts'

/** A row of `imports`. */
export interface StoredImport {
  tenant_id: string
  id: string
  number: string
  table_id: string
  cycle_id: string
  format: ImportReply['file']['format']
  file_name: string
  file_hash: string
  file_bytes: string
  stage: 'uploaded' | 'read' | 'previewed' | 'reverted' | 'cancelled'
  reading: { encoding: TextEncoding | null; delimiter: string | null }
  /** Null: not read yet. */
  layout: FileLayout | null
  recipe: ImportRecipe | null
  recipe_from: string | null
  effect: ImportReply['effect']
  no_effect: ImportReply['no_effect']
  gesture: string
  reverted: ImportReply['reverted']
  kept: KeptCellsReply['data'] | null
  /** What its rows came to, once they are gone. */
  counts: NonNullable<ImportReply['counts']> | null
  job_id: string | null
  made_by: string
  created_at: Date
  committed_at: Date | null
  reverted_at: Date | null
}
