import type { CellRef, Selection } from '../Selection.ts'
import type { GroupView } from './GroupView.ts'
import { isGroupId } from './groupId.ts'
import type { GroupHead } from './layOutGroups.ts'

interface GestureGroupPorts {
  groups: () => GroupView
  focus: (cell: CellRef) => void
  /** A group was opened or closed; null: all of them. */
  tell: (head: GroupHead | null, isClosed: boolean) => void
}

/** Opens and closes groups; the active cell stays on display. */
export class GroupGestures {
  readonly #selection: Selection
  readonly #ports: GestureGroupPorts

  constructor(selection: Selection, ports: GestureGroupPorts) {
    this.#selection = selection
    this.#ports = ports
  }

  /** Opens the group of this head, or closes it. */
  toggle(id: string): void {
    const head = this.#ports.groups().head(id)
    if (head !== null) {
      this.#fold(head, head.isOpen)
    }
  }

  /** Opens the active group, or closes the innermost open one around the active row; false when rows are not grouped. */
  foldActive(isClosed: boolean): boolean {
    const { active } = this.#selection
    if (!this.#ports.groups().isOn || active === null) {
      return false
    }
    const around = this.#ports.groups().headsOf(active.row)
    const head = isClosed ? around.findLast(({ isOpen }) => isOpen) : around.find(({ isOpen }) => !isOpen)
    if (head !== undefined) {
      this.#fold(head, isClosed)
    }
    return true
  }

  foldAll(areClosed: boolean): void {
    this.#ports.groups().foldAll(areClosed)
    this.#follow()
    this.#ports.tell(null, areClosed)
  }

  #fold(head: GroupHead, isClosed: boolean): void {
    if (this.#ports.groups().fold(head.id, isClosed)) {
      this.#follow()
      this.#ports.tell(head, isClosed)
    }
  }

  /** What was active and is on display no more gives way to the head of its group. */
  #follow(): void {
    const { active } = this.#selection
    if (active === null) {
      return
    }
    const around = this.#ports.groups().headsOf(active.row)
    const closed = around.find(({ id, isOpen }) => !isOpen && id !== active.row)
    const cell = closed === undefined ? active : { row: closed.id, key: active.key }
    if (closed !== undefined || isGroupId(active.row)) {
      this.#selection.set(cell)
    }
    this.#ports.focus(cell)
  }
}
