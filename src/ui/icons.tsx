import type { ReactNode } from 'react'
import styles from './icons.module.css'

/** Icons are decoration: what they stand on carries the name. */
function icon(paths: ReactNode, className?: string) {
  return function Icon({ size = 18 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        className={className}
      >
        {paths}
      </svg>
    )
  }
}

/** Arrows that mean "back" and "on" turn round where lines run from right to left. */
export const BackIcon = icon(<path d="M15 5l-7 7 7 7" />, styles.turns)
export const ForwardIcon = icon(<path d="M9 5l7 7-7 7" />, styles.turns)
export const ReplyIcon = icon(<path d="M9.5 7l-5 5 5 5M5 12h9.5a5 5 0 0 1 5 5v1" />, styles.turns)
export const CheckIcon = icon(<path d="M5 12.5l4.5 4.5L19 7.5" />)
export const CloseIcon = icon(<path d="M6 6l12 12M18 6L6 18" />)
export const ChevronDownIcon = icon(<path d="M6 9l6 6 6-6" />)
export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="M16 16l4 4" />
  </>,
)
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </>,
)
export const AlertIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 8v4.5M12 16h.01" />
  </>,
)
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5M12 8h.01" />
  </>,
)
export const AssignIcon = icon(
  <>
    <circle cx="10" cy="8.5" r="3.5" />
    <path d="M3.5 19.5c.7-3.2 3.2-5 6.5-5 1.5 0 2.9.4 4 1.1M17 15v5M14.5 17.5h5" />
  </>,
)
export const SnoozeIcon = icon(<path d="M4.5 9.5h6l-6 8h6M14 4.5h5.5l-5.5 7h5.5" />)
export const BellIcon = icon(<path d="M6.5 16.5h11l-1.2-2v-4a4.3 4.3 0 0 0-8.6 0v4zM10.3 19.5a2 2 0 0 0 3.4 0" />)
export const FilterIcon = icon(<path d="M4.5 6.5h15M7.5 12h9M10.5 17.5h3" />)
export const TagIcon = icon(
  <>
    <path d="M4.5 5.5v6l8 8 7-7-8-8h-6a1 1 0 0 0-1 1z" />
    <path d="M8.5 8.5h.01" strokeWidth="2.5" />
  </>,
)
export const MoveIcon = icon(<path d="M4.5 7.5v9a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-9M12 4v10M8.5 10.5L12 14l3.5-3.5" />)
export const BlockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M6 6l12 12" />
  </>,
)
export const MergeIcon = icon(<path d="M6 4.5v4c0 3.5 6 3.5 6 7.5v3.5M18 4.5v4c0 3.5-6 3.5-6 7.5M9 17l3 3 3-3" />)
export const PriorityIcon = icon(<path d="M6 18.5v-3M12 18.5v-8M18 18.5V5.5" strokeWidth="2.5" />)
export const ReopenIcon = icon(
  <>
    <path d="M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4.5 9" />
    <path d="M4.5 4.5V9H9" />
  </>,
)
export const InboxIcon = icon(
  <>
    <path d="M4 13.5l2.3-7.7A1.8 1.8 0 0 1 8 4.5h8a1.8 1.8 0 0 1 1.7 1.3L20 13.5v4.2a1.8 1.8 0 0 1-1.8 1.8H5.8A1.8 1.8 0 0 1 4 17.7z" />
    <path d="M4 13.5h4.5l1.3 2.5h4.4l1.3-2.5H20" />
  </>,
)
export const ChatIcon = icon(<path d="M20 11.5a7.5 7.5 0 0 1-11 6.6L4.5 19.5l1.4-4.3A7.5 7.5 0 1 1 20 11.5z" />)
export const AutomaticIcon = icon(<path d="M13 3.5L5.5 13.5H11L10.5 20.5L18.5 10H12.5z" />)
export const BrowserIcon = icon(
  <>
    <rect x="3.5" y="5" width="17" height="14" rx="2" />
    <path d="M3.5 9.5h17M6.5 7.25h.01M9 7.25h.01" />
  </>,
)
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="3.8" />
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4" />
  </>,
)
export const MoonIcon = icon(<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />)
export const ScreenIcon = icon(
  <>
    <rect x="3.5" y="5" width="17" height="11.5" rx="2" />
    <path d="M9 20h6M12 16.5V20" />
  </>,
)
export const SoundOnIcon = icon(
  <path d="M4.5 9.5v5h3l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />,
)
export const SoundOffIcon = icon(<path d="M4.5 9.5v5h3l4.5 4v-13l-4.5 4zM16 9.5l5 5M21 9.5l-5 5" />)
export const SignOutIcon = icon(
  <path d="M13.5 5.5H7.3a1.8 1.8 0 0 0-1.8 1.8v9.4a1.8 1.8 0 0 0 1.8 1.8h6.2M19.5 12h-9M16 8.5l3.5 3.5-3.5 3.5" />,
)
export const MoreIcon = icon(<path d="M6 12h.01M12 12h.01M18 12h.01" strokeWidth="2.5" />)
export const PlugIcon = icon(
  <path d="M4 4l16 16M8.5 13a5 5 0 0 1 3.5-1.5M5.5 10a9 9 0 0 1 3-2M18.5 10a9 9 0 0 0-6.5-2.9M12 17.5h.01" />,
)
export const CodeIcon = icon(<path d="M8.5 7L3.5 12l5 5M15.5 7l5 5-5 5" />)
export const PlusIcon = icon(<path d="M12 5.5v13M5.5 12h13" />)
export const ExpandIcon = icon(<path d="M14 4.5h5.5V10M19 5l-6 6M10 19.5H4.5V14M5 19l6-6" />)
export const CollapseIcon = icon(<path d="M19.5 10H14V4.5M14.5 9.5L20 4M4.5 14H10v5.5M9.5 14.5L4 20" />)
export const DownloadIcon = icon(<path d="M12 4.5v10M8 11l4 4 4-4M5 19.5h14" />)
export const PrintIcon = icon(
  <path d="M7.5 9V4.5h9V9M7.5 16.5h-2a1.5 1.5 0 0 1-1.5-1.5v-4.5A1.5 1.5 0 0 1 5.5 9h13a1.5 1.5 0 0 1 1.5 1.5V15a1.5 1.5 0 0 1-1.5 1.5h-2M7.5 14h9v5.5h-9z" />,
)
export const ReportsIcon = icon(<path d="M5 19.5V11M10 19.5v-6M15 19.5V8M20 19.5v-15" />)
export const SendIcon = icon(<path d="M12 19V5.5M6 11l6-6 6 6" strokeWidth="2" />)
export const EmojiIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M8.5 14.2c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9 9.7h.01M15 9.7h.01" />
  </>,
)
export const AttachIcon = icon(
  <path d="M19.5 11.5l-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.5 1.5 0 0 1-2.2-2.2l7.2-7.1" />,
)
export const FileIcon = icon(<path d="M13.5 3.5h-7v17h11V8zM13.5 3.5V8h4M9 12.5h6M9 16h6" />)
export const SettingsIcon = icon(
  <>
    <circle cx="12" cy="12" r="3" />
    <path d="M12 3.5v2.5M12 18v2.5M3.5 12H6M18 12h2.5M6 6l1.8 1.8M16.2 16.2L18 18M18 6l-1.8 1.8M7.8 16.2L6 18" />
  </>,
)
export const CopyIcon = icon(
  <>
    <rect x="8.5" y="8.5" width="11" height="11" rx="2" />
    <path d="M15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2" />
  </>,
)
export const LockIcon = icon(
  <>
    <rect x="5.5" y="10.5" width="13" height="9" rx="2" />
    <path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />
  </>,
)
export const TrashIcon = icon(<path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v6M13.5 10.5v6" />)
