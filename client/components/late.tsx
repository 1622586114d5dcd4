import type { ComponentType, ReactNode } from 'react'
import { LateCode, useLateCode } from './LateCode.ts'

/**
 * A component in a chunk of its own, fetched when it is first shown; until then `waiting` stands in its place. React.lazy
 * would do the same later: what Suspense waits for, React shows 300 ms after the last thing that stood in for something
 * (FALLBACK_THROTTLE_MS), however soon the code is there.
 */
export function late<Props extends object>(
  code: LateCode<ComponentType<Props>> | (() => Promise<ComponentType<Props>>),
  waiting: ReactNode = null,
): ComponentType<Props> {
  const fetched = code instanceof LateCode ? code : new LateCode(code)
  return function Late(props: Props) {
    const Code = useLateCode(fetched)
    return Code === null ? waiting : <Code {...props} />
  }
}
