import { isOpaqueKey, type JoinConfig } from './joinConfig.ts'
import { closeText, revokedText, unauthorizedText, type Extension, type Subject } from './permissions.ts'
import type { Project } from './project.ts'
import { expiredTrouble, type Claims, type TokenTrouble } from './tokens.ts'

/** The channel, as its rights use it. */
type Owner = {
  isOpen(): boolean
  /** Ends it, with this as the reason. */
  stop(message: string): void
}

type Granted = {
  config: JoinConfig
  token: string
  claims: Claims
  /** Read permissions of a private channel. Presence is asked for only if it was enabled. */
  reads: ReadonlySet<Extension>
}

const RECHECK_MS = 5 * 60_000

/** What one channel may hear and say: asked once, remembered until a new token, over when the token is. */
export class Rights {
  #project: Project
  #place: Omit<Subject, 'claims'>
  #owner: Owner
  #isPrivate: boolean
  #token: string
  #claims: Claims
  #reads: ReadonlySet<Extension>
  #writes: ReadonlySet<Extension> | null = null
  #presenceAsked: boolean
  #cancelRecheck: () => void = () => {}

  constructor(project: Project, place: Omit<Subject, 'claims'>, granted: Granted, owner: Owner) {
    this.#project = project
    this.#place = place
    this.#owner = owner
    this.#isPrivate = granted.config.private
    this.#token = granted.token
    this.#claims = granted.claims
    this.#reads = granted.reads
    this.#presenceAsked = granted.config.presence.enabled
  }

  reads(extension: Extension): boolean {
    return !this.#isPrivate || this.#reads.has(extension)
  }

  /** Asked at the first write and remembered until a new token; trouble is not remembered. */
  whenMayWrite(extension: Extension, then: (granted: boolean) => void): Promise<void> | void {
    if (!this.#isPrivate) return then(true)
    if (this.#writes) return then(this.#writes.has(extension))
    return this.#askWrites(extension, then)
  }

  whenMayTrack(then: (granted: boolean) => void): Promise<void> | void {
    if (this.#isPrivate && !this.#presenceAsked) return this.#askPresence(then)
    return this.whenMayWrite('presence', then)
  }

  /** A new token, or the same again. */
  refresh(token: unknown): Promise<void> | void {
    if (typeof token !== 'string' || token === this.#token || isOpaqueKey(token)) return
    return this.#replaceToken(token)
  }

  watchExpiry(): void {
    this.#cancelRecheck()
    const { clock } = this.#project
    const leftMs = this.#claims.exp * 1000 - clock.now()
    if (leftMs <= 0) return this.#owner.stop(troubleText(expiredTrouble(this.#claims.exp, clock.now())))
    this.#cancelRecheck = clock.after(Math.min(leftMs, RECHECK_MS), () => this.watchExpiry())
  }

  /** The channel has ended. */
  forget(): void {
    this.#cancelRecheck()
  }

  #subject(claims: Claims = this.#claims): Subject {
    return { ...this.#place, claims }
  }

  async #askWrites(extension: Extension, then: (granted: boolean) => void): Promise<void> {
    const answer = await this.#project.policies.mayWrite(this.#subject(), ['broadcast', 'presence'])
    if (!this.#owner.isOpen()) return
    if (answer.ok) this.#writes = answer.granted
    else this.#project.log(`realtime:${this.#place.topic}: write permission unknown (${answer.trouble})`)
    then(answer.ok && answer.granted.has(extension))
  }

  /** Presence was off at the join: the first track asks whether this channel may hear it, too. */
  async #askPresence(then: (granted: boolean) => void): Promise<void> {
    const answer = await this.#project.policies.mayRead(this.#subject(), ['presence'])
    if (!this.#owner.isOpen()) return
    if (!answer.ok) return then(false)
    await this.whenMayWrite('presence', (granted) => {
      if (granted) {
        this.#presenceAsked = true
        this.#reads = new Set([...this.#reads, ...answer.granted])
      }
      then(granted)
    })
  }

  async #replaceToken(token: string): Promise<void> {
    this.#cancelRecheck() // what came before the end counts, however long the answer takes
    const { topic } = this.#place
    const verdict = await this.#project.verify(token, this.#project.clock.now())
    if (!this.#owner.isOpen()) return
    if (!verdict.ok) return this.#owner.stop(troubleText(verdict.trouble))
    if (this.#isPrivate) {
      const asked: Extension[] = this.#presenceAsked ? ['broadcast', 'presence'] : ['broadcast']
      const answer = await this.#project.policies.mayRead(this.#subject(verdict.claims), asked)
      if (!this.#owner.isOpen()) return
      if (!answer.ok) return this.#owner.stop(closeText(answer.trouble, topic))
      if (answer.granted.size === 0) return this.#owner.stop(unauthorizedText(topic))
      if ([...this.#reads].some((read) => !answer.granted.has(read))) return this.#owner.stop(revokedText(topic))
      this.#reads = answer.granted
      this.#writes = null
    }
    this.#token = token
    this.#claims = verdict.claims
    this.watchExpiry()
  }
}

/** As the server words it in `system`: a bad signature shows its internal name. */
function troubleText(trouble: TokenTrouble): string {
  return trouble.code === 'JwtSignatureError' ? ':signature_error' : trouble.text
}
