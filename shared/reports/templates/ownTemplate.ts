import type { OwnReportBlock, ReportTemplateBody } from '#shared/api/reportTemplates.ts'
import { CHART_WORD, LIST_WORD, ROWS_WORD } from './blockTitles.ts'
import type { ReportTemplate, TemplateBlock } from './reportTemplate.ts'

/** What somebody put together, as a template like those that come with the program. */
export const ownTemplate = ({ name, sections }: ReportTemplateBody): ReportTemplate => ({
  title: { own: name },
  edition: null,
  sections: sections.map(({ title, blocks }) => ({
    title: { own: title },
    reference: '',
    blocks: blocks.map(templateBlock),
  })),
})

function templateBlock(block: OwnReportBlock): TemplateBlock {
  switch (block.kind) {
    case 'text':
    case 'facts':
      return block
    case 'table':
      return { ...block, title: ROWS_WORD[block.rows] }
    case 'list':
      return { ...block, title: LIST_WORD[block.rows] }
    case 'chart':
      return { ...block, title: CHART_WORD[block.of] }
  }
}
