/** A sheet of two parts behind a bare Hocuspocus server, and sessions on it. The server has no gate: tests say what it refuses. */
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { isTransactionOrigin, Server, type Document } from '@hocuspocus/server'
import { expect } from 'vitest'
import * as Y from 'yjs'
import type { FoldProof } from '#collab/protocol/generations.ts'
import { parseGestures } from '#collab/protocol/gestures.ts'
import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import type { StatelessMessage } from '#collab/protocol/stateless.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { until } from '#shared/testing/until.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { ChangeKind } from '#shared/cells/changeKinds.ts'
import { SheetDevice } from '../device/SheetDevice.ts'
import type { SessionOptions } from '../SessionOptions.ts'
import { SheetSession } from '../SheetSession.ts'
import { MemoryStorage } from './MemoryStorage.ts'

export const NUMBER = 2
export const PRICE = 3
export const COMMON = 'part:1@1'
export const PRICES = 'part:2@1'

const KEYS: Readonly<Record<string, number>> = { n: NUMBER, price: PRICE }

/** Step of synchronisation: what a client writes. */
const CHANGE = 2

export interface DescribedFor {
  /** Documents of the parts and the fields of each; `price` is described only when a part has it. */
  parts?: { part: string; document: string; fields: string[]; writable?: string[] }[]
  locked?: boolean
}

const COMMON_PART = { part: 'common', document: COMMON, fields: ['n'] }
const PRICE_PART = { part: 'admin+data_owner', document: PRICES, fields: ['price'] }

export const ONE_PART: DescribedFor = { parts: [COMMON_PART] }
export const TWO_PARTS: DescribedFor = { parts: [COMMON_PART, PRICE_PART] }

export function describe({ parts = [COMMON_PART], locked = false }: DescribedFor = {}): SheetReply {
  const keys = parts.flatMap(({ fields }) => fields)
  const field = (key: string): FieldReply => plainFieldReply(key, KEYS[key] ?? 0, 'number')
  return {
    table_id: 't',
    cycle_id: 'c',
    status: locked ? 'locked' : 'open',
    parts: parts.map(({ part, document, fields, writable = fields }) => ({
      part,
      document,
      generation: Number(document.split('@')[1]),
      fields,
      writable: locked ? [] : writable,
    })),
    cycle: {
      id: 'c',
      project_id: 'p',
      name: 'FY2025',
      starts_on: '2025-01-01',
      ends_on: '2025-12-31',
      status: 'open',
      gwp_set: 'AR5',
      factor_year: 2025,
      version: 1,
      restates: null,
      restated_by: null,
      restatement: null,
    },
    table: { id: 't', module_id: 'm', key: 't', name: 'T', description: '', position: 0, fields: keys.map(field) },
    module: {
      id: 'm',
      project_id: 'p',
      key: 'm',
      name: 'M',
      description: '',
      scope: 1,
      s3_category: null,
      iso_category: '1',
      iso_chosen: false,
      position: 0,
    },
    locked,
    can_write: !locked,
    can_add_rows: !locked,
    can_delete_rows: !locked,
    compute: { gwp_set: 'AR5', gwp: {}, factor_year: 2025, factors: [] },
  }
}

export type Seed = (document: string, sheet: Sheet) => void

/** Rows a and b: a has number 0 and price 10, b has number 1 and price 20. */
export const twoRows: Seed = (document, sheet) => {
  if (document === COMMON) {
    sheet.write(['a', 'b'], [ORDER, NUMBER], (row, column) => (column === 0 ? `V0000${row}` : row))
  }
  if (document === PRICES) {
    sheet.write(['b', 'a'], [PRICE], (row) => (row === 0 ? 20 : 10))
  }
}

export class SheetServer {
  /** What the next who knocks at a document is told. */
  readonly refuse = new Map<string, CloseReason>()
  /** What clients said of their gestures and which changes arrived, in order. */
  readonly heard: Heard[] = []
  /** Every message beside the documents. */
  readonly said: string[] = []
  /** Steps of synchronisation that it takes and never answers (1: what a client had that came back). */
  readonly unanswered = new Set<number>()
  /** What it waits for before it takes a change. */
  beforeChange: () => Promise<void> = async () => {}
  readonly #stopping = Promise.withResolvers<void>()
  readonly #server: Server
  readonly #opened: { destroy(): void }[] = []
  #url = ''

