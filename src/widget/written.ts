/** A name under which the button finds that this customer has written, and connects them at idle on the next page. */
export const WRITTEN = 'written'
