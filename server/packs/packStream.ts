import type { Knex } from 'knex'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { canonicalJson } from '../runs/canonicalJson.ts'
import { cycleHistory } from '../runs/cycleHistory.ts'
import { checksOf } from '../runs/leafChecks.ts'
import { blockName, ROWS_BLOCK } from '../runs/makeRun.ts'
import {
  FieldRecord,
  type ManifestRecord,
  type ResultRecord,
  type RowRecord,
  type SealRecord,
  TableRecord,
} from '../runs/packRecords.ts'
import { readCursor } from '../storage/database/readCursor.ts'
import { type FileEntry, PACK_VERSION, type RecordFile, recordFile } from '../runs/recordFile.ts'
import type { SealBody } from '../runs/sealHashes.ts'
import { sha256 } from '../runs/sha256.ts'
import { README } from './readme.ts'
import { recordsIn } from './recordLines.ts'
import { tarEnd, tarHeader, tarPadding } from './writeTar.ts'

interface StoredFile extends FileEntry {
  content: string | null
}

/**
 * The pack of the sealed run of a cycle as an archive: the same bytes whenever it is asked for. What is in it is what the
 * database says now; the hashes are those of the seal, so it tells of itself when something was changed. Memory is that of
 * one block. Throws NotFoundError when the cycle has no seal.
 */
export async function* packStream(trx: Knex.Transaction, cycleId: string): AsyncGenerator<Buffer> {
  const seals = await sealRecords(trx, cycleId)
  const runId = seals.at(-1)?.body?.run_id
  if (runId === undefined) {
    throw new NotFoundError('seal')
  }
  const files = await storedFiles(trx, runId)
  const attached = [textFile('README.txt', README), recordFile('seals.ndjson', seals)]
  yield* tarFile('manifest.json', Buffer.from(`${canonicalJson(await manifestOf(trx, runId, files, attached))}\n`))
  for (const { name, content } of attached) {
    yield* tarFile(name, content)
  }
  for (const { name, content } of files) {
    if (content !== null) {
      yield* tarFile(name, Buffer.from(content))
    }
  }
  const tables = recordsIn(files, 'tables.ndjson', TableRecord)
  const fields = Map.groupBy(recordsIn(files, 'fields.ndjson', FieldRecord), (field) => field.table_id)
  for (const table of tables) {
    yield* rowsAndResults(trx, runId, table)
  }
  for (const table of tables) {
    let number = 0
    for await (const records of cycleHistory(trx, { tableId: table.id, cycleId }, fields.get(table.id) ?? [])) {
      const { name, content } = recordFile(blockName('history', table, ++number), records)
      yield* tarFile(name, content)
    }
  }
  yield tarEnd()
}

function* tarFile(name: string, content: Buffer): Generator<Buffer> {
  yield tarHeader(name, content.length)
  yield content
  yield tarPadding(content.length)
}

type StoredResult = ResultRecord & RowRecord

async function* rowsAndResults(trx: Knex.Transaction, runId: string, table: TableRecord): AsyncGenerator<Buffer> {
  const sql = `SELECT row_id AS id, values, gathered, co2e_kg, gases_kg, biogenic_co2_kg, site, month, incomplete, errors
    FROM run_results WHERE tenant_id = current_tenant() AND run_id = :runId AND table_id = :tableId ORDER BY row_id`
  const bindings = { runId, tableId: table.id }
  let number = 0
  for await (const stored of readCursor<StoredResult>(trx, { sql, bindings, block: ROWS_BLOCK })) {
    number++
    const rows = stored.map(({ id, values, gathered }) => ({ id, values, gathered }))
    const results = stored.map(({ values: _values, gathered: _gathered, ...result }) => result)
    for (const file of [
      recordFile(blockName('rows', table, number), rows),
      recordFile(blockName('results', table, number), results),
    ]) {
      yield* tarFile(file.name, file.content)
    }
  }
}

/** All seals of the tenant up to the newest of this cycle; only that one with what it says. */
async function sealRecords(trx: Knex.Transaction, cycleId: string): Promise<SealRecord[]> {
  const rows: StoredSeal[] = await trx('seals')
    .whereRaw('tenant_id = current_tenant()')
    .where('sequence', '<=', trx('seals').where({ cycle_id: cycleId }).max('sequence'))
    .orderBy('sequence')
  return rows.map(({ sequence, body_hash, previous_hash, seal_hash, unaccounted, ...seal }, index) => ({
    sequence,
    body_hash,
    previous_hash,
    seal_hash,
    ...(index === rows.length - 1 && {
      body: {
        ...seal,
        sequence,
        sealed_at: seal.sealed_at.toISOString(),
        ...(unaccounted !== null && { unaccounted }),
      },
    }),
  }))
}

interface StoredSeal extends Omit<SealRecord, 'body'> {
  tenant_id: string
  cycle_id: string
  run_id: string
  root_hash: string
  sealed_by: string | null
  sealed_at: Date
  sealed_later: boolean
  unaccounted: NonNullable<SealBody['unaccounted']> | null
}

function storedFiles(trx: Knex.Transaction, runId: string): Promise<StoredFile[]> {
  return trx('run_files')
    .whereRaw('tenant_id = current_tenant()')
    .where({ run_id: runId })
    .orderBy('position')
    .select('name', 'sha256', 'bytes', 'lines', 'content')
}

async function manifestOf(
  trx: Knex.Transaction,
  runId: string,
  files: readonly FileEntry[],
  attached: readonly FileEntry[],
): Promise<ManifestRecord> {
  const run: { engine: number; root_hash: string } = await trx('runs').where({ id: runId }).first('engine', 'root_hash')
  const manifest: Omit<ManifestRecord, 'check'> = {
    format: 'carbonsheet-pack',
    version: PACK_VERSION,
    engine: run.engine,
    root_hash: run.root_hash,
    sealed: files.map(entryOf),
    attached: attached.map(entryOf),
  }
  return { ...manifest, check: checksOf(manifest) }
}

const entryOf = ({ name, sha256: hash, bytes, lines }: FileEntry): FileEntry => ({ name, sha256: hash, bytes, lines })

function textFile(name: string, text: string): RecordFile {
  const content = Buffer.from(text)
  return { name, content, sha256: sha256(content), bytes: content.length, lines: text.split('\n').length - 1 }
}
