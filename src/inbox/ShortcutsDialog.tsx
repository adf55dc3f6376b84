import { useI18n } from '@/i18n/I18nProvider'
import { Dialog } from '@/ui/Dialog'
import { modKey } from './keys'
import styles from './ShortcutsDialog.module.css'

/** Every key, by what one is doing. */
export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useI18n()
  const mod = modKey()
  const { keys } = t.desk
  const groups: { title: string; lines: [keys: string[], does: string][] }[] = [
    {
      title: keys.anywhere,
      lines: [
        [[mod, 'K'], t.desk.palette],
        [['/'], t.inbox.search],
        [['?'], t.desk.shortcuts],
        [['Esc'], keys.back],
      ],
    },
    {
      title: t.inbox.conversations,
      lines: [
        [['J'], keys.next],
        [['K'], keys.previous],
        [['↵'], t.inbox.shortcutOpen],
        [['X'], keys.tick],
        [['⇧', 'X'], keys.tickRange],
        [[mod, 'A'], keys.tickAll],
      ],
    },
    {
      title: t.chat.conversation,
      lines: [
        [['R'], t.composer.reply],
        [['N'], t.composer.note],
        [['M'], t.inbox.assignToMe],
        [['A'], t.desk.assignTo],
        [['E'], t.inbox.closeConversation],
        [['O'], t.inbox.reopenConversation],
        [['S'], t.inbox.snooze],
        [['L'], t.desk.labels],
        [['P'], t.desk.priority],
        [['V'], t.desk.moveTo],
        [['I'], t.inbox.details],
        [['.'], t.desk.moreActions],
      ],
    },
    {
      title: keys.writing,
      lines: [
        [['Alt', 'N'], t.composer.switchHint],
        [[mod, '↵'], t.chat.send],
        [[mod, '⇧', '↵'], t.composer.sendAndClose],
        [[mod, 'Z'], keys.takeBack],
        [['/'], t.composer.canned],
        [['@'], t.composer.people],
      ],
    },
  ]
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t.desk.shortcuts} closeLabel={t.app.close}>
      <div className={styles.groups} role="region" aria-label={t.desk.shortcuts} tabIndex={0}>
        {groups.map(({ title, lines }) => (
          <section key={title}>
            <h3 className={styles.title}>{title}</h3>
            <dl>
              {lines.map(([pressed, does]) => (
                <div key={does} className={styles.line}>
                  <dt className={styles.keys}>
                    {pressed.map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
