import type { RealtimeChannel, RealtimeChannelOptions, RealtimeClientOptions } from '@supabase/realtime-js'
import type { RealtimeClient as Client } from '@supabase/realtime-js'

/**
 * Stands in the widget's build between supabase-js and its Realtime client, which is fetched when somebody first means to listen: who has
 * never written has nothing to listen to, and it is a fifth of what they would load before they can write. `setAuth()` comes before any
 * channel (`supabaseWire().authorize`); failing, as requests do, it is asked for again.
 */
export class RealtimeClient {
  private readonly url: string
  private readonly options: RealtimeClientOptions
  private client: Client | null = null

  constructor(url: string, options: RealtimeClientOptions) {
    this.url = url
    this.options = options
  }

  async setAuth(token: string | null = null): Promise<void> {
    if (!this.client && token !== null) return // a client that comes later asks for the token by itself
    const { RealtimeClient: Fetched } = await import('@supabase/realtime-js')
    this.client ??= new Fetched(this.url, this.options)
    await this.client.setAuth(token)
  }

  isConnected(): boolean {
    return this.client?.isConnected() ?? false
  }

  channel(topic: string, options?: RealtimeChannelOptions): RealtimeChannel {
    if (!this.client) throw new Error('A channel was opened before setAuth().')
    return this.client.channel(topic, options)
  }

  getChannels(): RealtimeChannel[] {
    return this.client?.getChannels() ?? []
  }

  async removeChannel(channel: RealtimeChannel): Promise<string> {
    return this.client?.removeChannel(channel) ?? 'ok'
  }
}
