import type { ReportBlock, ReportReply } from '#shared/api/reports.ts'
import { chartStrips } from './chartStrips.ts'
import { PAPER } from './paperColors.ts'
import { addElement, asArtifact, BODY, DIM, type Element, rule, type Canvas } from './Canvas.ts'
import type { Strip } from './Strip.ts'
import { factStrips, tableStrips } from './tableStrips.ts'
import { textStrips } from './textStrips.ts'
import type { TextStyle } from './Typesetter.ts'

type Section = ReportReply['sections'][number]

const SECTION: TextStyle = { ...BODY, size: 13, weight: 'strong' }
const REFERENCE: TextStyle = { ...DIM, size: 8, direction: 'ltr' }
const CAPTION: TextStyle = { ...BODY, weight: 'strong' }

/** All sections of a report, from its second page on. */
export const reportStrips = (canvas: Canvas, parent: Element, { sections }: ReportReply): Strip[] =>
  sections.flatMap((section) => sectionStrips(canvas, parent, section))

function sectionStrips(canvas: Canvas, parent: Element, { title, reference, blocks }: Section): Strip[] {
  let element: Element | null = null
  const elementOf = (): Element => (element ??= addElement(canvas, parent, 'Sect', { title }))
  return [
    ...textStrips(canvas, elementOf, title, { tag: 'H2', style: SECTION, before: 18, after: 1, keepsWithNext: true }),
    ...(reference === ''
      ? []
      : textStrips(canvas, elementOf, reference, { tag: 'P', style: REFERENCE, keepsWithNext: true })),
    underline(canvas),
    ...blocks.flatMap((block) => [...blockStrips(canvas, elementOf, block), space(8)]),
  ]
}

function blockStrips(canvas: Canvas, parent: () => Element, block: ReportBlock): Strip[] {
  const caption = (text: string): Strip[] =>
    textStrips(canvas, parent, text, { tag: 'H3', style: CAPTION, before: 4, after: 2, keepsWithNext: true })
  switch (block.kind) {
    case 'facts':
      return factStrips(canvas, parent, block.items)
    case 'table':
      return [...caption(block.title), ...tableStrips(canvas, parent, block)]
    case 'chart':
      return [...caption(`${block.title} (${block.unit})`), ...chartStrips(canvas, parent, block)]
    case 'notes':
      return block.items.flatMap((item) => textStrips(canvas, parent, item, { tag: 'P', style: DIM, after: 3 }))
  }
}

const underline = (canvas: Canvas): Strip => ({
  height: 9,
  keepsWithNext: true,
  head: null,
  draw: (top) => asArtifact(canvas, () => rule(canvas, top + 3, PAPER.lineStrong)),
})

const space = (height: number): Strip => ({ height, keepsWithNext: false, head: null, draw: () => {} })
