import type { Rule } from '../../server/engine/types'
import { daysBetween } from '../wording'

const LIMIT_DAYS = 180

const rule: Rule = {
  id: 'stale-facts',
  title: 'The fact base is older than half a year on the evaluation day',
  severity: 'info',
  model({ model, facts, day, pass }) {
    const age = daysBetween(facts.pack.date, day)
    const first = model.endpoints[0]
    if (age <= LIMIT_DAYS || !first) return pass(`the fact base is of ${facts.pack.date}`)
    return [
      {
        path: first.path,
        span: { start: 0, end: 0 },
        severity: 'info',
        identity: 'pack',
        message: `The fact base is of ${facts.pack.date}, more than ${LIMIT_DAYS} days before the evaluation day.`,
        why: 'Hosts and terms change; what is said here was not re-confirmed since.',
        todo: 'Update relaylint.',
      },
    ]
  },
}
export default rule
