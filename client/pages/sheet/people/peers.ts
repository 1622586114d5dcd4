import type { PresenceCell } from '#collab/protocol/awareness.ts'
import type { Person } from '#client/components/Avatar.tsx'
import type { GridPeer } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { Peer } from '#client/sync/Presence.ts'

/** Somebody else who has the sheet open. */
export interface PersonHere extends Person {
  /** The cell that they have chosen; null: none, or none that can be seen from here. */
  at: CellRef | null
}

/** Everybody else who is here, each once, however many tabs they have open. */
export function peopleHere(peers: readonly Peer[], model: SheetModel): PersonHere[] {
  const refOf = cellsOf(model)
  const byId = Map.groupBy(peers, ({ user }) => user.id)
  return [...byId.values()].map((all) => ({
    ...all[0]!.user,
    at: all.map(({ cell, range }) => refOf(range?.to ?? cell)).find((cell) => cell !== null) ?? null,
  }))
}

/** The boxes to draw: first names, at the cells that the others have chosen. */
export function gridPeers(peers: readonly Peer[], model: SheetModel): GridPeer[] {
  const refOf = cellsOf(model)
  return peers.flatMap(({ id, user, cell, range }) => {
    const from = refOf(range?.from ?? cell)
    const to = refOf(range?.to ?? cell)
    const name = user.name.split(' ')[0] ?? user.name
    return from === null || to === null ? [] : [{ id, name, colour: user.colour, from, to }]
  })
}

/** Where a cell is in this sheet; null when its field is not in it. */
function cellsOf(model: SheetModel): (cell: PresenceCell | null) => CellRef | null {
  const keys = new Map(model.fields.map((field) => [field.ordinal, field.key]))
  return (cell) => {
    const key = cell === null ? undefined : keys.get(cell.ordinal)
    return cell === null || key === undefined ? null : { row: cell.row, key }
  }
}
