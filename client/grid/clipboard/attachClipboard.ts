import type { GridController } from '../GridController.ts'
import { pastedBlock } from './clipboardBlock.ts'
import { flavoursOf } from './flavours.ts'

/**
 * Copy, cut and paste by the browser's own events: no permission is asked, both flavours travel, and the browser's menu
 * works too. In an open editor they belong to the editor. Returns the function that removes the listeners.
 */
export function attachClipboard(root: HTMLElement, controller: GridController, rtl: boolean): () => void {
  const isTyping = (): boolean => {
    const focus = document.activeElement
    return focus instanceof HTMLInputElement || focus instanceof HTMLTextAreaElement
  }

  /** `then`: as soon as the cells are on the clipboard. */
  const put = (event: ClipboardEvent, then: () => void): void => {
    if (isTyping() || event.clipboardData === null) {
      return
    }
    const { copying } = controller.gestures
    const cells = copying.cells()
    if (cells === null) {
      return
    }
    event.preventDefault()
    const done = (): void => {
      controller.schedulePaint()
      then()
    }
    if (copying.isLong(cells)) {
      void copying.write(cells, rtl).then(
        (isWritten) => isWritten && done(),
        () => copying.failed(),
      )
      return
    }
    const { plain, html } = flavoursOf(cells, rtl)
    event.clipboardData.setData('text/plain', plain.join(''))
    if (html !== null) {
      event.clipboardData.setData('text/html', html.join(''))
    }
    copying.done(cells)
    done()
  }
  const copy = (event: ClipboardEvent): void => put(event, () => {})
  const cut = (event: ClipboardEvent): void => put(event, () => controller.gestures.clear())
  const paste = (event: ClipboardEvent): void => {
    if (isTyping() || event.clipboardData === null) {
      return
    }
    event.preventDefault()
    const { active } = controller.selection
    const files = [...event.clipboardData.files]
    // A spreadsheet puts a picture of the cells beside them.
    const isFiles = files.length > 0 && !event.clipboardData.types.includes('text/html')
    if (isFiles && active !== null && controller.files.takes(active)) {
      controller.files.attach(active, files)
      return
    }
    controller.gestures.paste(pastedBlock(event.clipboardData))
  }
  // Safari sends the events without a text selection only when these are cancelled.
  const allow = (event: Event): void => {
    if (!isTyping()) {
      event.preventDefault()
    }
  }
  const allowed = ['beforecopy', 'beforecut', 'beforepaste']

  root.addEventListener('copy', copy)
  root.addEventListener('cut', cut)
  root.addEventListener('paste', paste)
  allowed.forEach((name) => root.addEventListener(name, allow))
  return () => {
    root.removeEventListener('copy', copy)
    root.removeEventListener('cut', cut)
    root.removeEventListener('paste', paste)
    allowed.forEach((name) => root.removeEventListener(name, allow))
  }
}
