/** What a refusal or a closing of Realtime means for us. It has no codes in `system` messages: the text is all there is. */
export interface Verdict {
  /** Will be refused again: not ours, or not any more. */
  forbidden: boolean
  /** Our token is the trouble: a new one helps. */
  staleToken: boolean
  /** A quota: trying at once makes it worse. */
  overloaded: boolean
}

export function verdict(message: string): Verdict {
  return {
    forbidden: /unauthorized|privateonly|permission|unmatched topic|topicnamerequired/i.test(message),
    staleToken:
      /invalidjwttoken|malformedjwt|jwtsign|token has expired|not a valid jwt|signature_error|`role` and `exp`/i.test(
        message,
      ),
    overloaded: /ratelimit|rate limit|too many|databaselackofconnections|increaseconnectionpool|tenantnotfound/i.test(
      message,
    ),
  }
}
