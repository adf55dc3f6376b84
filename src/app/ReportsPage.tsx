import { Reports } from '@/reports/Reports'
import { AgentPage } from './AgentPage'

/** /admin/reports. The connection stays up: who reads reports is at work, and the board is live. */
export function ReportsPage() {
  return <AgentPage>{({ workspace }) => <Reports workspaceName={workspace.name} />}</AgentPage>
}
