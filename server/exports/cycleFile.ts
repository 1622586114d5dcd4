import type { Knex } from 'knex'
import { assertNever } from '#shared/result/assertNever.ts'
import type { AppServices } from '../api/AppServices.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { type ArchivedFile, zipOf } from './archive/zipOf.ts'
import { describeCycle, describeSheet } from './describeSheet.ts'
import type { ExportFile } from './ExportFile.ts'
import { factorsOfSheet } from './factorsOfSheet.ts'
import { CANONICAL, csvOf, dialectOf } from './formats/csv.ts'
import { jsonOf, ndjsonOf } from './formats/json.ts'
import { xlsxOf } from './formats/xlsx.ts'
import { type Frame, loadFrame } from './loadFrame.ts'
import { MEDIA_TYPES } from './mediaTypes.ts'
import { type OpenedSheet, openSheet } from './openSheet.ts'
import { RowCount } from './RowCount.ts'
import type { AskedFormat } from './tableFile.ts'

/** A cycle whose tables the caller may read, before their rows are read. */
export interface OpenedCycle {
  cycle: Cycle
  tables: readonly OpenedSheet[]
  frame: Frame
  asked: AskedFormat
}

/** Every table of a cycle that the caller may read, as of one moment, in one file. */
export async function cycleFile(
  services: AppServices,
  identity: Identity,
  cycle: Cycle,
  asked: AskedFormat,
): Promise<ExportFile> {
  const count = new RowCount()
  const frame = await loadFrame(services, identity, cycle.projectId)
  const opened = await openCycle(services, identity, { cycle, frame, asked, count })
  const isArchive = asked.format === 'csv'
  return {
    name: `${frame.projectName} ${cycle.name}.${isArchive ? 'zip' : asked.format}`,
    mediaType: isArchive ? 'application/zip' : MEDIA_TYPES[asked.format],
    rowsWritten: count.read,
    content: (trx) => cycleContent(trx, opened),
  }
}

/** The tables of a cycle as far as the caller may read them; `count` hears of their rows as they are read. */
export async function openCycle(
  services: AppServices,
  identity: Identity,
  { cycle, frame, asked, count }: Omit<OpenedCycle, 'tables'> & { count: RowCount },
): Promise<OpenedCycle> {
  const tables: OpenedSheet[] = []
  for (const tableId of await tableIds(services.db, identity.tenantId, cycle.projectId)) {
    const sheet = await readable(openSheet(services, identity, { tableId, cycleId: cycle.id }, { sort: 'order' }))
    if (sheet !== null) {
      tables.push(count.of(sheet))
    }
  }
  return { cycle, tables, frame, asked }
}

/** Tables that the caller may not read are left out. */
async function readable(opening: Promise<OpenedSheet>): Promise<OpenedSheet | null> {
  try {
    return await opening
  } catch (error) {
    if (error instanceof NotFoundError) {
      return null
    }
    throw error
  }
}

async function tableIds(db: Knex, tenantId: string, projectId: string): Promise<string[]> {
  const tables: { id: string }[] = await inTenant(db, tenantId, (trx) =>
    trx('tables as t')
      .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
      .where('m.project_id', projectId)
      .whereNull('t.deleted_at')
      .whereNull('m.deleted_at')
      .orderBy(['m.position', 'm.id', 't.position', 't.id'])
      .select('t.id'),
  )
  return tables.map(({ id }) => id)
}

const aboutCycle = ({ cycle, frame }: OpenedCycle): object => ({
  cycle: describeCycle(cycle),
  exported_at: frame.made.toISOString(),
})

/** A cycle as one file; CSV is one file of each table: `cycleTables`. */
export async function* cycleContent(trx: Knex.Transaction, opened: OpenedCycle): AsyncGenerator<string | Buffer> {
  const { cycle, tables, frame, asked } = opened
  const { format, locale } = asked
  const sheets = tables.map((sheet) => sheet.in(trx))
  switch (format) {
    case 'csv':
      yield* zipOf(cycleTables(trx, opened), frame.made)
      return
    case 'ndjson':
      for (const sheet of sheets) {
        const { table, module } = sheet.access
        yield* ndjsonOf(sheet, { module: module.key, table: table.key, table_id: table.id })
      }
      return
    case 'json':
      yield `${JSON.stringify(aboutCycle(opened)).slice(0, -1)},"tables":[`
      for (const [index, sheet] of sheets.entries()) {
        yield index === 0 ? '\n' : ',\n'
        yield* jsonOf(sheet, describeSheet(sheet.access))
      }
      yield '\n]}'
      return
    case 'xlsx': {
      const used = await Array.fromAsync(sheets, (sheet) => factorsOfSheet(trx, sheet))
      const factors = [...new Map(used.flat().map((factor) => [factor.id, factor])).values()]
      yield* xlsxOf(sheets, { ...frame, factors, locale, title: `${frame.projectName} – ${cycle.name}` })
      return
    }
    default:
      assertNever(format)
  }
}

/** `module/table.csv` for each table, and what they are of. */
export async function* cycleTables(trx: Knex.Transaction, opened: OpenedCycle): AsyncGenerator<ArchivedFile> {
  const { locale } = opened.asked
  const sheets = opened.tables.map((sheet) => sheet.in(trx))
  const dialect = locale === undefined ? CANONICAL : dialectOf(locale)
  for (const sheet of sheets) {
    const { table, module } = sheet.access
    yield { name: `${module.key}/${table.key}.csv`, content: csvOf(sheet, dialect) }
  }
  const tables = sheets.map(({ access, fields }) => ({
    ...describeSheet(access),
    fields: fields.map(({ key, name, type, unit, formula }) => ({ key, name, type, unit, formula })),
  }))
  yield { name: 'about.json', content: [JSON.stringify({ ...aboutCycle(opened), tables }, null, 2)] }
}
