import {
  type Icon,
  IconBook2,
  IconCalendarStats,
  IconCertificate,
  IconChartHistogram,
  IconGauge,
  IconKey,
  IconReportAnalytics,
  IconScale,
  IconSitemap,
  IconTargetArrow,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react'
import type { Action, Subject } from '#shared/permissions/roles.ts'

/** A place of the navigation besides the dashboard and the modules. */
export interface NavPlace {
  to: string
  word:
    | 'factors'
    | 'parameters'
    | 'instruments'
    | 'uncertainty'
    | 'cycles'
    | 'targets'
    | 'boundary'
    | 'reports'
    | 'people'
    | 'keys'
    | 'webhooks'
    | 'meters'
  icon: Icon
  /** What a person must be able to do for the place to be there. */
  needs: readonly [Action, Subject]
  /** It has a tab of its own on a phone, where five fit; the others are behind the last one. */
  isTab: boolean
}

export const NAV_PLACES: readonly NavPlace[] = [
  { to: '/factors', word: 'factors', icon: IconBook2, needs: ['read', 'Factor'], isTab: true },
  { to: '/parameters', word: 'parameters', icon: IconScale, needs: ['read', 'Parameter'], isTab: false },
  { to: '/instruments', word: 'instruments', icon: IconCertificate, needs: ['read', 'Instrument'], isTab: false },
  { to: '/uncertainty', word: 'uncertainty', icon: IconChartHistogram, needs: ['read', 'Cycle'], isTab: false },
  { to: '/cycles', word: 'cycles', icon: IconCalendarStats, needs: ['read', 'Cycle'], isTab: true },
  { to: '/targets', word: 'targets', icon: IconTargetArrow, needs: ['read', 'Cycle'], isTab: false },
  { to: '/boundary', word: 'boundary', icon: IconSitemap, needs: ['read', 'Cycle'], isTab: false },
  { to: '/reports', word: 'reports', icon: IconReportAnalytics, needs: ['read', 'Cycle'], isTab: false },
  { to: '/keys', word: 'keys', icon: IconKey, needs: ['read', 'ApiKey'], isTab: false },
  { to: '/admin/people', word: 'people', icon: IconUsers, needs: ['manage', 'User'], isTab: false },
  { to: '/admin/meters', word: 'meters', icon: IconGauge, needs: ['manage', 'Device'], isTab: false },
  { to: '/admin/webhooks', word: 'webhooks', icon: IconWebhook, needs: ['manage', 'Webhook'], isTab: false },
]
