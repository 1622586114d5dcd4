import type { Knex } from 'knex'
import type { AppServices } from '../api/AppServices.ts'
import { fileName } from '../api/evidence/fileName.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { type ArchivedFile, zipOf } from './archive/zipOf.ts'
import { cycleContent, cycleTables, type OpenedCycle, openCycle } from './cycleFile.ts'
import type { ExportFile } from './ExportFile.ts'
import { loadFrame } from './loadFrame.ts'
import { RowCount } from './RowCount.ts'
import type { AskedFormat } from './tableFile.ts'

/**
 * Cycles of a project with every table that the caller may read, as of one moment, in one archive: a folder of CSV files for
 * each cycle, or its workbook or document.
 */
export async function projectFile(
  services: AppServices,
  identity: Identity,
  projectId: string,
  { cycles, asked }: { cycles: readonly Cycle[]; asked: AskedFormat },
): Promise<ExportFile> {
  const count = new RowCount()
  const frame = await loadFrame(services, identity, projectId)
  const opened: OpenedCycle[] = []
  for (const cycle of cycles) {
    opened.push(await openCycle(services, identity, { cycle, frame, asked, count }))
  }
  return {
    name: `${frame.projectName}.zip`,
    mediaType: 'application/zip',
    rowsWritten: count.read,
    content: (trx) => zipOf(filesOf(trx, opened, asked), frame.made),
  }
}

async function* filesOf(
  trx: Knex.Transaction,
  opened: readonly OpenedCycle[],
  asked: AskedFormat,
): AsyncGenerator<ArchivedFile> {
  const taken = new Set<string>()
  for (const one of opened) {
    const name = freeName(fileName(one.cycle.name.replaceAll(/[/\\]/g, '_')), taken)
    if (asked.format === 'csv') {
      for await (const file of cycleTables(trx, one)) {
        yield { ...file, name: `${name}/${file.name}` }
      }
    } else {
      yield { name: `${name}.${asked.format}`, content: cycleContent(trx, one) }
    }
  }
}

/** Versions of a cycle have the same name; a folder has not, whichever case its letters are in. */
function freeName(wanted: string, taken: Set<string>): string {
  const free = [wanted, ...Array.from({ length: taken.size }, (_, i) => `${wanted} (${i + 2})`)]
  const name = free.find((one) => !taken.has(one.toLowerCase())) ?? wanted
  taken.add(name.toLowerCase())
  return name
}
