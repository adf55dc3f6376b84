import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { AgentRow } from '@/chat/shapes'
import { useForget } from '@/chat/useForget'
import { useSound } from '@/chat/useSound'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { tell } from '@/lib/errors'
import { Avatar } from '@/ui/Avatar'
import {
  BellIcon,
  BrowserIcon,
  CodeIcon,
  MoonIcon,
  PlusIcon,
  ReportsIcon,
  ScreenIcon,
  SettingsIcon,
  SignOutIcon,
  SoundOffIcon,
  SoundOnIcon,
  SunIcon,
} from '@/ui/icons'
import { Menu, MenuChoice, MenuHeader, MenuItem, MenuLink, MenuSeparator, MenuToggle } from '@/ui/Menu'
import { useTheme } from '@/ui/theme'
import { useToast } from '@/ui/Toast'
import { InstallDialog } from './InstallDialog'
import { teamQueries } from './teamQueries'
import { useAgents, useDesk } from './useDesk'
import styles from './AccountMenu.module.css'

/** Oneself: whether one answers, how the inbox looks and sounds, and the way out. */
export function AccountMenu({ me, onSignOut }: { me: AgentRow; onSignOut: () => void }) {
  const { t, locale, setLocale } = useI18n()
  const { theme, setTheme } = useTheme()
  const { isMuted, setMuted } = useSound()
  const { availability, setAvailability } = useAvailability(me)
  const forget = useForget()
  const [dialog, setDialog] = useState<'install' | null>(null)

  function leave() {
    forget()
    onSignOut()
  }

  return (
    <>
      <Menu
        align="end"
        trigger={
          <button type="button" className={styles.trigger} aria-label={t.inbox.account} title={me.name}>
            <Avatar name={me.name} src={me.avatar_url} seed={me.user_id} size={32} presence={availability} />
          </button>
        }
      >
        <MenuHeader>
          <span className={styles.name}>{me.name}</span>
          <span className={styles.email}>{me.email}</span>
        </MenuHeader>
        <MenuSeparator />
        <MenuChoice
          label={t.inbox.availability}
          value={availability}
          choices={[
            { value: 'online', label: t.inbox.availableOnline },
            { value: 'away', label: t.inbox.availableAway },
          ]}
          onChange={setAvailability}
        />
        <MenuSeparator />
        <MenuChoice
          label={t.inbox.languageMenu}
          value={locale}
          choices={[
            { value: 'en', label: 'English', lang: 'en' },
            { value: 'fr', label: 'Français', lang: 'fr' },
          ]}
          onChange={setLocale}
        />
        <MenuSeparator />
        <MenuChoice
          label={t.inbox.theme}
          value={theme}
          choices={[
            { value: 'system', label: t.inbox.themeSystem, icon: <ScreenIcon size={16} /> },
            { value: 'light', label: t.inbox.themeLight, icon: <SunIcon size={16} /> },
            { value: 'dark', label: t.inbox.themeDark, icon: <MoonIcon size={16} /> },
          ]}
          onChange={setTheme}
        />
        <MenuSeparator />
        <MenuToggle
          icon={isMuted ? <SoundOffIcon size={16} /> : <SoundOnIcon size={16} />}
          checked={!isMuted}
          onChange={(on) => setMuted(!on)}
        >
          {t.inbox.sound}
        </MenuToggle>
        <NotificationsItem />
        <MenuSeparator />
        <MenuItem icon={<CodeIcon size={16} />} onSelect={() => setDialog('install')}>
          {t.inbox.install}
        </MenuItem>
        {me.role !== 'agent' && (
          <MenuLink icon={<PlusIcon size={16} />} render={<Link to="/admin/settings/team#invite" />}>
            {t.inbox.invite}
          </MenuLink>
        )}
        <MenuLink icon={<ReportsIcon size={16} />} render={<Link to="/admin/reports" />}>
          {t.reports.title}
        </MenuLink>
        <MenuLink icon={<SettingsIcon size={16} />} render={<Link to="/admin/settings" />}>
          {t.settings.title}
        </MenuLink>
        <MenuLink icon={<BrowserIcon size={16} />} render={<Link to="/" />}>
          {t.inbox.demo}
        </MenuLink>
        <MenuItem icon={<SignOutIcon size={16} />} onSelect={leave}>
          {t.inbox.signOut}
        </MenuItem>
      </Menu>
      <InstallDialog open={dialog === 'install'} onOpenChange={(open) => setDialog(open ? 'install' : null)} />
    </>
  )
}

/** By itself: asking the browser takes a while, and it shall do so only when the menu is open. */
function NotificationsItem() {
  const { t } = useI18n()
  if (!('Notification' in window) || Notification.permission !== 'default') return null
  return (
    <MenuItem icon={<BellIcon size={16} />} onSelect={() => void Notification.requestPermission()}>
      {t.desk.turnOnNotifications}
    </MenuItem>
  )
}

function useAvailability(me: AgentRow) {
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const { t } = useI18n()
  const availability = useAgents().get(me.user_id)?.availability ?? me.availability
  const agentsKey = teamQueries.agents(desk).queryKey

  function show(value: AgentRow['availability']) {
    cache.setQueryData(agentsKey, (agents) =>
      agents?.map((agent) => (agent.user_id === me.user_id ? { ...agent, availability: value } : agent)),
    )
  }

  const { mutate } = useMutation({
    scope: { id: 'availability' },
    mutationFn: (value: AgentRow['availability']) =>
      tell(desk.client.rpc('set_availability', { workspace_id: desk.workspaceId, availability: value })),
    onMutate: (value) => {
      show(value)
      return availability
    },
    onError: (error, _value, before) => {
      if (before) show(before)
      toast.trouble(`${t.inbox.availabilityFailed} ${errorText(t, error)}`)
    },
  })
  return { availability, setAvailability: mutate }
}
