/** The clock of realtime-js' heartbeat: it posts `start` with the interval, and wants `keepAlive` as often. */
addEventListener('message', ({ data }: MessageEvent<{ event: string; interval: number }>) => {
  if (data.event === 'start') setInterval(() => postMessage({ event: 'keepAlive' }), data.interval)
})
