import type { ReportBlock, ReportReply } from '#shared/api/reports.ts'
import { chartStrips } from './chartStrips.ts'
import { PAPER } from './paperColors.ts'
import { addElement, asArtifact, BODY, DIM, type Element, rule, type Sheet } from './Sheet.ts'
import type { Strip } from './Strip.ts'
import { factStrips, tableStrips } from './tableStrips.ts'
import { textStrips } from './textStrips.ts'
import type { TextStyle } from './Typesetter.ts'

type Section = ReportReply['sections'][number]

const SECTION: TextStyle = { ...BODY, size: 13, weight: 'strong' }
const REFERENCE: TextStyle = { ...DIM, size: 8, direction: 'ltr' }
const CAPTION: TextStyle = { ...BODY, weight: 'strong' }

/** All sections of a report, from its second page on. */
export const reportStrips = (sheet: Sheet, parent: Element, { sections }: ReportReply): Strip[] =>
  sections.flatMap((section) => sectionStrips(sheet, parent, section))

function sectionStrips(sheet: Sheet, parent: Element, { title, reference, blocks }: Section): Strip[] {
  let element: Element | null = null
  const elementOf = (): Element => (element ??= addElement(sheet, parent, 'Sect', { title }))
  return [
    ...textStrips(sheet, elementOf, title, { tag: 'H2', style: SECTION, before: 18, after: 1, keepsWithNext: true }),
    ...(reference === ''
      ? []
      : textStrips(sheet, elementOf, reference, { tag: 'P', style: REFERENCE, keepsWithNext: true })),
    underline(sheet),
    ...blocks.flatMap((block) => [...blockStrips(sheet, elementOf, block), space(8)]),
  ]
}

function blockStrips(sheet: Sheet, parent: () => Element, block: ReportBlock): Strip[] {
  const caption = (text: string): Strip[] =>
    textStrips(sheet, parent, text, { tag: 'H3', style: CAPTION, before: 4, after: 2, keepsWithNext: true })
  switch (block.kind) {
    case 'facts':
      return factStrips(sheet, parent, block.items)
    case 'table':
      return [...caption(block.title), ...tableStrips(sheet, parent, block)]
    case 'chart':
      return [...caption(`${block.title} (${block.unit})`), ...chartStrips(sheet, parent, block)]
    case 'notes':
      return block.items.flatMap((item) => textStrips(sheet, parent, item, { tag: 'P', style: DIM, after: 3 }))
  }
}

const underline = (sheet: Sheet): Strip => ({
  height: 9,
  keepsWithNext: true,
  head: null,
  draw: (top) => asArtifact(sheet, () => rule(sheet, top + 3, PAPER.lineStrong)),
})

const space = (height: number): Strip => ({ height, keepsWithNext: false, head: null, draw: () => {} })
