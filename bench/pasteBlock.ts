/** A paste of 10,000 x 10 cells into 10,000 rows: local write, gate, apply at the peer, against a Y.Map of Y.Maps. */
import * as Y from 'yjs'
import { decide, isClean } from '#collab/gate/decide.ts'
import { inspect } from '#collab/gate/inspect.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { openDocument } from './data/openDocument.ts'
import { OPEN } from './data/openPolicy.ts'
import { layeredUpdate, naiveUpdate, sheetTable, valueFor, type SheetTable } from './data/sheetTable.ts'
import { random } from './data/random.ts'
import { cpuMs, median } from './measure/statistics.ts'

interface Side {
  localMs: number
  peerMs: number
  bytes: number
}

function measure(seed: Uint8Array, write: (doc: Y.Doc, round: number) => void, rounds: number): Side {
  const [author, peer] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(author, seed)
  Y.applyUpdate(peer, seed)
  const updates: Uint8Array[] = []
  author.on('update', (update: Uint8Array) => updates.push(update))
  const [local, applied, bytes]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    const start = cpuMs()
    author.transact(() => write(author, round))
    local.push(cpuMs() - start)
    const update = updates.pop()!
    bytes.push(update.length)
    const arrived = cpuMs()
    Y.applyUpdate(peer, update)
    applied.push(cpuMs() - arrived)
  }
  return { localMs: median(local.slice(1)), peerMs: median(applied.slice(1)), bytes: median(bytes) }
}

/** Judged, and put into the document of the server. */
function gateAndApplyMs(seed: Uint8Array, { rows, ordinals }: SheetTable, values: readonly CellValue[][][]): number {
  const times = values.map((cells) => {
    const [author, server] = [new Sheet(openDocument(seed)), new Sheet(openDocument(seed))]
    server.indexAll()
    const before = Y.encodeStateVector(author.doc)
    author.write(rows, ordinals.slice(0, 10), (row, column) => cells[row]![column]!)
    const update = Y.encodeStateAsUpdate(author.doc, before)
    const start = cpuMs()
    const decision = decide(
      server,
      inspect(server, update, () => true),
      OPEN,
      null,
    )
    Y.applyUpdate(server.doc, update)
    const used = cpuMs() - start
    if (!isClean(decision)) {
      throw new Error('the gate refused a paste that anybody may make')
    }
    return used
  })
  return median(times.slice(1))
}

export async function benchPasteBlock(): Promise<BenchRow[]> {
  const table = sheetTable(10_000, 15)
  const ordinals = table.ordinals.slice(0, 10)
  const valuesOf = (round: number): ReturnType<typeof valueFor>[][] => {
    const next = random(round + 1)
    return table.rows.map(() => ordinals.map((_, column) => valueFor(next, column)))
  }
  const rounds = Array.from({ length: 5 }, (_, round) => valuesOf(round))
  const ours = measure(
    layeredUpdate(table),
    (doc, round) => new Sheet(doc).write(table.rows, ordinals, (row, column) => rounds[round]![row]![column]!),
    5,
  )
  const naive = measure(
    naiveUpdate(table),
    (doc, round) => {
      const rows = doc.getMap<Y.Map<unknown>>('rows')
      table.rows.forEach((id, row) => {
        const cells = rows.get(id)!
        ordinals.forEach((ordinal, column) => cells.set(String(ordinal), rounds[round]![row]![column]!))
      })
    },
    4,
  )
  return [
    atMost('paste 10k x 10, local and peer CPU', {
      ours: ours.localMs + ours.peerMs,
      reference: naive.localMs + naive.peerMs,
      unit: 'ms',
      times: 0.25,
    }),
    atMost('paste 10k x 10, gate and apply on the server, CPU', {
      ours: gateAndApplyMs(layeredUpdate(table), table, rounds),
      bar: 30,
      unit: 'ms',
    }),
    atMost('paste 10k x 10, bytes', { ours: ours.bytes / 1e6, bar: 1, unit: 'MB' }),
  ]
}
