import type { Knex } from 'knex'

/** A file that is made while it is sent. */
export interface ExportFile {
  /** With its ending. */
  name: string
  mediaType: string
  /** Once only. `trx` sees one moment; whatever is read is read in it. */
  content: (trx: Knex.Transaction) => AsyncIterable<string | Buffer>
  /** Rows written so far. */
  rowsWritten: () => number
}
