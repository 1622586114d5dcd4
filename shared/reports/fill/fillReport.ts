import type { ReportBlock, ReportLocale, ReportReply } from '#shared/api/reports.ts'
import type { ReportFacts } from '../reportFacts.ts'
import type { FactName, ReportTemplate, TemplateBlock, Wording } from '../templates/reportTemplate.ts'
import { reportWords, type SayWord } from '../words/reportWords.ts'
import { amountTable } from './amountTable.ts'
import { chartOf } from './chartOf.ts'
import { factItem } from './factItems.ts'
import { listTable } from './listTable.ts'
import { noteTexts } from './notes.ts'

/** What every report says of itself before anything else. */
const COVER = [
  'organisation',
  'period',
  'version',
  'consolidation',
  'operational_boundary',
  'gwp_set',
  'seal',
  'sealed_at',
  'root_hash',
] as const satisfies readonly FactName[]

/** What is filled in which language. */
interface Filled {
  /** The name of a template of ours, or the id of somebody’s own. */
  report: string
  template: ReportTemplate
  locale: ReportLocale
  madeAt: Date
}

/** A template with what is known of a cycle, in a language. What is not known is in it as that; no cell is empty for want of it. */
export function fillReport({ report, template, locale, madeAt }: Filled, facts: ReportFacts): ReportReply {
  const say = reportWords(locale)
  const { cycle, seal } = facts
  const state = stateOf(facts)
  const made = madeAt.toISOString()
  return {
    report,
    locale,
    title: worded(template.title, say),
    edition: template.edition ?? '',
    organisation: facts.organisation,
    project: facts.project,
    cycle: {
      id: cycle.id,
      name: cycle.name,
      starts_on: cycle.startsOn,
      ends_on: cycle.endsOn,
      status: cycle.status,
      version: cycle.version,
    },
    state,
    state_text: say(`state_${state}`, { date: seal?.sealedAt.slice(0, 10) ?? '' }),
    seal: seal === null ? null : { seal_hash: seal.sealHash, root_hash: seal.rootHash, sealed_at: seal.sealedAt },
    made_at: made,
    cover: COVER.map((fact) => factItem(fact, facts, say)),
    sections: template.sections.map(({ title, reference, blocks }) => ({
      title: worded(title, say),
      reference,
      blocks: blocks.flatMap((block) => filled(block, facts, say)),
    })),
    foot: [
      ...(template.edition === null ? [] : [say('foot_edition', { edition: template.edition })]),
      seal === null ? say('state_draft') : say('foot_seal', { hash: seal.sealHash }),
    ],
    made_text: say('foot_made', { date: made.slice(0, 10) }),
  }
}

const worded = (words: Wording, say: SayWord): string => (typeof words === 'string' ? say(words) : words.own)

function stateOf({ cycle, current, seal }: ReportFacts): ReportReply['state'] {
  if (cycle.status !== 'locked' || seal === null) {
    return 'draft'
  }
  return current.isSealed ? 'sealed' : 'sealed_in_part'
}

function filled(block: TemplateBlock, facts: ReportFacts, say: SayWord): ReportBlock[] {
  switch (block.kind) {
    case 'text':
      return [{ kind: 'notes', items: block.text.split(/\n+/).filter((paragraph) => paragraph.trim() !== '') }]
    case 'facts':
      return [{ kind: 'facts', items: block.facts.map((fact) => factItem(fact, facts, say)) }]
    case 'table':
      return [amountTable(block, facts, say)]
    case 'list': {
      const table = listTable(block, facts, say)
      // a list of nothing is said, and not left out: its reader would take it for forgotten
      return table === null || table.rows.length === 0
        ? [{ kind: 'notes', items: [`${say(block.title)}: ${say(table === null ? 'no_hidden' : 'no_none')}.`] }]
        : [table]
    }
    case 'chart': {
      const chart = chartOf(block, facts, say)
      return chart === null ? [] : [chart]
    }
    case 'notes': {
      const items = block.notes.flatMap((note) => noteTexts(note, facts, say))
      return items.length === 0 ? [] : [{ kind: 'notes', items }]
    }
  }
}
