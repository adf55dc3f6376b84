import { useMemo } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { useReportFormats } from './formats'
import type { Writing } from './table'

/** Figures in the reader's language. */
export function useWriting(): Writing {
  const { t, formatNumber, formatDuration } = useI18n()
  const { formatShare, formatChange, formatDecimal } = useReportFormats()
  return useMemo(
    () => ({
      formatNumber,
      formatDuration,
      formatShare,
      formatChange,
      formatScore: formatDecimal,
      inSeconds: t.reports.inSeconds,
      asRatio: t.reports.asRatio,
      exactly: t.reports.exactly,
    }),
    [t, formatNumber, formatDuration, formatShare, formatChange, formatDecimal],
  )
}
