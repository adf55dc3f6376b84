/** A refusal in GoTrue's own words. */
export class AuthError extends Error {
  override name = 'AuthError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }

  toResponse(): Response {
    return Response.json({ code: this.status, error_code: this.code, msg: this.message }, { status: this.status })
  }
}
