import { Checkbox, Modal } from '@mantine/core'
import { useCallback, useState } from 'react'
import { enterKey, keepEnterKey } from '#client/grid/enterKey.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import { keyName } from './keyName.ts'
import { usePageKey } from './usePageKey.ts'

interface Shortcut {
  /** Each may be pressed; `mod` is Ctrl, on a Mac the command key. */
  keys: readonly string[]
  does: SheetWord
}

const GROUPS: readonly { title: SheetWord; shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'keysMove',
    shortcuts: [
      { keys: ['←', '→', '↑', '↓'], does: 'key_arrows' },
      { keys: ['mod+←', 'mod+↓'], does: 'key_edge' },
      { keys: ['Home', 'End'], does: 'key_home' },
      { keys: ['mod+Home', 'mod+End'], does: 'key_corners' },
      { keys: ['PageUp', 'PageDown'], does: 'key_page' },
      { keys: ['Tab', 'Shift+Tab'], does: 'key_tab' },
      { keys: ['Enter', 'Shift+Enter'], does: 'key_enter' },
    ],
  },
  {
    title: 'keysSelect',
    shortcuts: [
      { keys: ['Shift'], does: 'key_extend' },
      { keys: ['mod'], does: 'key_addRange' },
      { keys: ['Shift+Space'], does: 'key_row' },
      { keys: ['Ctrl+Space'], does: 'key_column' },
      { keys: ['mod+A'], does: 'key_all' },
      { keys: ['Esc'], does: 'key_escape' },
    ],
  },
  {
    title: 'keysEdit',
    shortcuts: [
      { keys: ['F2'], does: 'key_edit' },
      { keys: ['Alt+↓'], does: 'key_list' },
      { keys: ['Alt+Enter'], does: 'key_newline' },
      { keys: ['mod+Enter'], does: 'key_fillAll' },
      { keys: ['Delete', 'Backspace'], does: 'key_clear' },
      { keys: ['Space'], does: 'key_toggle' },
      { keys: ['mod+;'], does: 'key_today' },
      { keys: ['mod+Shift+;'], does: 'key_now' },
      { keys: ['mod+Z'], does: 'key_undo' },
      { keys: ['mod+Y', 'mod+Shift+Z'], does: 'key_redo' },
    ],
  },
  {
    title: 'keysCopy',
    shortcuts: [
      { keys: ['mod+C', 'mod+X', 'mod+V'], does: 'key_copy' },
      { keys: ['mod+Insert', 'Shift+Delete', 'Shift+Insert'], does: 'key_copy' },
      { keys: ['mod+Shift+V'], does: 'key_pasteValues' },
      { keys: ['mod+D'], does: 'key_down' },
      { keys: ['mod+R'], does: 'key_right' },
      { keys: [], does: 'key_handle' },
      { keys: [], does: 'key_handleTwice' },
    ],
  },
  {
    title: 'keysMore',
    shortcuts: [
      { keys: ['mod+Shift++'], does: 'key_insertRows' },
      { keys: ['mod+-'], does: 'key_deleteRows' },
      { keys: ['Alt+Shift+↑', 'Alt+Shift+↓'], does: 'key_moveRows' },
      { keys: ['Alt+Shift+←', 'Alt+Shift+→'], does: 'key_groups' },
      { keys: ['mod+F'], does: 'key_find' },
      { keys: ['Alt+Shift+H'], does: 'key_history' },
      { keys: ['Shift+F2'], does: 'key_note' },
      { keys: ['F6'], does: 'key_panel' },
      { keys: ['mod+/'], does: 'key_help' },
    ],
  },
]

/** Every key of the sheet, and what Enter is to do. Opens with Ctrl+/. */
export function ShortcutsDialog({ t }: { t: SheetTranslate }) {
  const [opened, setOpened] = useState(false)
  const [enter, setEnter] = useState(enterKey)
  usePageKey(
    '/',
    useCallback(() => setOpened(true), []),
  )
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={t('keysTitle')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className="shortcuts" data-testid="shortcuts">
        {GROUPS.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {shortcuts.map(({ keys, does }) => (
                <div key={keys.join() + does}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key} className="kbd" dir="ltr">
                        {keyName(key)}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{t(does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Checkbox
        my="xs"
        label={t('keysEnterEdits')}
        checked={enter === 'edits'}
        onChange={({ currentTarget: { checked } }) => {
          const does = checked ? 'edits' : 'moves'
          keepEnterKey(does)
          setEnter(does)
        }}
      />
    </Modal>
  )
}
