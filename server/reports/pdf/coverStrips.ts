import type { ReportReply } from '#shared/api/reports.ts'
import { PAPER } from './paperColors.ts'
import { actualOf, addElement, asArtifact, BODY, DIM, type Canvas, type Element, leftOf, rule } from './Canvas.ts'
import type { Strip } from './Strip.ts'
import { factStrips } from './tableStrips.ts'
import { textStrips } from './textStrips.ts'
import type { TextStyle } from './Typesetter.ts'

const COMPANY: TextStyle = { ...BODY, size: 13, weight: 'strong', color: PAPER.dim }
const TITLE: TextStyle = { ...BODY, size: 26, weight: 'strong' }
const CYCLE: TextStyle = { ...BODY, size: 13 }
const INSET = 12

/** The first page: whose report of what it is, by which document, and whether it is sealed. */
export function coverStrips(canvas: Canvas, parent: Element, report: ReportReply): Strip[] {
  const { organisation, project, title, cycle, cover, foot } = report
  const of = (): Element => parent
  // a sealed report is the same whenever it is made; what is said in the box is not said twice
  const lines = [...foot, ...(report.state === 'sealed' ? [] : [report.made_text])].filter(
    (line) => line !== report.state_text,
  )
  return [
    ...textStrips(canvas, of, `${organisation}, ${project}`, { tag: 'P', style: COMPANY, before: 84 }),
    ...textStrips(canvas, of, title, { tag: 'H1', style: TITLE, before: 10 }),
    ...textStrips(canvas, of, cycle.name, { tag: 'P', style: CYCLE, before: 8 }),
    ...textStrips(canvas, of, `${cycle.starts_on} – ${cycle.ends_on}`, {
      tag: 'P',
      style: { ...CYCLE, color: PAPER.dim, direction: 'ltr' },
      after: 28,
    }),
    stateStrip(canvas, parent, report),
    ...factStrips(canvas, of, cover),
    {
      height: 24,
      keepsWithNext: true,
      head: null,
      draw: (top) => asArtifact(canvas, () => rule(canvas, top + 14, PAPER.line)),
    },
    ...lines.flatMap((line) => textStrips(canvas, of, line, { tag: 'P', style: { ...DIM, size: 8 } })),
  ]
}

/** A box of the colour of its state; its words say the same. */
function stateStrip(canvas: Canvas, parent: Element, { state, state_text: text }: ReportReply): Strip {
  const isDraft = state === 'draft'
  const width = canvas.width - 2 * INSET
  const set = canvas.type.set(text, width, {
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
      asArtifact(canvas, () =>
        canvas.document
          .roundedRect(canvas.left, top, canvas.width, inside + 2 * INSET, 4)
          .fill(isDraft ? PAPER.warnTint : PAPER.sealTint),
      )
      const element = addElement(canvas, parent, 'P', actualOf(set))
      element.add(() => canvas.type.draw(set, { left: leftOf(canvas, INSET, width), top: top + INSET, width }))
      element.end()
    },
  }
}
