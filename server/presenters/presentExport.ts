import type { TakenFormat, ExportReply } from '#shared/api/exports.ts'

/** An export with the names of what it is of. */
export interface ExportRow {
  id: string
  /** 64 bits, as text. */
  number: string
  cycle_id: string | null
  cycle_name: string | null
  project_id: string | null
  project_name: string | null
  table_id: string | null
  table_name: string | null
  format: TakenFormat
  file_name: string
  made_by: string
  started_at: Date
  finished_at: Date | null
  broken_off: boolean
  /** 64 bits, as text. */
  rows: string | null
  bytes: string | null
  sha256: string | null
}

export function presentExport(row: ExportRow, maker: ExportReply['made_by']): ExportReply {
  const { id, cycle_id, cycle_name, project_id, project_name, table_id, table_name, format, file_name, sha256 } = row
  return {
    id,
    cycle: named(cycle_id, cycle_name),
    project: named(project_id, project_name),
    table: named(table_id, table_name),
    format,
    file_name,
    made_by: maker,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    state: stateOf(row),
    rows: numberOf(row.rows),
    bytes: numberOf(row.bytes),
    sha256,
  }
}

const named = (id: string | null, name: string | null): { id: string; name: string } | null =>
  id === null ? null : { id, name: name ?? '' }

function stateOf({ finished_at: finished, broken_off: isBrokenOff }: ExportRow): ExportReply['state'] {
  if (finished === null) {
    return 'sending'
  }
  return isBrokenOff ? 'broken_off' : 'sent'
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text))