  constructor(seed: Seed = twoRows) {
    const { refuse, heard, said, unanswered } = this
    const beforeChange = (): Promise<void> => this.beforeChange()
    const { promise: stopping } = this.#stopping
    this.#server = new Server({
      port: 0,
      quiet: true,
      stopOnSignals: false,
      async onAuthenticate({ documentName }) {
        const reason = refuse.get(documentName)
        if (reason !== undefined) {
          throw Object.assign(new Error(''), { reason })
        }
      },
      async beforeSync({ type }) {
        if (unanswered.has(type)) {
          await stopping
        }
        if (type === CHANGE) {
          await Promise.race([beforeChange(), stopping])
        }
      },
      async onStateless({ documentName, payload }) {
        said.push(payload)
        heard.push(
          ...(parseGestures(payload)?.list ?? []).map(({ kind, id }) => ({ document: documentName, kind, id })),
        )
      },
      async onChange({ documentName, transactionOrigin }) {
        if (isTransactionOrigin(transactionOrigin) && transactionOrigin.source === 'connection') {
          heard.push({ document: documentName, kind: 'changes' })
        }
      },
      async onLoadDocument({ document, documentName }) {
        seed(documentName, new Sheet(document))
      },
    })
  }

  async start(): Promise<void> {
    await this.#server.listen()
    this.#url = `ws://127.0.0.1:${this.#server.address.port}`
  }

  async stop(): Promise<void> {
    this.#stopping.resolve()
    this.#opened.forEach((one) => one.destroy())
    await this.#server.destroy()
  }

  /** Somebody with the sheet open. `described`: what the server says whenever it is asked; change it to change rights. */
  open(described: DescribedFor = ONE_PART, more: Partial<SessionOptions> & { disk?: MemoryStorage } = {}): Opened {
    const socket = new HocuspocusProviderWebsocket({ url: this.#url, delay: 20, minDelay: 10, maxDelay: 50 })
    const { disk = new MemoryStorage(), ...options } = more
    const opened: Opened = { socket, described, disk, session: undefined! }
    opened.session = new SheetSession({
      description: describe(described),
      device: new SheetDevice(disk),
      socket,
      getToken: async () => 'token',
      describe: async () => (opened.described === null ? null : describe(opened.described)),
      ...options,
    })
    this.#opened.push(opened.session, socket)
    return opened
  }

  document(name: string): Document | undefined {
    return this.#server.hocuspocus.documents.get(name)
  }

  /** Reads and writes a document as the server does. */
  async change(name: string, work: (sheet: Sheet) => void): Promise<void> {
    const connection = await this.#server.hocuspocus.openDirectConnection(name)
    await connection.transact((document) => work(new Sheet(document)))
    this.#opened.push({ destroy: () => void connection.disconnect() })
  }

  /** A change that nobody is told of: a fault. */
  async changeSilently(name: string, work: (sheet: Sheet) => void): Promise<void> {
    const document = this.document(name)!
    const listeners = document._observers
    document._observers = new Map()
    work(new Sheet(document))
    document._observers = listeners
  }

  /** What the server has in a cell. */
  value(name: string, row: string, ordinal = NUMBER): CellValue {
    const document = this.document(name)
    return document === undefined ? null : new Sheet(document).value(row, ordinal)
  }

  /** Makes the next document of a part as a fold of this one; gives what clients need to make it themselves. */
  async fold(name: string, next: string): Promise<FoldProof> {
    const document = this.document(name)!
    const seed = foldSheet(new Sheet(document))
    await this.change(next, (sheet) => Y.applyUpdate(sheet.doc, seed))
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(seed)))
    return { sha256: [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(''), before: [] }
  }

  tell(name: string, message: StatelessMessage): void {
    this.document(name)?.broadcastStateless(JSON.stringify(message))
  }

  close(name: string, reason: CloseReason): void {
    this.document(name)
      ?.getConnections()
      .forEach((connection) => connection.close({ code: 1000, reason }))
  }
}

export interface Heard {
  document: string
  kind: ChangeKind | 'changes'
  id?: string
}

export interface Opened {
  session: SheetSession
  socket: HocuspocusProviderWebsocket
  described: DescribedFor | null
  disk: MemoryStorage
}

export const statusOf = ({ session }: Opened): string => session.view().status.kind

export const valueOf = ({ session }: Opened, row: string, ordinal = NUMBER): CellValue =>
  session.columns.value(session.columns.slotOf(row) ?? -1, ordinal)

export const write = ({ session }: Opened, row: string, value: number, ordinal = NUMBER): number =>
  session.editing.apply({ writes: [{ row, ordinal, value }] })

export async function saved(...people: Opened[]): Promise<void> {
  for (const one of people) {
    await until(() => expect([one.session.view().ready, statusOf(one)]).toEqual([true, 'saved']))
  }
}

/** What the next tab finds on the disk when this one is killed: the copy is made before anything is tidied up. */
export async function killed(tab: Opened): Promise<MemoryStorage> {
  await tab.session.keep()
  const disk = tab.disk.copy()
  tab.session.destroy()
  tab.socket.destroy()
  for (const name of await disk.names('work:')) {
    await navigator.locks.request(`carbonsheet tab ${name.slice('work:'.length)}`, () => {})
  }
  return disk
}

export async function offline(tab: Opened): Promise<void> {
  tab.socket.disconnect()
  await until(() => expect(statusOf(tab)).toBe('offline'))
}
