import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Card } from './Card'
import { Chart, type Legend } from './Chart'
import { FigureState, shownOf } from './FigureState'
import type { Table } from './table'

interface ChartCardProps<Answer> {
  title: string
  definition: string
  fileName: string
  query: UseQueryResult<Answer>
  isEmpty: (answer: Answer) => boolean
  tableOf: (answer: Answer) => Table
  legend: Legend
  /** Where a figure of the table leads, by its row and column. */
  cellLink?: (answer: Answer, row: number, column: number) => string | null
  /** One of the library's charts. */
  children: (answer: Answer) => ReactElement
}

/** A report that is drawn. */
export function ChartCard<Answer>(props: ChartCardProps<Answer>) {
  const { title, definition, fileName, query, isEmpty, tableOf, legend, cellLink, children } = props
  const shown = shownOf(query, isEmpty)
  return (
    <Card title={title} definition={definition} table={shown && tableOf(shown)} fileName={fileName}>
      <FigureState query={query} isEmpty={isEmpty}>
        {(answer) => (
          <Chart
            title={title}
            table={tableOf(answer)}
            legend={legend}
            cellLink={cellLink && ((row, column) => cellLink(answer, row, column))}
          >
            {children(answer)}
          </Chart>
        )}
      </FigureState>
    </Card>
  )
}
