import { useEffect, useRef, useState, type FormEvent, type RefObject } from 'react'
import { type Change, type Sending, useChange } from './useChange.ts'

/** A form over a draft, in which numbers are texts. */
export interface DraftForm<Draft> {
  draft: Draft
  /** Changes the draft; what was refused is no longer said. */
  set: (more: Partial<Draft>) => void
  /** What is wrong at a path of the body, of what cannot be read or was refused. */
  wrong: (path: string) => string | undefined
  change: Change
  /** Of the form element: it is sent when all of it can be read, and the first field that is wrong gets the keyboard. */
  form: RefObject<HTMLFormElement | null>
  submit: (event: FormEvent) => void
}

/** `unreadable`: paths of what cannot be read, which `told` says; nothing is sent as long as there are some. */
export function useDraft<Draft extends object, Reply>(
  first: () => Draft,
  about: {
    unreadable: (draft: Draft) => string[]
    told: (path: string) => string
    sending: (draft: Draft) => Sending<Reply>
  },
): DraftForm<Draft> {
  const [draft, setDraft] = useState(first)
  const [unread, setUnread] = useState<readonly string[]>([])
  const change = useChange(about.sending(draft))
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // what is wrong may be far up
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [change.refusedAt, unread])
  return {
    draft,
    set(more) {
      change.reset()
      setUnread((now) => (now.length === 0 ? now : []))
      setDraft((now) => ({ ...now, ...more }))
    },
    wrong: (path) => (unread.includes(path) ? about.told(path) : change.wrong(path)),
    change,
    form,
    submit(event) {
      event.preventDefault()
      const none = about.unreadable(draft)
      setUnread(none)
      if (none.length === 0) {
        change.send()
      }
    },
  }
}
