/** People at their desks: many light connections to one sheet, of whom some type into rows of their own. */
import * as Y from 'yjs'
import { SERVER_CLIENTS } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { downloadedFrom } from '../liveEdits.ts'
import { wait } from '../measure/statistics.ts'
import { LightClient } from './LightClient.ts'

/** Opened at once; a crowd that arrives in the same instant is another measurement. */
const OPENED_TOGETHER = 50

/** What a typist needs: the document to make edits on, and rows of their own. */
export interface Desk {
  client: LightClient
  type(): void
}

const now = (): number => performance.timeOrigin + performance.now()

/** The typists of one sheet, and somebody who sees their edits arrive. */
export async function sitDown(
  place: { url: string; token: string; name: string },
  { typists, fields, firstClient }: { typists: number; fields: number; firstClient: number },
  peer: number[],
): Promise<{ watcher: LightClient; desks: Desk[]; sheet: Sheet; use: (client: LightClient) => void }> {
  const update = await downloadedFrom(place)
  const [source, seen] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(source, update, 'net')
  Y.applyUpdate(seen, update, 'net')
  const watcher = new LightClient({ ...place, doc: seen })
  await watcher.ready
  const cells = seen.getMap('c')
  cells.observe((event) => {
    const at = now()
    for (const key of event.keysChanged) {
      const value = cells.get(key)
      if (typeof value === 'number' && value > 1e12) {
        peer.push(at - value)
      }
    }
  })
  const stateVector = Y.encodeStateVector(source)
  const clients = await openAll(typists, () => ({ ...place, stateVector }))
  const sheet = new Sheet(source)
  const rows = [...sheet.content().keys()]
  let current = clients[0]!
  source.on('update', (edit: Uint8Array) => current.send(edit))
  const desks = clients.map((client, i): Desk => {
    let typed = 0
    const clientId = SERVER_CLIENTS + 5_000_000 + firstClient + i
    const own = rows.filter((_, row) => row % clients.length === i)
    return {
      client,
      type: () => {
        current = client
        source.clientID = clientId
        sheet.set(own[typed % own.length]!, 2 + (typed++ % fields), now())
      },
    }
  })
  const use = (client: LightClient): void => {
    current = client
  }
  return { watcher, desks, sheet, use }
}

/** Everybody once a second, not all in the same moment. */
export async function typeForSeconds(desks: readonly Desk[], seconds: number): Promise<void> {
  const ends = performance.now() + seconds * 1000
  await Promise.all(
    desks.map(async ({ type }, i) => {
      await wait((i * 1000) / desks.length)
      while (performance.now() < ends) {
        type()
        await wait(1000)
      }
    }),
  )
}

export async function openAll(
  count: number,
  optionsOf: (i: number) => { url: string; name: string; token: string; stateVector?: Uint8Array | undefined },
): Promise<LightClient[]> {
  const clients: LightClient[] = []
  while (clients.length < count) {
    const together = Array.from({ length: Math.min(OPENED_TOGETHER, count - clients.length) }, (_, i) => {
      const { stateVector, ...place } = optionsOf(clients.length + i)
      return new LightClient(stateVector === undefined ? place : { ...place, stateVector })
    })
    await Promise.all(together.map((client) => client.ready))
    clients.push(...together)
  }
  return clients
}
