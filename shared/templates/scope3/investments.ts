/** Category 15: companies and projects that money is in. */
import { DATA_FROM, FIGURE_SOURCE } from '../figures.ts'
import {
  amount,
  between,
  chosen,
  guidance,
  proofAndResult,
  share,
  templateField,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from '../tableTemplate.ts'

const NOT_CONSOLIDATED =
  'Only investments that are not in scopes 1 and 2 by your approach to consolidation. Each investee is in one of the tables of this category.'
const NOT_CONSOLIDATED_AR =
  'للاستثمارات التي ليست في النطاقين 1 و2 حسب نهج التوحيد لديكم. تُدرج كل شركة في جدول واحد من هذه الفئة.'

export const INVESTMENTS_EQUITY: BuiltInTemplate = {
  id: 'builtin:investments_equity',
  categories: [15],
  method: 'investment_specific',
  name: 'Equity investments',
  description: 'Scopes 1 and 2 of each investee in tonnes, and the share of its equity that is yours.',
  notTwice: NOT_CONSOLIDATED,
  source: guidance('15', 'equity investments, investment-specific method, as in example 15.1'),
  arabic: {
    name: 'الاستثمار في الأسهم',
    description: 'النطاقان 1 و2 لكل شركة مستثمَر فيها بالأطنان، وحصتكم من رأس مالها.',
    notTwice: NOT_CONSOLIDATED_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('investee_emissions', 'Scopes 1 and 2 of the investee', 'tCO2e'),
    DATA_FROM,
    FIGURE_SOURCE,
    share('equity_share', 'Share of the equity'),
    ...proofAndResult('investee_emissions * equity_share'),
  ],
}

export const INVESTMENTS_PROJECT: BuiltInTemplate = {
  id: 'builtin:investments_project',
  categories: [15],
  method: 'investment_specific',
  name: 'Project finance',
  description:
    'Scopes 1 and 2 of each project in the year, and your share of its cost. For a first sponsor the emissions over the life of the project are reported beside the total.',
  notTwice: NOT_CONSOLIDATED,
  source: guidance(
    '15',
    'project finance, project-specific method, as in example 15.3; example 15.2 prints kilograms as tonnes',
  ),
  arabic: {
    name: 'تمويل المشاريع',
    description:
      'النطاقان 1 و2 لكل مشروع في السنة، وحصتكم من كلفته. للراعي الأول تُذكر انبعاثات عمر المشروع إلى جانب المجموع.',
    notTwice: NOT_CONSOLIDATED_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('project_emissions', 'Scopes 1 and 2 of the project', 'tCO2e'),
    DATA_FROM,
    FIGURE_SOURCE,
    share('cost_share', 'Share of the cost'),
    ...proofAndResult('project_emissions * cost_share'),
  ],
}

/** Data quality as PCAF scores it, best first; 1 and 2 are figures of the investee. */
const SCORE = templateField({
  key: 'score',
  name: 'PCAF data quality score',
  type: 'option',
  required: true,
  options: [
    { id: '1', label: '1: reported and verified', primary: true },
    { id: '2', label: '2: reported, not verified, or of its energy', primary: true },
    { id: '3', label: '3: of its production' },
    { id: '4', label: '4: of its revenue' },
    { id: '5', label: '5: average of its sector' },
  ],
})

/** A value in millions of one currency. It stays empty where the chosen value of the company does not need it. */
const value = (key: string, name: string, rules = {}) => templateField({ key, name, type: 'number', rules })

export const INVESTMENTS_PCAF: BuiltInTemplate = {
  id: 'builtin:investments_pcaf',
  categories: [15],
  method: 'pcaf',
  name: 'Loans and bonds of companies (PCAF)',
  description:
    'Outstanding amount by the value of the company: enterprise value including cash (EVIC) where it is listed, else equity and debt. Negative equity is 0. All amounts of a row are in one currency, at the end of the year.',
  notTwice: `${NOT_CONSOLIDATED} Scope 3 of investees is reported apart, and is not added to these scopes 1 and 2.`,
  source:
    'PCAF, The Global GHG Accounting and Reporting Standard for the Financial Industry, Part A, Financed Emissions, second edition (2022), chapters 5.1 and 5.2 and table of data quality scores.',
  arabic: {
    name: 'قروض الشركات وسنداتها (PCAF)',
    description:
      'المبلغ القائم مقسومًا على قيمة الشركة: قيمة المنشأة مع النقد (EVIC) إن كانت مدرجة، وإلا حقوق الملكية والديون. حقوق الملكية السالبة تُحسب 0. كل مبالغ الصف بعملة واحدة في نهاية السنة.',
    notTwice: `${NOT_CONSOLIDATED_AR} يُذكر النطاق 3 للشركات على حدة ولا يُجمع مع هذين النطاقين.`,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('outstanding', 'Outstanding amount', null),
    chosen('basis', 'Value of the company', [
      { id: 'evic', label: 'Listed: EVIC' },
      { id: 'equity_debt', label: 'Not listed: equity and debt' },
    ]),
    value('evic', 'EVIC', { min: 0 }),
    value('equity', 'Equity'),
    value('debt', 'Debt', { min: 0 }),
    between(
      'attribution',
      'Attribution factor',
      null,
      'outstanding / if(basis == "evic", evic, max(equity, 0) + debt)',
    ),
    amount('investee_emissions', 'Scopes 1 and 2 of the investee', 'tCO2e'),
    SCORE,
    FIGURE_SOURCE,
    ...proofAndResult('attribution * investee_emissions'),
  ],
}
