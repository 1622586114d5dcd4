/** Where a menu of this element opens: under it, at the side where lines begin. In pixels of the window. */
export function placeBelow(element: Element): { x: number; y: number } {
  const box = element.getBoundingClientRect()
  return { x: getComputedStyle(element).direction === 'rtl' ? box.right : box.left, y: box.bottom }
}
