/** How to reach the server: its port, and the password that all roles with a login share. */
export interface DatabaseServer {
  port: number
  password: string
}

/** The connection string of a role. */
export function databaseUrl(server: DatabaseServer, role: string, database = 'postgres'): string {
  return `postgresql://${role}:${encodeURIComponent(server.password)}@127.0.0.1:${server.port}/${database}`
}
