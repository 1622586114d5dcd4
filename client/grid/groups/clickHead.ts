import type { GridController } from '../GridController.ts'

/** A click on the label of a group opens or closes it; the second one of two quick clicks does nothing. */
export function clickHead(controller: GridController, id: string, key: string, event: Event | null | undefined): void {
  const isPlain = event instanceof MouseEvent && !event.shiftKey && !event.ctrlKey && !event.metaKey && event.detail < 2
  if (isPlain && controller.selection.view.columns()[0] === key) {
    controller.groups.toggle(id)
  }
}
