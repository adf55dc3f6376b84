/** « jusqu’au 30 novembre », mais « jusqu’à demain », « jusqu’à lundi », « jusqu’à 18:00 ». */
export function until(when: string): string {
  return `${/^\d+\s/.test(when) ? 'jusqu’au' : 'jusqu’à'} ${when}`
}
