/** A little longer than browsers wait that ask for the menu themselves. */
const PRESS_MS = 600
const TREMBLE_PX = 10

/**
 * A finger that stays asks for the menu, as a right click does; also where the browser does not make one of it (Safari on
 * tablets and phones). Returns the function that removes the listeners.
 */
export function attachLongPress(root: HTMLElement): () => void {
  let pressed: { x: number; y: number; timer: ReturnType<typeof setTimeout> } | null = null
  let isAsked = false

  const end = (): void => {
    clearTimeout(pressed?.timer)
    pressed = null
  }

  const down = ({ pointerType, isPrimary, target, clientX, clientY }: PointerEvent): void => {
    end()
    isAsked = false
    if (pointerType !== 'touch' || !isPrimary || !(target instanceof Element)) {
      return
    }
    const ask = (): void => {
      end()
      target.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }))
      isAsked = true
    }
    pressed = { x: clientX, y: clientY, timer: setTimeout(ask, PRESS_MS) }
  }

  const move = ({ clientX, clientY }: PointerEvent): void => {
    if (pressed !== null && Math.hypot(clientX - pressed.x, clientY - pressed.y) > TREMBLE_PX) {
      end()
    }
  }

  // the finger that is lifted from it is no tap, and no click beside the menu
  const lifted = (event: Event): void => {
    if (isAsked && event.cancelable) {
      event.preventDefault()
    }
  }

  const click = (event: Event): void => {
    if (isAsked) {
      isAsked = false
      event.stopPropagation()
    }
  }

  const listening = new AbortController()
  const options = { capture: true, signal: listening.signal }
  root.addEventListener('pointerdown', down, options)
  root.addEventListener('pointermove', move, options)
  root.addEventListener('pointerup', end, options)
  root.addEventListener('pointercancel', end, options)
  root.addEventListener('contextmenu', end, options)
  root.addEventListener('touchend', lifted, { ...options, passive: false })
  root.addEventListener('click', click, options)
  return () => {
    end()
    listening.abort()
  }
}
