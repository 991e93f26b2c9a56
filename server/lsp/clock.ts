/** What node and web workers both offer to a server: the day, a stopwatch, and a timer that can be stopped. */
import type { LspPlatform } from './platform'

export const clock: Pick<LspPlatform, 'today' | 'now' | 'after'> = {
  today: () => {
    const d = new Date()
    return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
  },
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}
