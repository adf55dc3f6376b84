// Loaded into a server with `node --import`: answers what only the process itself can say.

export type Inside = {
  /** After a full collection, MB. `heap` holds what lies outside V8 (buffers), too. */
  heap: number
  rss: number
  /** What V8 holds of it: the heap, and room for the next young objects. */
  v8: number
  timers: number
  sockets: number
  /** Seconds of processor time since it started. */
  cpu: number
}

process.on('message', (question) => {
  if (question !== 'inside' || !process.send) return
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  const { heapUsed, heapTotal, external, rss } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const resources = process.getActiveResourcesInfo()
  const count = (kind: string) => resources.filter((name) => name === kind).length
  const answer: Inside = {
    timers: count('Timeout'),
    sockets: count('TCPSocketWrap'),
    heap: (heapUsed + external) / 1e6,
    rss: rss / 1e6,
    v8: heapTotal / 1e6,
    cpu: (user + system) / 1e6,
  }
  process.send(answer)
})
process.channel?.unref()
// The benchmark is gone, however it went: so are we.
process.on('disconnect', () => process.kill(process.pid, 'SIGINT'))
