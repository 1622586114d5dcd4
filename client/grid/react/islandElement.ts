/** An element that takes no part in the layout: what stands in it is laid out as if it stood in the grid itself. */
export function islandElement(): HTMLElement {
  const element = document.createElement('div')
  element.style.display = 'contents'
  return element
}
