import type { PresenceCell } from '#collab/protocol/awareness.ts'
import type { Person } from '#client/components/Avatar.tsx'
import type { GridPeer } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { Peer } from '#client/sync/Presence.ts'

/** Everybody else who is here, each once, however many tabs they have open. */
export function peopleHere(peers: readonly Peer[]): Person[] {
  return [...new Map(peers.map(({ user }) => [user.id, user])).values()]
}

/** The boxes to draw: first names, at the cells that the others have chosen. */
export function gridPeers(peers: readonly Peer[], model: SheetModel): GridPeer[] {
  const keys = new Map(model.fields.map((field) => [field.ordinal, field.key]))
  const refOf = (cell: PresenceCell | null): CellRef | null => {
    const key = cell === null ? undefined : keys.get(cell.ordinal)
    return cell === null || key === undefined ? null : { row: cell.row, key }
  }
  return peers.flatMap(({ id, user, cell, range }) => {
    const from = refOf(range?.from ?? cell)
    const to = refOf(range?.to ?? cell)
    const name = user.name.split(' ')[0] ?? user.name
    return from === null || to === null ? [] : [{ id, name, colour: user.colour, from, to }]
  })
}
