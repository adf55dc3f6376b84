import { createSecretKey } from 'node:crypto'
import { createServer } from 'node:http'
import { jwtVerify } from 'jose'
import postgres from 'postgres'
import { Server, type Socket } from 'socket.io'

// The design of the original plan, for comparison: socket.io in front of the same Postgres. A message is one statement, then it is
// emitted; a token is checked at the connection, membership at the join.

const { BASELINE_DB = '', BASELINE_SECRET = '', BASELINE_PORT = '0' } = process.env
const sql = postgres(BASELINE_DB, { max: 10, onnotice: () => {} })
await sql.unsafe(`
  create schema if not exists baseline;
  create table if not exists baseline.conversations (id text primary key, last_seq int not null default 0, last_message_at timestamptz);
  create table if not exists baseline.members (conversation_id text, member text, primary key (conversation_id, member));
  create table if not exists baseline.messages (
    conversation_id text, seq int, id text not null unique, author text not null, body text not null,
    created_at timestamptz not null default now(), primary key (conversation_id, seq)
  );
`)
const key = createSecretKey(Buffer.from(BASELINE_SECRET))
const http = createServer()
const io = new Server(http)

// Whoever holds no token of ours never gets as far as `connection`.
async function admit(socket: Socket, next: (error?: Error) => void): Promise<void> {
  const { token } = socket.handshake.auth as { token?: string }
  try {
    const { payload } = await jwtVerify(token ?? '', key)
    socket.data.sub = payload.sub
  } catch {
    next(new Error('unauthorized'))
    return
  }
  next()
}
io.use((socket, next) => void admit(socket, next))

io.on('connection', (socket) => {
  const { sub } = socket.data as { sub: string }
  socket.on('join', async (room: string, done: (ok: boolean) => void) => {
    const [member] = await sql`select from baseline.members where conversation_id = ${room} and member = ${sub}`
    if (member) await socket.join(room)
    done(Boolean(member))
  })
  socket.on('message', async (room: string, id: string, body: string, done?: () => void) => {
    const [message] = await sql`
      with place as (
        update baseline.conversations set last_seq = last_seq + 1, last_message_at = now() where id = ${room} returning last_seq
      )
      insert into baseline.messages (conversation_id, seq, id, author, body)
      select ${room}, last_seq, ${id}, ${sub}, ${body} from place
      on conflict (id) do nothing
      returning conversation_id, seq, id, body`
    if (message) io.to(room).to('agents').emit('message', message)
    done?.()
  })
  socket.on('typing', (room: string, mark: string) => socket.to(room).emit('typing', mark))
})

http.listen(Number(BASELINE_PORT), '127.0.0.1')
process.on('SIGINT', () => process.exit(0))
