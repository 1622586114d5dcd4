import type { ExportFormat } from '#shared/api/exports.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import type { AppServices } from '../api/AppServices.ts'
import type { Identity } from '../policies/Identity.ts'
import { describeSheet } from './describeSheet.ts'
import type { ExportedSheet } from './ExportedSheet.ts'
import type { ExportFile } from './ExportFile.ts'
import { factorsOfSheet } from './factorsOfSheet.ts'
import { CANONICAL, csvOf, dialectOf } from './formats/csv.ts'
import { jsonOf, ndjsonOf } from './formats/json.ts'
import { xlsxOf } from './formats/xlsx.ts'
import { loadFrame, type Frame } from './loadFrame.ts'
import { MEDIA_TYPES } from './mediaTypes.ts'
import type { OpenedSheet } from './openSheet.ts'
import { RowCount } from './RowCount.ts'

/** How a file is asked for. */
export interface AskedFormat {
  format: ExportFormat
  locale?: string | undefined
}

/** The rows of a sheet that was opened for the caller. `name`: of the file, behind those of the table and the cycle. */
export async function tableFile(
  services: AppServices,
  identity: Identity,
  sheetOfCaller: OpenedSheet,
  { asked, name = '' }: { asked: AskedFormat; name?: string | undefined },
): Promise<ExportFile> {
  const count = new RowCount()
  const opened = count.of(sheetOfCaller)
  const { table, cycle } = opened.access
  const frame = await loadFrame(services, identity, cycle.projectId)
  return {
    name: `${[table.name, cycle.name, name].filter((part) => part !== '').join(' ')}.${asked.format}`,
    mediaType: MEDIA_TYPES[asked.format],
    rowsWritten: count.read,
    async *content(trx) {
      const sheet = opened.in(trx)
      const factors = asked.format === 'xlsx' ? await factorsOfSheet(trx, sheet) : []
      yield* written(sheet, asked, { ...frame, factors })
    },
  }
}

function written(
  sheet: ExportedSheet,
  { format, locale }: AskedFormat,
  frame: Frame & { factors: Awaited<ReturnType<typeof factorsOfSheet>> },
): AsyncGenerator<string | Buffer> {
  switch (format) {
    case 'csv':
      return csvOf(sheet, locale === undefined ? CANONICAL : dialectOf(locale))
    case 'ndjson':
      return ndjsonOf(sheet)
    case 'json':
      return jsonOf(sheet, { ...describeSheet(sheet.access), exported_at: frame.made.toISOString() })
    case 'xlsx': {
      const { table, cycle } = sheet.access
      return xlsxOf([sheet], { ...frame, locale, title: `${table.name} – ${cycle.name}` })
    }
    default:
      return assertNever(format)
  }
}
