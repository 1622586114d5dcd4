import type { ReportReply } from '#shared/api/reports.ts'
import { PAPER } from './paperColors.ts'
import { actualOf, addElement, asArtifact, BODY, DIM, type Element, leftOf, rule, type Sheet } from './Sheet.ts'
import type { Strip } from './Strip.ts'
import { factStrips } from './tableStrips.ts'
import { textStrips } from './textStrips.ts'
import type { TextStyle } from './Typesetter.ts'

const COMPANY: TextStyle = { ...BODY, size: 13, weight: 'strong', color: PAPER.dim }
const TITLE: TextStyle = { ...BODY, size: 26, weight: 'strong' }
const CYCLE: TextStyle = { ...BODY, size: 13 }
const INSET = 12

/** The first page: whose report of what it is, by which document, and whether it is sealed. */
export function coverStrips(sheet: Sheet, parent: Element, report: ReportReply): Strip[] {
  const { organisation, project, title, cycle, cover, foot } = report
  const of = (): Element => parent
  // a sealed report is the same whenever it is made; what is said in the box is not said twice
  const lines = [...foot, ...(report.state === 'sealed' ? [] : [report.made_text])].filter(
    (line) => line !== report.state_text,
  )
  return [
    ...textStrips(sheet, of, `${organisation}, ${project}`, { tag: 'P', style: COMPANY, before: 84 }),
    ...textStrips(sheet, of, title, { tag: 'H1', style: TITLE, before: 10 }),
    ...textStrips(sheet, of, cycle.name, { tag: 'P', style: CYCLE, before: 8 }),
    ...textStrips(sheet, of, `${cycle.starts_on} – ${cycle.ends_on}`, {
      tag: 'P',
      style: { ...CYCLE, color: PAPER.dim, direction: 'ltr' },
      after: 28,
    }),
    stateStrip(sheet, parent, report),
    ...factStrips(sheet, of, cover),
    {
      height: 24,
      keepsWithNext: true,
      head: null,
      draw: (top) => asArtifact(sheet, () => rule(sheet, top + 14, PAPER.line)),
    },
    ...lines.flatMap((line) => textStrips(sheet, of, line, { tag: 'P', style: { ...DIM, size: 8 } })),
  ]
}

/** A box of the colour of its state; its words say the same. */
function stateStrip(sheet: Sheet, parent: Element, { state, state_text: text }: ReportReply): Strip {
  const isDraft = state === 'draft'
  const width = sheet.width - 2 * INSET
  const set = sheet.type.set(text, width, {
    ...BODY,
    size: 10,
    weight: 'strong',
    color: isDraft ? PAPER.warnText : PAPER.sealText,
  })
  const inside = set.lines.length * set.lineHeight
  return {
    height: inside + 2 * INSET + 20,
    keepsWithNext: false,
    head: null,
    draw(top) {
      asArtifact(sheet, () =>
        sheet.document
          .roundedRect(sheet.left, top, sheet.width, inside + 2 * INSET, 4)
          .fill(isDraft ? PAPER.warnTint : PAPER.sealTint),
      )
      const element = addElement(sheet, parent, 'P', actualOf(set))
      element.add(() => sheet.type.draw(set, { left: leftOf(sheet, INSET, width), top: top + INSET, width }))
      element.end()
    },
  }
}
