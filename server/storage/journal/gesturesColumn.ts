import type { GestureRange } from '#collab/protocol/gestures.ts'
import type { ChangeKind } from '#shared/cells/changeKinds.ts'

/** As the journal keeps them: `[client, from, to, kind, id]` each. */
export type GesturesColumn = [number, number, number, ChangeKind, string][] | null

export function gesturesToColumn(gestures: readonly GestureRange[] | null): string | null {
  return gestures === null
    ? null
    : JSON.stringify(gestures.map(({ client, from, to, kind, id }) => [client, from, to, kind, id]))
}

export function gesturesFromColumn(column: GesturesColumn): GestureRange[] | null {
  return column?.map(([client, from, to, kind, id]) => ({ client, from, to, kind, id })) ?? null
}
