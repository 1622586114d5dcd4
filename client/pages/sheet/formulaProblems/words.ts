import type { ProblemCode } from '#formulas/Problem.ts'

/** How another language than English says why a formula is not accepted. */
export interface ProblemWords {
  /** `{{part}}` is the part of the formula that is meant; `{{left}}` and `{{right}}` are its units. */
  sentences: Readonly<Record<ProblemCode | 'units', string>>
  plainNumber: string
}

/** Not yet read by a native speaker. */
export const PROBLEM_WORDS_AR: ProblemWords = {
  plainNumber: 'رقم بلا وحدة',
  sentences: {
    empty: 'اكتب صيغة، مثل \u2066quantity * factor(fuel, "CO2e")\u2069.',
    'too-long': 'الصيغة أطول من المسموح. اختصرها أو قسّمها على عمودين.',
    'too-deep': 'الأقواس متداخلة أعمق من المسموح عند \u2066{{part}}\u2069. قسّم الصيغة.',
    'too-many-parts': 'في الصيغة أجزاء أكثر من المسموح. قسّمها على عمودين.',
    syntax: 'لا يمكن قراءة الصيغة عند \u2066{{part}}\u2069. تحقق من الأقواس والعمليات قبله.',
    'not-allowed': '\u2066{{part}}\u2069 غير مسموح في الصيغ.',
    'unknown-field': 'لا يوجد عمود باسم \u2066{{part}}\u2069. اكتب مفتاح العمود كما تقترحه القائمة.',
    'unknown-table': 'لا يوجد في هذا المشروع جدول كما في \u2066{{part}}\u2069. اختر جدولًا من القائمة المقترحة.',
    'unknown-function': 'لا توجد دالة كما في \u2066{{part}}\u2069. اختر دالة من القائمة المقترحة.',
    arguments: 'ما بين القوسين في \u2066{{part}}\u2069 ليس كما تحتاجه الدالة. انظر كيف تُكتب في القائمة المقترحة.',
    type: 'نوع القيمة \u2066{{part}}\u2069 لا يصلح هنا. تحقق هل المطلوب رقم أم نص أم تاريخ أم نعم ولا.',
    unit: 'وحدة \u2066{{part}}\u2069 لا تصلح هنا. حوّلها بالدالة \u2066convert\u2069 أو غيّر الصيغة.',
    units:
      'الوحدتان \u2068{{left}}\u2069 و\u2068{{right}}\u2069 لا تجتمعان في \u2066{{part}}\u2069. حوّل إحداهما أو غيّر الصيغة.',
    'unknown-unit': 'الوحدة في \u2066{{part}}\u2069 غير معروفة. اكتبها مثل \u2066kWh\u2069 أو \u2066kg/L\u2069.',
    'unknown-gas': 'لا يوجد غاز كما في \u2066{{part}}\u2069. اكتب مثلًا \u2066"CO2e"\u2069 أو \u2066"CH4"\u2069.',
    'no-factor': 'لا يوجد معامل انبعاث لما في \u2066{{part}}\u2069. اختر معاملًا لخيارات العمود.',
    'no-parameter':
      'لا يوجد معلَم كما في \u2066{{part}}\u2069، أو ليست له قيمة لهذه السنة. أضفه في صفحة المعالم مع مصدره.',
    'mixed-factors':
      'معاملات خيارات \u2066{{part}}\u2069 من أنواع مختلفة (\u2068{{left}}\u2069 و\u2068{{right}}\u2069). اجعلها لوحدات من نوع واحد.',
    'not-for-inventories':
      'معامل في \u2066{{part}}\u2069 مخصص لتقدير الانبعاثات المتجنبة، لا لجرد الانبعاثات. اختر معاملًا آخر.',
    'not-approved':
      'معامل في \u2066{{part}}\u2069 غير معتمد: ما زال مسودة أو سُحب. اطلب اعتماده في مكتبة المعاملات أو اختر غيره.',
    'outside-scopes':
      'معامل في \u2066{{part}}\u2069 يحسب غازات تُذكر خارج النطاقات (\u2066CFC\u2069 و\u2066HCFC\u2069 وما ليس من غازات كيوتو). اختر معامل المادة نفسها لغازات كيوتو وحدها إن وُجد.',
    circular: 'صيغ أعمدة تشير إلى بعضها في حلقة. غيّر واحدة منها.',
  },
}
