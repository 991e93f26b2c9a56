/** The frames of the wire, looked at beside the library: it would take a senseless length and notice one message later, or never. */

/** Longest body that a client may announce, in bytes; longer ones no string of JavaScript holds. */
const MAX_BODY = 256 * 1024 * 1024
/** Longest header of one message, in bytes. */
const MAX_HEADER = 8 * 1024
const HEADER_END = '\r\n\r\n'

export class Frames {
  private header = ''
  private body = 0

  /** Takes the next bytes; says what is wrong with a header, or nothing. */
  take(chunk: Uint8Array): string {
    let at = 0
    while (at < chunk.length) {
      if (this.body > 0) {
        const passed = Math.min(this.body, chunk.length - at)
        this.body -= passed
        at += passed
        continue
      }
      this.header += String.fromCharCode(chunk[at++] as number)
      const ended = this.header.endsWith(HEADER_END)
      if (!ended && this.header.length > MAX_HEADER) return 'a header has no end'
      const wrong = ended ? this.open() : ''
      if (wrong) return wrong
    }
    return ''
  }

  private open(): string {
    const given = /^content-length:[ \t]*(.*?)[ \t]*\r$/im.exec(this.header)?.[1]
    this.header = ''
    if (given === undefined) return 'a header without Content-Length'
    if (!/^\d{1,12}$/.test(given) || Number(given) > MAX_BODY) return 'Content-Length is no length of a message'
    this.body = Number(given)
    return ''
  }
}
