/** Messages of a frontend, written one after the other, taken together. */
export class Outbox {
  #buffer = Buffer.allocUnsafe(8_192)
  #at = 0
  #begunAt = 0

  /** @param type none for the first message of a connection */
  begin(type?: string): this {
    if (type !== undefined) {
      this.#ensure(1)
      this.#at += this.#buffer.write(type, this.#at, 'latin1')
    }
    this.#begunAt = this.#at
    return this.int32(0) // its length, when it is known
  }

  end(): this {
    this.#buffer.writeInt32BE(this.#at - this.#begunAt, this.#begunAt)
    return this
  }

  int16(value: number): this {
    this.#ensure(2)
    this.#at = this.#buffer.writeInt16BE(value, this.#at)
    return this
  }

  int32(value: number): this {
    this.#ensure(4)
    this.#at = this.#buffer.writeInt32BE(value, this.#at)
    return this
  }

  /** With the zero at its end. */
  name(text: string): this {
    this.text(text)
    this.#ensure(1)
    this.#at = this.#buffer.writeUInt8(0, this.#at)
    return this
  }

  text(text: string): this {
    this.#ensure(text.length * 3) // UTF-16 to UTF-8
    this.#at += this.#buffer.write(text, this.#at)
    return this
  }

  /** A parameter: its length and its text, or null. */
  value(value: string | null): this {
    if (value === null) return this.int32(-1)
    const at = this.#at
    this.int32(0).text(value)
    this.#buffer.writeInt32BE(this.#at - at - 4, at)
    return this
  }

  /** What was written since the last time. */
  take(): Buffer {
    const written = this.#buffer.subarray(0, this.#at)
    // What is left may hold what comes next; what is taken belongs to the socket.
    this.#buffer = this.#buffer.length - this.#at < 2_048 ? Buffer.allocUnsafe(8_192) : this.#buffer.subarray(this.#at)
    this.#at = 0
    return written
  }

  #ensure(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
  }
}
